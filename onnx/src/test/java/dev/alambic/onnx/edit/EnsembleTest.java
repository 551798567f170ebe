package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models that add numbers to the logits they are fed with, asked together. */
class EnsembleTest {

    private static final List<String> CLASSES = List.of("cat", "dog");
    private static final float LN3 = (float) Math.log(3);

    /** Fed with zeros it holds (1/4, 3/4), (1/2, 1/2) and so on. */
    private static OnnxModel model(String end, List<String> labels, float... added) {
        OnnxModel model = GraphText.model("x: float[b, 2]\nl = Add(x, w)\n" + end + "\nreturn y: float[b, 2]", out -> {
            out.initializer("w", Tensor.ofFloats(added, 2));
        });
        return ModelInfo.of(model).withLabels(labels).applyTo(model);
    }

    private static float[] answer(OnnxModel ensemble) {
        ModelVerifier.verify(ensemble);
        try (Session session = Session.open(ensemble, SessionOptions.defaults())) {
            return session.run(Map.of(session.inputs().get(0).name(), Tensor.ofFloats(new float[2], 1, 2)))
                    .values()
                    .iterator()
                    .next()
                    .floats();
        }
    }

    private static Map<String, Ensemble.Member> members(OnnxModel a, double weight, OnnxModel b, double other) {
        Map<String, Ensemble.Member> members = new LinkedHashMap<>();
        members.put("a", new Ensemble.Member(a, weight));
        members.put("b", new Ensemble.Member(b, other));
        return members;
    }

    private static final OnnxModel SURE = model("y = Identity(l)", CLASSES, 0, LN3);
    private static final OnnxModel UNSURE = model("y = Softmax(l) axis=1", CLASSES, 0, 0);

    private static float[] logs(double first, double second) {
        return new float[] {(float) Math.log(first), (float) Math.log(second)};
    }

    @Test
    void probabilitiesAreAveragedByWeightWhateverTheModelsAnswerWith() {
        OnnxModel ensemble = Ensemble.of(
                members(SURE, 1, UNSURE, 3), Ensemble.Vote.PROBABILITIES, CLASSES, Ensemble.Answers.CLASSES);
        assertThat(answer(ensemble)).containsExactly(logs((0.25 + 3 * 0.5) / 4, (0.75 + 3 * 0.5) / 4), within(1e-6f));
        assertThat(ModelInfo.of(ensemble).labels()).isEqualTo(CLASSES);
    }

    @Test
    void logitsAreAveraged() {
        OnnxModel other = model("y = Identity(l)", CLASSES, 2, 0);
        assertThat(answer(Ensemble.of(
                        members(SURE, 1, other, 1), Ensemble.Vote.LOGITS, CLASSES, Ensemble.Answers.CLASSES)))
                .containsExactly(new float[] {1, LN3 / 2}, within(1e-6f));
    }

    @Test
    void theSurestIsHeard() {
        assertThat(answer(Ensemble.of(
                        members(UNSURE, 1, SURE, 1), Ensemble.Vote.SUREST, CLASSES, Ensemble.Answers.CLASSES)))
                .containsExactly(logs(0.25, 0.75), within(1e-6f));
    }

    @Test
    void numbersAreAveraged() {
        assertThat(answer(Ensemble.of(
                        members(model("y = Identity(l)", List.of(), 1, 2), 1, model("y = Neg(l)", List.of(), 1, 2), 3),
                        Ensemble.Vote.PROBABILITIES,
                        List.of("p", "q"),
                        Ensemble.Answers.NUMBERS)))
                .containsExactly(new float[] {-0.5f, -1}, within(1e-6f));
    }

    /** Of (1/2, 3/4) and (3/4, 1/5) the means are 5/8 and 19/40. */
    @Test
    void labelsAreAveragedAsProbabilitiesOfTheirOwn() {
        assertThat(labels(Ensemble.Vote.PROBABILITIES))
                .containsExactly(new float[] {(float) Math.log(5.0 / 3), (float) Math.log(19.0 / 21)}, within(1e-5f));
        assertThat(labels(Ensemble.Vote.LOGITS))
                .containsExactly(new float[] {LN3 / 2, (LN3 - (float) Math.log(4)) / 2}, within(1e-5f));
    }

    @Test
    void ofEachLabelTheSurestIsHeard() {
        assertThat(labels(Ensemble.Vote.SUREST))
                .containsExactly(new float[] {LN3, -(float) Math.log(4)}, within(1e-5f));
    }

    /** Clip took its bounds as attributes before opset 11. */
    @Test
    void labelsOfOldOperatorsAreJoined() {
        assertThat(labels(Ensemble.Vote.PROBABILITIES, 9)).hasSize(2);
    }

    private static float[] labels(Ensemble.Vote vote) {
        return labels(vote, SURE.opset());
    }

    private static float[] labels(Ensemble.Vote vote, long opset) {
        OnnxModel logits = model("y = Identity(l)", CLASSES, 0, LN3).withOpset("", opset);
        OnnxModel sigmoids =
                model("y = Sigmoid(l)", CLASSES, LN3, -(float) Math.log(4)).withOpset("", opset);
        return answer(Ensemble.of(members(logits, 1, sigmoids, 1), vote, CLASSES, Ensemble.Answers.LABELS));
    }

    @Test
    void labelsAreNoSoftmax() {
        assertThatThrownBy(() -> Ensemble.of(
                        members(SURE, 1, UNSURE, 1), Ensemble.Vote.LOGITS, CLASSES, Ensemble.Answers.LABELS))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher 'b': it answers with a softmax (expected logits or sigmoids of every label)");
    }

    @Test
    void classesInAnotherOrderAreFoundByTheirNames() {
        OnnxModel turned = model("y = Identity(l)", List.of("dog", "cat"), LN3, 0);
        assertThat(answer(ClassOrder.of(turned, CLASSES, "teacher"))).containsExactly(new float[] {0, LN3}, within(0f));
        assertThat(answer(Ensemble.of(
                        members(SURE, 1, turned, 1), Ensemble.Vote.LOGITS, CLASSES, Ensemble.Answers.CLASSES)))
                .containsExactly(new float[] {0, LN3}, within(1e-6f));
    }

    @Test
    void aModelThatDoesNotKnowAClassIsRefused() {
        OnnxModel other = model("y = Identity(l)", List.of("cat", "cow"), 0, 0);
        assertThatThrownBy(() -> Ensemble.of(
                        members(SURE, 1, other, 1), Ensemble.Vote.PROBABILITIES, CLASSES, Ensemble.Answers.CLASSES))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher 'b': answers with other classes than the data have (expected [cat, dog], was [cat,"
                        + " cow])");
    }
}
