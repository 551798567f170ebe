package dev.alambic.packager.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.Models;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class UsabilityTest {

    private static Usability of(String provider, String text, Consumer<Graph.Builder> more) {
        OnnxModel model = GraphText.model(text, more);
        return Usability.of(model).stream()
                .filter(each -> each.provider().name().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyProviderIsNamedWithItsSource() {
        assertThat(ProviderRules.all())
                .extracting(ProviderRules::name)
                .containsExactly("NNAPI", "CoreML (NeuralNetwork)", "CoreML (MLProgram)", "XNNPACK", "QNN");
        assertThat(ProviderRules.all())
                .allSatisfy(each -> assertThat(each.source()).contains("onnxruntime"));
    }

    @Test
    void aNodeBetweenOthersSplitsThemIntoPartitions() {
        Usability nnapi = of("NNAPI", """
                x: float[1, 4]
                a = Relu(x)
                b = Erf(a)
                c = Relu(b)
                return c: float[1, 4]
                """, builder -> {});
        assertThat(nnapi.taken()).isEqualTo(2);
        assertThat(nnapi.partitions()).isEqualTo(2);
        assertThat(nnapi.refusals()).containsEntry("ai.onnx:Erf: not in the list", 1);
        assertThat(nnapi.verdict()).isEqualTo("no");
    }

    @Test
    void aNodeBesideOthersSplitsNothing() {
        Usability nnapi = of("NNAPI", """
                x: float[1, 4]
                a = Erf(x)
                b = Relu(x)
                c = Relu(b)
                d = Tanh(c)
                e = Add(a, d)
                return e: float[1, 4]
                """, builder -> {});
        // Relu, Relu and Tanh run first; Erf waits for nothing, and Add for both
        assertThat(nnapi.partitions()).isEqualTo(2);
        assertThat(nnapi.share()).isEqualTo(0.8);
        assertThat(nnapi.verdict()).isEqualTo("perhaps");
    }

    @Test
    void weightsThatAreComputedAndOtherRanksAreRefused() {
        String text = """
                x: float[1, 2, 8]
                w: float[2, 2, 3]
                y = Conv(x, w)
                return y: float[1, 2, 6]
                """;
        assertThat(of("NNAPI", text, builder -> {}).refusals()).containsKey("ai.onnx:Conv: input 1 is no constant");
        String constant = text.replace("w: float[2, 2, 3]\n", "");
        assertThat(of("NNAPI", constant, builder -> builder.initializer("w", Tensor.ofFloats(new float[12], 2, 2, 3)))
                        .refusals())
                .containsKey("ai.onnx:Conv: input of rank 3");
        assertThat(of(
                                "CoreML (NeuralNetwork)",
                                constant,
                                builder -> builder.initializer("w", Tensor.ofFloats(new float[12], 2, 2, 3)))
                        .verdict())
                .isEqualTo("worth trying");
    }

    @Test
    void requiredOperatorsNameTheTypesThatABuildAsksFor() {
        List<String> lines = RequiredOperators.of(Models.generic()).lines().toList();
        assertThat(lines.get(0)).startsWith("#");
        assertThat(lines.subList(1, lines.size()))
                .containsExactly("ai.onnx;17;Gather{\"inputs\": {\"0\": [\"float\"], \"1\": [\"int64_t\"]}},"
                        + "Mul{\"inputs\": {\"0\": [\"float\"]}}");
    }
}
