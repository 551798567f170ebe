package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integers cost and bring, seen from the front door. */
class Int8Test {
    @TempDir
    private Path folder;

    private long bytes(OnnxModel model) throws IOException {
        Path file = folder.resolve("m.onnx");
        model.write(file);
        return Files.size(file);
    }

    /** Returns how often each operator occurs in what ONNX Runtime makes of the model. */
    private Map<String, Long> fused(OnnxModel model) {
        Path file = folder.resolve("fused.onnx");
        Session.open(model, SessionOptions.defaults().withOptimizedModel(file)).close();
        Map<String, Long> counts = new TreeMap<>();
        OnnxModel.read(file).graph().nodes().stream()
                .map(Node::opType)
                .forEach(operator -> counts.merge(operator, 1L, Long::sum));
        return counts;
    }

    /** Returns the worst difference on samples, as a part of the largest output. */
    private static double error(OnnxModel model, OnnxModel made, List<Map<String, Tensor>> samples) {
        return samples.stream()
                .mapToDouble(sample -> Agreement.between(model, made, sample).relative())
                .max()
                .orElseThrow();
    }

    @Test
    void staticCnnRunsOnIntegerKernelsAndIsSmall() throws IOException {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);

        OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples)).model();

        assertThat(fused(made))
                .containsEntry("QLinearConv", 4L)
                .containsEntry("QLinearAdd", 1L)
                .containsEntry("QLinearGlobalAveragePool", 1L)
                .containsEntry("QGemm", 1L)
                .doesNotContainKeys("Conv", "Gemm", "Relu", "Add");
        assertThat(bytes(made)).isLessThanOrEqualTo(24_000);
        assertThat(error(model, made, samples)).isLessThan(0.1);
    }

    @Test
    void staticMlpRunsOnIntegerKernelsAndIsSmall() throws IOException {
        OnnxModel model = Networks.mlp();
        var samples = Networks.samples(model, 8, 1);

        OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples)).model();

        assertThat(fused(made)).containsEntry("QGemm", 3L).doesNotContainKeys("Gemm", "Relu", "FusedGemm");
        assertThat(bytes(made)).isLessThanOrEqualTo(7_000);
        assertThat(error(model, made, samples)).isLessThan(0.1);
    }

    @Test
    void dynamicMlpRunsOnIntegerKernels() throws IOException {
        OnnxModel model = Networks.mlp();
        var samples = Networks.samples(model, 4, 1);

        OnnxModel made = Quantizer.int8Dynamic(model).model();

        assertThat(fused(made)).containsEntry("DynamicQuantizeMatMul", 3L);
        assertThat(bytes(made)).isLessThanOrEqualTo(7_000);
        assertThat(error(model, made, samples)).isLessThan(0.1);
    }

    /** The integer kernels round differently from the float ones, by a step of a result here and there. */
    @Test
    void fusedKernelsGiveWhatTheGraphSays() {
        OnnxModel model = Networks.mlp();
        var samples = Networks.samples(model, 8, 1);
        OnnxModel made = Quantizer.int8Static(model, Calibration.of(samples)).model();
        SessionOptions asWritten = SessionOptions.defaults().withOptimization(OptimizationLevel.NONE);

        try (Session plain = Session.open(made, asWritten);
                Session fused = Session.open(made, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Tensor expected = Objects.requireNonNull(plain.run(sample).get("logits"));
                Tensor actual = Objects.requireNonNull(fused.run(sample).get("logits"));
                assertThat(Agreement.of(expected, actual).relative()).isLessThan(0.01);
            }
        }
    }

    @Test
    void dynamicLeavesConvAlone() {
        OnnxModel made = Quantizer.int8Dynamic(Networks.cnn()).model();

        assertThat(made.graph().nodes())
                .extracting(Node::opType)
                .contains("Conv")
                .doesNotContain("ConvInteger");
    }

    @Test
    void sameInputGivesTheSameModel() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 2, 255);

        assertThat(Quantizer.int8Static(model, Calibration.of(samples)).model())
                .isEqualTo(Quantizer.int8Static(model, Calibration.of(samples)).model());
    }

    @Test
    void noSampleIsRefused() {
        assertThatThrownBy(() -> Quantizer.int8Static(Networks.mlp(), Calibration.of(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sample");
    }

    @Test
    void theTrainableFormComputesWhatTheIntegersWill() {
        OnnxModel model = Networks.cnn();
        var samples = Networks.samples(model, 8, 255);
        Calibration calibration = Calibration.of(samples);

        OnnxModel trainable = Quantizer.int8Trainable(model, calibration).model();
        OnnxModel made = Quantizer.int8Trained(trainable).model();

        assertThat(trainable.graph().initializers().values().stream()
                        .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.rank() > 1))
                .as("weights that can be trained")
                .hasSize(5);
        assertThat(fused(made))
                .containsEntry("QLinearConv", 4L)
                .containsEntry("QLinearAdd", 1L)
                .containsEntry("QGemm", 1L)
                .doesNotContainKeys("Conv", "Gemm", "Relu", "Add");
        // biases are rounded to 32 bits, which may move an activation across the border of a level
        assertThat(error(trainable, made, samples)).isLessThan(0.02);
        assertThat(error(Quantizer.int8Static(model, calibration).model(), made, samples))
                .isZero();
    }

    @Test
    void aWeightThatOutgrewItsScaleInTrainingGetsALargerOne() {
        OnnxModel model = Networks.mlp();
        var samples = Networks.samples(model, 8, 1);
        OnnxModel trainable =
                Quantizer.int8Trainable(model, Calibration.of(samples)).model();
        OnnxModel grown = trainable.mapGraph(graph ->
                graph.edit(out -> graph.initializers().forEach((name, tensor) -> {
                    if (tensor.dataType() == DataType.FLOAT && tensor.rank() == 2) {
                        float[] values = tensor.floats();
                        for (int i = 0; i < values.length; i++) {
                            values[i] *= 1.5f;
                        }
                        out.initializer(name, Tensor.ofFloats(values, tensor.dims()));
                    }
                })));

        var result = Quantizer.int8Trained(grown);

        assertThat(result.reports().get(0).notes()).singleElement().asString().contains("3 weights had to grow");
        assertThat(fused(result.model())).containsEntry("QGemm", 3L);
    }
}
