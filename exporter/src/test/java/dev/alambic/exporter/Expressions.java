package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.LambdaBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Expressions of an array [batch, 4, 6, 5]: engine against exported graph in ONNX Runtime, which {@link Exporter}
 * compares at two batch sizes that it did not trace, to 1e-5 of the largest output.
 */
final class Expressions {

    private Expressions() {}

    static Signature signature() {
        return Signature.of("x", DataType.FLOAT, "batch", 4, 6, 5);
    }

    static OnnxModel export(UnaryOperator<NDArray> expression) {
        return Exporter.export(LambdaBlock.singleton(expression), signature());
    }

    static Stream<DynamicTest> tests(Map<String, UnaryOperator<NDArray>> cases) {
        return tests(cases, ExportOptions.defaults());
    }

    static Stream<DynamicTest> tests(Map<String, UnaryOperator<NDArray>> cases, ExportOptions options) {
        return cases.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    OnnxModel model = Exporter.export(LambdaBlock.singleton(entry.getValue()), signature(), options);

                    assertThat(model.graph().nodes()).isNotEmpty();
                }));
    }

    /** A weight is stored as its user wants it. */
    static void assertNothingIsComputedFromConstants(OnnxModel model) {
        Set<String> constants = model.graph().initializers().keySet();
        assertThat(model.graph().nodes())
                .filteredOn(node -> !node.is("Identity"))
                .noneMatch(node -> constants.containsAll(node.inputs()));
    }
}
