package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A model in ONNX Runtime against the same model as a trainable block: its outputs and its gradients. */
final class Conformance {

    /** Rounding of float32 sums of some dozens of terms, taken in another order. */
    private static final double OUTPUT_TOLERANCE = 1e-5;

    /** Central differences of step 1e-5 in float64: error of order step² of a smooth function, plus rounding. */
    private static final double GRADIENT_TOLERANCE = 1e-5;

    /** Rounding of float32, which sums and cancellation enlarge. */
    private static final double SINGLE_GRADIENT_TOLERANCE = 1e-4;

    private static final int SEED = 7;

    private static final double STEP = 1e-5;
    /** Positions of each tensor at which the gradient is compared. */
    private static final int POSITIONS = 12;

    private final OnnxModel model;
    private final Map<String, Tensor> inputs;

    private Conformance(OnnxModel model, Map<String, Tensor> inputs) {
        this.model = model;
        this.inputs = inputs;
    }

    /** On inputs from the standard normal distribution; symbolic sizes are 2. */
    static Conformance of(OnnxModel model) {
        return of(model, RandomInputs.of(model, Map.of(), 5));
    }

    static Conformance of(OnnxModel model, Map<String, Tensor> inputs) {
        return new Conformance(model, inputs);
    }

    /** Asserts that outputs, and gradients of all float inputs and weights, are right. */
    void holds() {
        outputsAgree();
        gradientsAgree();
    }

    void outputsAgree() {
        Map<String, Tensor> expected = runtime(model, inputs);
        Map<String, Tensor> actual = block(model, inputs);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> {
            Tensor other = Objects.requireNonNull(actual.get(name));
            assertThat(Agreement.of(tensor, other).relative())
                    .as("%s: runtime %s, block %s", name, show(tensor), show(other))
                    .isLessThanOrEqualTo(OUTPUT_TOLERANCE);
        });
    }

    private static String show(Tensor tensor) {
        return tensor.dataType().isFloating() && tensor.elementCount() < 50
                ? tensor + Arrays.toString(tensor.floats())
                : tensor.toString();
    }

    /** Runs the model in ONNX Runtime, without its optimizations. */
    static Map<String, Tensor> runtime(OnnxModel model, Map<String, Tensor> inputs) {
        try (Session session =
                Session.open(model, SessionOptions.defaults().withOptimization(OptimizationLevel.NONE))) {
            return session.run(inputs);
        }
    }

    /** Runs the model as a block that is not training. */
    static Map<String, Tensor> block(OnnxModel model, Map<String, Tensor> inputs) {
        return block(TrainableGraph.of(model), inputs);
    }

    /** Runs the block, initializing it, as one that is not training. */
    static Map<String, Tensor> block(TrainableGraph block, Map<String, Tensor> inputs) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList results = block.forward(
                    initialized(block, manager, DataType.FLOAT32, inputs), feeds(block, manager, inputs), false);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++) {
                outputs.put(block.outputs().get(i), EngineTensors.tensorOf(results.get(i)));
            }
            return outputs;
        }
    }

    private static ParameterStore initialized(
            TrainableGraph block, NDManager manager, DataType type, Map<String, Tensor> inputs) {
        Shape[] shapes = block.inputs().stream()
                .map(input -> new Shape(
                        Objects.requireNonNull(inputs.get(input.name())).dims()))
                .toArray(Shape[]::new);
        block.initialize(manager, type, shapes);
        return new ParameterStore(manager, false);
    }

    static NDList feeds(TrainableGraph block, NDManager manager, Map<String, Tensor> inputs) {
        return block.inputs().stream()
                .map(input -> Constants.arrayOf(
                        manager, Objects.requireNonNull(inputs.get(input.name()), input.name()), DataType.FLOAT32))
                .collect(Collectors.toCollection(NDList::new));
    }

    /**
     * Compares gradients of the sum of randomly weighted outputs, in float64, with central differences, and those in
     * float32 with them: a cast on the way would cut them there.
     */
    void gradientsAgree() {
        Map<String, double[]> exact = gradients(DataType.FLOAT64, true);
        Map<String, double[]> single = gradients(DataType.FLOAT32, false);
        exact.forEach((name, gradient) -> {
            double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
            assertThat(Objects.requireNonNull(single.get(name)))
                    .as("gradient of %s in float32", name)
                    .containsExactly(gradient, within(SINGLE_GRADIENT_TOLERANCE * Math.max(1, largest)));
        });
    }

    /**
     * Compares gradients of the block while it trains, in float64, with central differences; those in float32 are those
     * of other random elements, so they are only to be 0 nowhere if they are not there.
     */
    void gradientsAgreeInTraining() {
        Map<String, double[]> exact = gradients(DataType.FLOAT64, true, true);
        Map<String, double[]> single = gradients(DataType.FLOAT32, false, true);
        exact.forEach((name, gradient) -> assertThat(
                        Arrays.stream(Objects.requireNonNull(single.get(name))).anyMatch(value -> value != 0))
                .as("gradient of %s in float32", name)
                .isEqualTo(Arrays.stream(gradient).anyMatch(value -> value != 0)));
    }

    private Map<String, double[]> gradients(DataType type, boolean compared) {
        return gradients(type, compared, false);
    }

    private Map<String, double[]> gradients(DataType type, boolean compared, boolean training) {
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            ParameterStore store = initialized(block, manager, type, inputs);
            NDList feeds = new NDList(feeds(block, manager, inputs).stream()
                    .map(feed -> feed.getDataType().isFloating() ? feed.toType(type, true) : feed)
                    .toArray(NDArray[]::new));
            Map<String, NDArray> variables = variables(block, feeds);
            assertThat(variables).as("something to differentiate by").isNotEmpty();
            Supplier<NDList> forward = () -> {
                Engine.getInstance().setRandomSeed(SEED);
                return block.forward(store, feeds, training);
            };
            NDList weights = outputWeights(forward.get(), manager);
            Map<String, double[]> gradients = new LinkedHashMap<>();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(loss(forward.get(), weights));
                variables.forEach((name, array) -> gradients.put(name, doubles(array.getGradient())));
            }
            if (compared) {
                compare(variables, gradients, () -> loss(forward.get(), weights).getDouble());
            }
            return gradients;
        }
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static void compare(Map<String, NDArray> variables, Map<String, double[]> gradients, Loss loss) {
        gradients.forEach((name, gradient) -> {
            NDArray variable = Objects.requireNonNull(variables.get(name));
            variable.setRequiresGradient(false);
            compare(name, gradient, variable, loss);
        });
    }

    private static Map<String, NDArray> variables(TrainableGraph block, NDList feeds) {
        Map<String, NDArray> variables = new LinkedHashMap<>();
        for (int i = 0; i < feeds.size(); i++) {
            if (feeds.get(i).getDataType().isFloating()) {
                feeds.get(i).setRequiresGradient(true);
                variables.put(block.inputs().get(i).name(), feeds.get(i));
            }
        }
        block.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .forEach(parameter -> variables.put(parameter.getName(), parameter.getArray()));
        return variables;
    }

    private static NDList outputWeights(NDList outputs, NDManager manager) {
        Random random = new Random(3);
        List<NDArray> weights = new ArrayList<>();
        for (NDArray output : outputs) {
            double[] values = random.doubles(output.size(), 0.5, 1.5).toArray();
            DataType type = output.getDataType().isFloating() ? output.getDataType() : DataType.FLOAT64;
            weights.add(
                    Constants.owned(manager.create(values, output.getShape())).toType(type, false));
        }
        return new NDList(weights);
    }

    private static NDArray loss(NDList outputs, NDList weights) {
        NDArray loss = null;
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).getDataType().isFloating()) {
                NDArray term = outputs.get(i).mul(weights.get(i)).sum();
                loss = loss == null ? term : loss.add(term);
            }
        }
        return Objects.requireNonNull(loss, "a float output");
    }

    private interface Loss {
        double value();
    }

    private static void compare(String name, double[] gradient, NDArray variable, Loss loss) {
        double[] values = variable.toDoubleArray();
        double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
        int stride = Math.max(1, values.length / POSITIONS);
        for (int i = 0; i < values.length; i += stride) {
            double original = values[i];
            double difference = (moved(variable, values, i, original + STEP, loss)
                            - moved(variable, values, i, original - STEP, loss))
                    / (2 * STEP);
            moved(variable, values, i, original, loss);
            assertThat(Math.abs(gradient[i] - difference))
                    .as("gradient of %s at %d: engine %s, difference quotient %s", name, i, gradient[i], difference)
                    .isLessThanOrEqualTo(GRADIENT_TOLERANCE * Math.max(1, largest));
        }
    }

    private static double moved(NDArray variable, double[] values, int index, double value, Loss loss) {
        values[index] = value;
        variable.set(values);
        return loss.value();
    }
}
