package dev.alambic.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.trainer.loss.Divergence;
import dev.alambic.trainer.loss.FeatureDistance;
import dev.alambic.trainer.loss.Projection;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a student learns by, as recipes write it. */
class TermsTest {

    private static DistillSpec read(String yaml) {
        return RecordBinder.bind(YamlParser.parseFile(yaml, "p.yaml"), DistillSpec.class);
    }

    private static final String TERMS = """
            terms:
              - {soft: reverseKl, temperature: 2, weight: {type: linear, from: 0.7, to: 0.3}}
              - {hard: crossEntropy, weight: 0.3}
              - {features: cosine, map: {teacher.layers.4: student.layers.2}, project: linear}
              - {maps: auto}
              - dist
            """;

    @Test
    void eachTermIsALine() {
        assertThat(read(TERMS).terms())
                .containsExactly(
                        new TermSpec.Soft(Divergence.REVERSE_KL, 2, false, WeightSchedule.linear(0.7, 0.3)),
                        new TermSpec.Hard(TermSpec.Hard.Form.CROSS_ENTROPY, 2, WeightSchedule.constant(0.3)),
                        new TermSpec.Features(
                                FeatureDistance.COSINE,
                                Map.of("teacher.layers.4", "student.layers.2"),
                                Projection.LINEAR,
                                WeightSchedule.constant(1)),
                        TermSpec.Maps.defaults(),
                        TermSpec.Dist.defaults());
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        DistillSpec terms = read(TERMS);
        assertThat(read(RecordWriter.write(terms))).isEqualTo(terms);
    }

    @Test
    void severalTeachersAreWrittenByTheirNames() {
        Recipe recipe = RecordBinder.bind(YamlParser.parseFile("""
                name: many
                teachers: {b: {file: b.onnx, weight: 0.4}, a: {file: a.onnx}}
                vote: surest
                student: {training: {classWeights: {byClass: {"8": 2}}, sampling: balanced}, distill: {}}
                """, "p.yaml"), Recipe.class);
        assertThat(recipe.teachers().keySet()).containsExactly("b", "a");
        assertThat(recipe.teacherFiles()).containsExactly("b.onnx", "a.onnx");
        Recipe read = RecordBinder.bind(YamlParser.parseFile(RecipeReader.write(recipe), "w.yaml"), Recipe.class);
        assertThat(read).isEqualTo(recipe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"teacher", "student", "a.b"})
    void aTeacherAmongOthersHasANameOfItsOwn(String name) {
        String yaml = "{name: x, teachers: {" + name + ": {file: a.onnx}}, student: {distill: {}}}";
        assertThatThrownBy(() -> RecordBinder.bind(YamlParser.parseFile(yaml, "p.yaml"), Recipe.class))
                .hasMessageContaining("each has a name of its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{terms: [{soft: cosine}]} | p.yaml:1: key 'terms[0].divergence': unknown value 'cosine' (expected one"
                        + " of kl, reverseKl, jensenShannon, totalVariation)",
                "{terms: [{features: mse, map: {layer4: student.layer2}}]} | p.yaml:1: key 'terms[0].map': map: a value"
                        + " is named with its model (expected teacher.x: student.y, was 'layer4')",
                "{terms: [{features: mse, map: {teacher.a: teacher.b}}]} | p.yaml:1: key 'terms[0].map': map: it leads"
                        + " to the student (expected student.x, was 'teacher.b')",
                "{temperature: 2, terms: [soft]} | p.yaml:1: key 'terms': terms: out of range (expected either terms or"
                        + " temperature and alpha, which describe two of them, was both)",
                "{alpha: 1.5} | p.yaml:1: key 'alpha': alpha: out of range (expected 0 to 1, was 1.5)"
            })
    void whatDoesNotFitIsRefusedAtItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).hasMessage(message);
    }
}
