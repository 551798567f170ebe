package dev.alambic.trainer.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.trainer.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Changes weights in place by their gradients, which it sets to zero. Call it outside of a gradient collector, inside
 * of an {@link ai.djl.ndarray.NDScope}.
 */
public abstract sealed class Optimizer permits AdamOptimizer, SgdOptimizer {

    private final Map<String, NDArray> weights;
    private final ToDoubleFunction<String> rates;
    private final List<Map<String, NDArray>> moments = new ArrayList<>();
    private long steps;

    /** @param moments number of arrays kept for each weight */
    Optimizer(Map<String, NDArray> weights, ToDoubleFunction<String> rates, NDManager manager, int moments) {
        this.weights = weights;
        this.rates = rates;
        for (int i = 0; i < moments; i++) {
            Map<String, NDArray> zeros = new LinkedHashMap<>();
            weights.forEach((name, weight) -> zeros.put(name, manager.zeros(weight.getShape(), weight.getDataType())));
            this.moments.add(zeros);
        }
    }

    /** Returns an optimizer with one learning rate for all weights. */
    public static Optimizer of(OptimizerSpec spec, Map<String, NDArray> weights, NDManager manager) {
        return of(spec, weights, name -> 1, manager);
    }

    /**
     * Returns an optimizer whose state lives as long as {@code manager}.
     *
     * @param weights trainable arrays by name
     * @param rates factor on the learning rate of each
     */
    public static Optimizer of(
            OptimizerSpec spec, Map<String, NDArray> weights, ToDoubleFunction<String> rates, NDManager manager) {
        if (spec instanceof OptimizerSpec.Adam adam) {
            return new AdamOptimizer(
                    new OptimizerSpec.AdamW(adam.learningRate(), adam.beta1(), adam.beta2(), adam.epsilon(), 0),
                    weights,
                    rates,
                    manager);
        } else if (spec instanceof OptimizerSpec.AdamW adamW) {
            return new AdamOptimizer(adamW, weights, rates, manager);
        } else if (spec instanceof OptimizerSpec.Sgd sgd) {
            return new SgdOptimizer(sgd, weights, rates, manager);
        }
        throw new AssertionError("bug: unknown optimizer " + spec);
    }

    /**
     * Changes all weights once.
     *
     * @param learningRate already scaled by its schedule
     * @param gradientScale factor on each gradient, such as that of clipping; 1 = none
     */
    public final void step(double learningRate, double gradientScale) {
        steps++;
        begin(learningRate, gradientScale);
        weights.forEach((name, weight) -> update(name, weight, rates.applyAsDouble(name)));
    }

    /**
     * Returns the factor on each gradient that limits the length of all of them together: {@code limit / |g|} where |g|
     * is above the limit, else 1 (Pascanu, Mikolov and Bengio, arXiv:1211.5063, algorithm 1).
     */
    public final double clipping(double limit) {
        double squares = 0;
        for (NDArray weight : weights.values()) {
            squares += weight.getGradient().square().sum().getFloat();
        }
        double norm = Math.sqrt(squares);
        return norm > limit ? limit / norm : 1;
    }

    /** Prepares what is the same for all weights of a step. */
    abstract void begin(double learningRate, double gradientScale);

    /** @param rate factor on the learning rate */
    abstract void update(String name, NDArray weight, double rate);

    /** Weights of layers decay; biases, and gains and offsets of batch norm, do not. */
    static boolean decays(NDArray weight) {
        return weight.getShape().dimension() >= 2;
    }

    final long steps() {
        return steps;
    }

    final NDArray moment(int index, String name) {
        return Objects.requireNonNull(moments.get(index).get(name), name);
    }

    /** Returns a copy of the state. */
    public final OptimizerState state() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (int i = 0; i < moments.size(); i++) {
            for (Map.Entry<String, NDArray> moment : moments.get(i).entrySet()) {
                arrays.put(key(i, moment.getKey()), moment.getValue().toFloatArray());
            }
        }
        return new OptimizerState(steps, arrays);
    }

    /**
     * Goes on from a state.
     *
     * @throws IllegalArgumentException if it is of another optimizer or network
     */
    public final void restore(OptimizerState state) {
        for (int i = 0; i < moments.size(); i++) {
            for (Map.Entry<String, NDArray> moment : moments.get(i).entrySet()) {
                float[] values = state.arrays().get(key(i, moment.getKey()));
                if (values == null || values.length != moment.getValue().size()) {
                    throw new IllegalArgumentException("optimizer state: of another optimizer or network (expected "
                            + moment.getValue().size() + " values of " + key(i, moment.getKey()) + ", was "
                            + (values == null ? "none" : Arrays.toString(new int[] {values.length})) + ")");
                }
                moment.getValue().set(values);
            }
        }
        steps = state.steps();
    }

    private static String key(int index, String name) {
        return index + ":" + name;
    }
}
