package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaughtDataTest {

    @TempDir
    private Path folder;

    /** A teacher that says its first column for small, its second for large. */
    @BeforeEach
    void writeTeacherAndSamples() throws IOException {
        Graph graph = Graph.build("teacher", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2L)));
            out.node(Node.of("Identity", List.of("x"), "y"));
            out.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2L)));
        });
        ModelInfo.none()
                .withInput(new InputMeaning.Table(List.of("a", "b")))
                .withLabels(List.of("small", "large"))
                .applyTo(OnnxModel.of(graph, 17))
                .write(folder.resolve("teacher.onnx"));
        StringBuilder rows = new StringBuilder("a,b\n");
        IntStream.range(0, 40)
                .forEach(i -> rows.append(i).append(',').append(20 + i % 3).append('\n'));
        Files.writeString(folder.resolve("rows.csv"), rows);
        StringBuilder labelled = new StringBuilder("a,b,size\n");
        IntStream.range(0, 20)
                .forEach(i -> labelled.append(i * 2)
                        .append(',')
                        .append(20 + i % 3)
                        .append(',')
                        .append(i < 10 ? "large" : "small")
                        .append('\n'));
        Files.writeString(folder.resolve("labelled.csv"), labelled);
    }

    private Recipe recipe(String yaml) throws IOException {
        Path file = folder.resolve("r.yaml");
        Files.writeString(file, yaml);
        return RecipeReader.read(RecipeSource.find(file.toString()), List.of());
    }

    @Test
    void withoutLabelsTheTeacherSaysWhatIsToBeJudged() throws IOException {
        Splits splits = RunData.of(recipe("""
                name: none
                data: {source: rows.csv, labels: none, validation: 0.25, test: 0.25}
                teacher: {file: teacher.onnx}
                student: {distill: {}}
                """));
        assertThat(splits.train().size()).isEqualTo(20);
        assertThat(splits.train().labelled().size()).isZero();
        assertThat(splits.train().notes())
                .containsExactly("there are no labels: accuracy is how often a model agrees with the teacher");
        float[] row = new float[2];
        for (int i = 0; i < splits.test().size(); i++) {
            splits.test().copySample(i, row, 0);
            assertThat(splits.test().label(i)).isEqualTo(row[0] >= row[1] ? 0 : 1);
        }
    }

    @Test
    void furtherSamplesAreForTrainingAlone() throws IOException {
        Splits splits = RunData.of(recipe("""
                name: more
                data: {source: labelled.csv, unlabelled: rows.csv, validation: 0.2, test: 0.2}
                teacher: {file: teacher.onnx}
                student: {distill: {}}
                """));
        assertThat(splits.train().size()).isEqualTo(12 + 40);
        assertThat(splits.train().labelled().size()).isEqualTo(12);
        assertThat(splits.train().label(12)).isEqualTo(Targets.UNLABELLED);
        assertThat(splits.test().labelled().size()).isEqualTo(4);
        assertThat(splits.train().notes().get(0)).startsWith("40 samples without labels are learnt from");
    }

    @Test
    void withoutATeacherToAskNothingCanBeLearnt() {
        assertThatThrownBy(() -> recipe("""
                name: none
                data: {source: rows.csv, labels: none}
                teacher: {file: teacher.onnx}
                student: {}
                """))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("student.distill");
        assertThatThrownBy(() -> recipe("""
                name: none
                data: {source: rows.csv, labels: none}
                student: {distill: {}}
                """))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nobody could train the teacher");
    }

    @Test
    void aTeacherThatDoesNotSayItsClassesCannotJudge() throws IOException {
        OnnxModel silent = OnnxModel.read(folder.resolve("teacher.onnx"));
        ModelInfo.of(silent).withLabels(List.of()).applyTo(silent).write(folder.resolve("teacher.onnx"));
        Recipe recipe = recipe("""
                name: none
                data: {source: rows.csv, labels: none}
                teacher: {file: teacher.onnx}
                student: {distill: {}}
                """);
        assertThatThrownBy(() -> RunData.of(recipe)).hasMessageContaining("was no classes");
    }
}
