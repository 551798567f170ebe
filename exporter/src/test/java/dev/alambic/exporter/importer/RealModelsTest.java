package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that others made, on the values before the last activation (which may hide every difference): ONNX Runtime
 * against the block to 1e-5 of the largest value, and a gradient for every weight.
 */
@Tag("models")
class RealModelsTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(
            strings = {"all-minilm-l6-v2", "ppocr-cls", "ppocr-det-v3", "ppocr-det-v4", "ppocr-rec-v3", "ppocr-rec-v4"})
    void computesWhatTheRuntimeComputesAndTeachesEveryWeight(String name) {
        OnnxModel model = ModelSource.open(name);
        String logits = logits(model);
        Map<String, Tensor> inputs = inputs(name, model);
        TrainableGraph block =
                TrainableGraph.of(model, TrainableOptions.defaults().withOutputs(logits));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList feeds = Conformance.feeds(block, manager, inputs);
            block.initialize(
                    manager,
                    DataType.FLOAT32,
                    feeds.stream().map(NDArray::getShape).toArray(Shape[]::new));
            ParameterStore store = new ParameterStore(manager, false);
            Tensor before =
                    EngineTensors.tensorOf(block.forward(store, feeds, false).head());
            double difference = difference(model, logits, inputs, before);
            System.out.printf(Locale.ROOT, "%s differs by %.1e%n", name, difference);
            assertThat(difference).isLessThanOrEqualTo(TOLERANCE);

            List<String> untaught = learn(block, store, feeds, manager);
            assertThat(untaught).as("weights without a gradient").isEmpty();

            Tensor after =
                    EngineTensors.tensorOf(block.forward(store, feeds, false).head());
            assertThat(Agreement.of(before, after).relative())
                    .as("the step changed something")
                    .isPositive();
            assertThat(difference(block.writeBack(), logits, inputs, after)).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    private static double difference(OnnxModel model, String value, Map<String, Tensor> inputs, Tensor actual) {
        try (Session session = Session.open(model, List.of(value), SessionOptions.defaults())) {
            Tensor expected =
                    Objects.requireNonNull(session.run(inputs, List.of(value)).get(value));
            double relative = Agreement.of(expected, actual).relative();
            return relative;
        }
    }

    /** Takes a small step down a randomly weighted sum of the outputs; returns the weights whose gradient is 0. */
    private static List<String> learn(TrainableGraph block, ParameterStore store, NDList feeds, NDManager manager) {
        List<String> untaught = new ArrayList<>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = block.forward(store, feeds, true).head();
            Random random = new Random(3);
            float[] weights = new float[(int) output.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextFloat() / weights.length;
            }
            collector.backward(
                    output.mul(manager.create(weights, output.getShape())).sum());
        }
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                try (NDArray gradient = parameter.getArray().getGradient();
                        NDArray step = gradient.mul(1e-4f);
                        NDArray size = gradient.abs().max()) {
                    if (!(size.getFloat() > 0)) {
                        untaught.add(parameter.getName());
                    }
                    parameter.getArray().setRequiresGradient(false);
                    parameter.getArray().subi(step);
                }
            }
        }
        return untaught;
    }

    private static String logits(OnnxModel model) {
        String output = model.graph().outputs().get(0).name();
        return model.graph()
                .index()
                .producer(output)
                .filter(node -> node.is("Softmax") || node.is("Sigmoid"))
                .map(node -> node.inputs().get(0))
                .orElse(output);
    }

    private static Map<String, Tensor> inputs(String name, OnnxModel model) {
        if (name.startsWith("all-minilm")) {
            return RandomInputs.of(model, Map.of("batch", 2L, "sequence", 9L), 1);
        }
        int width = name.equals("ppocr-cls") ? 192 : 160;
        int height = name.contains("det") ? 96 : 48;
        Random random = new Random(4);
        float[] pixels = new float[2 * 3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        String input = model.graph().requiredInputs().get(0).name();
        return Map.of(input, Tensor.ofFloats(pixels, 2, 3, height, width));
    }
}
