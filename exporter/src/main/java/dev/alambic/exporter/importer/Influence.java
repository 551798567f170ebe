package dev.alambic.exporter.importer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Finds weights that move what a graph answers but get no gradient: one of exactly 0 in all elements, as where an
 * operation of the engine drops the graph. Each such weight is changed a little, in float64, where what is computed
 * from it moves by more than rounding.
 */
final class Influence {

    /** How far a weight is moved, by its largest element. */
    private static final double STEP = 1e-4;

    /** Far above the rounding of float64 (1e-16, and what sums make of it), far below what a weight does. */
    private static final double MOVED = 1e-10;

    private static final long SEED = 1;

    private final TrainableGraph block;
    private final NDList inputs;
    private final NDManager manager;

    /** @param manager ends all that is made here */
    Influence(TrainableGraph block, NDList inputs, NDManager manager) {
        this.block = block;
        this.inputs = inputs;
        this.manager = manager;
    }

    List<String> cut() {
        List<String> silent = silent();
        return silent.isEmpty() ? silent : moving(silent);
    }

    /** Returns the weights whose gradient is exactly 0; all gradients are 0 afterwards. */
    private List<String> silent() {
        NDArray probe = manager.zeros(new Shape(1));
        probe.setRequiresGradient(true); // a graph without any gradient has something to go back to
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = probe.sum();
            for (NDArray output : block.forward(new ParameterStore(manager, false), inputs, false)) {
                if (output.getDataType().isFloating()) {
                    loss = loss.add(output.mul(factors(output)).sum());
                }
            }
            collector.backward(loss);
        }
        List<String> silent = new ArrayList<>();
        for (Parameter parameter : trained(block)) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                if (gradient.neq(0).sum().getLong() == 0) {
                    silent.add(parameter.getName());
                }
                gradient.subi(gradient);
            }
        }
        return silent;
    }

    private NDArray factors(NDArray output) {
        Random random = new Random(SEED);
        float[] factors = new float[Math.toIntExact(output.size())];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) random.nextGaussian();
        }
        return Constants.owned(manager.create(factors, output.getShape()));
    }

    private static List<Parameter> trained(TrainableGraph graph) {
        return graph.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .toList();
    }

    private List<String> moving(List<String> names) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        TrainableGraph exact = exact(weights);
        List<double[]> before = answers(exact);
        List<String> moving = new ArrayList<>();
        for (String name : names) {
            NDArray weight = Objects.requireNonNull(weights.get(name), name);
            double[] values = weight.toDoubleArray();
            weight.set(moved(values));
            if (differ(before, answers(exact))) {
                moving.add(name);
            }
            weight.set(values);
        }
        return moving;
    }

    /** Returns the graph in float64 with the weights of now, which are put into {@code weights}. */
    private TrainableGraph exact(Map<String, NDArray> weights) {
        TrainableGraph exact = block.copy();
        exact.initialize(manager, DataType.FLOAT64, inputs.getShapes());
        exact.getParameters().values().forEach(parameter -> {
            parameter.getArray().setRequiresGradient(false);
            weights.put(parameter.getName(), parameter.getArray());
        });
        for (Parameter parameter : block.getParameters().values()) {
            double[] values =
                    parameter.getArray().toType(DataType.FLOAT64, true).toDoubleArray();
            Objects.requireNonNull(weights.get(parameter.getName())).set(values);
        }
        return exact;
    }

    private List<double[]> answers(TrainableGraph exact) {
        return exact.forward(new ParameterStore(manager, false), inputs, false).stream()
                .filter(output -> output.getDataType().isFloating())
                .map(NDArray::toDoubleArray)
                .toList();
    }

    /** Each element moves up or down, so that a sum over them does not stay. */
    private static double[] moved(double[] values) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        double step = STEP * (largest == 0 ? 1 : largest);
        Random random = new Random(SEED);
        return Arrays.stream(values)
                .map(value -> value + step * (random.nextBoolean() ? 1 : -1))
                .toArray();
    }

    private static boolean differ(List<double[]> before, List<double[]> after) {
        for (int i = 0; i < before.size(); i++) {
            double largest = Arrays.stream(before.get(i)).map(Math::abs).max().orElse(0);
            for (int j = 0; j < before.get(i).length; j++) {
                if (Math.abs(before.get(i)[j] - after.get(i)[j]) > MOVED * largest) {
                    return true;
                }
            }
        }
        return false;
    }
}
