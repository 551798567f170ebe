package dev.alambic.bench.quality;

import dev.alambic.data.task.Task;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.match.AnswerForm;
import java.util.Optional;
import java.util.Set;

/**
 * Tells classifiers from other models: those that name classes, and those whose answer is a matrix product or a
 * softmax, but for what only gives it another form. An embedding of a sentence, which is an average or normalized, is
 * none; one number a sample is the probability of one class where a sigmoid makes it.
 */
enum AnswerKind {
    /** A row of figures, one for each class. */
    CLASSES,

    /** One number a sample: the probability of the second of two classes. */
    PROBABILITY,

    /** Numbers of a regression, or logits of several labels, by what the model says of itself. */
    NUMBERS,

    /** Anything else. */
    VALUES;

    private static final Set<String> FORMS = Set.of(
            "Identity", "Reshape", "Flatten", "Squeeze", "Cast", "DequantizeLinear", "QuantizeLinear", "Add", "Mul");
    private static final Set<String> MAKES_CLASSES = Set.of(
            "Gemm",
            "MatMul",
            "Softmax",
            "LogSoftmax",
            "QGemm",
            "MatMulInteger",
            "QLinearMatMul",
            "MatMulNBits",
            "FusedGemm",
            "FusedMatMul");
    private static final int FURTHEST = 12;

    /** Returns what the value {@code output} of {@code model} is, whose samples have {@code width} values each. */
    static AnswerKind of(OnnxModel model, String output, int width) {
        if (Task.isRegression(model) || Task.isMultiLabel(model)) {
            return NUMBERS;
        }
        if (width == 1) {
            return AnswerForm.of(model.graph(), output) == AnswerForm.SIGMOID ? PROBABILITY : VALUES;
        }
        return !ModelInfo.of(model).labels().isEmpty() || comesFromClasses(model.graph(), output) ? CLASSES : VALUES;
    }

    private static boolean comesFromClasses(Graph graph, String output) {
        String value = output;
        for (int step = 0; step < FURTHEST; step++) {
            Optional<Node> producer = graph.index().producer(value);
            if (producer.isEmpty() || MAKES_CLASSES.contains(producer.get().opType())) {
                return producer.isPresent();
            }
            Node node = producer.get();
            if (!FORMS.contains(node.opType())) {
                return false;
            }
            // the operand that is computed, whichever it is
            value = node.inputs().stream()
                    .filter(input -> graph.index().producer(input).isPresent())
                    .findFirst()
                    .orElse("");
        }
        return false;
    }
}
