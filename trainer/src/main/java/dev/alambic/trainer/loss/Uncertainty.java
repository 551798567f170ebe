package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The losses of several tasks, weighted by how sure the network is of each: {@code sum over tasks of c e^-s L + s / 2},
 * where s is the logarithm of the variance of the task, which learns with the network from 0 on, and c is 1 for classes
 * and labels and 1/2 for numbers (Kendall, Gal and Cipolla, Multi-Task Learning Using Uncertainty to Weigh Losses for
 * Scene Geometry and Semantics, CVPR 2018, equations 5 and 10). A task of much noise comes to count little by itself.
 */
public final class Uncertainty implements Balance {

    private static final String LOG_VARIANCES = "logVariances";

    private final List<String> tasks;
    private final List<Integer> taskOf;
    private final List<Double> halves;
    private final @Nullable NDArray logVariances;

    /**
     * Makes it without the weights of its own; see {@link #fitted}.
     *
     * @param tasks their names
     * @param taskOf the number of the task of each term, -1 for a term of the whole network, which counts as it is
     * @param halves c of each task
     */
    public Uncertainty(List<String> tasks, List<Integer> taskOf, List<Double> halves) {
        this(tasks, taskOf, halves, null);
    }

    private Uncertainty(List<String> tasks, List<Integer> taskOf, List<Double> halves, @Nullable NDArray logVariances) {
        this.tasks = List.copyOf(tasks);
        this.taskOf = List.copyOf(taskOf);
        this.halves = List.copyOf(halves);
        this.logVariances = logVariances;
    }

    @Override
    public Balance fitted(NDManager manager) {
        NDArray zeros = manager.zeros(new Shape(tasks.size()));
        zeros.setRequiresGradient(true);
        return new Uncertainty(tasks, taskOf, halves, zeros);
    }

    private NDArray logVariances() {
        if (logVariances == null) {
            throw new IllegalStateException("bug: the uncertainties have no weights yet");
        }
        return logVariances;
    }

    @Override
    public NDArray total(List<NDArray> terms, Signals signals) {
        List<NDArray> whole = new ArrayList<>();
        List<List<NDArray>> ofTask = new ArrayList<>();
        tasks.forEach(task -> ofTask.add(new ArrayList<>()));
        for (int i = 0; i < terms.size(); i++) {
            int task = taskOf.get(i);
            (task < 0 ? whole : ofTask.get(task)).add(terms.get(i));
        }
        NDList losses = new NDList();
        float[] factors = new float[tasks.size()];
        for (int task = 0; task < factors.length; task++) {
            losses.add(Balance.SUM.total(ofTask.get(task), signals).reshape(1));
            factors[task] = halves.get(task).floatValue();
        }
        NDArray s = logVariances();
        NDArray weighted =
                NDArrays.concat(losses).mul(s.neg().exp()).mul(signals.step().create(factors));
        whole.add(weighted.sum().add(s.sum().mul(signals.scalar(0.5))));
        return Balance.SUM.total(whole, signals);
    }

    @Override
    public Map<String, NDArray> weights() {
        return logVariances == null ? Map.of() : Map.of(LOG_VARIANCES, logVariances);
    }

    /** Returns what the loss of each task counts, c e^-s, as {@code task.weight}. */
    @Override
    public Map<String, Double> figures() {
        float[] s = logVariances().toFloatArray();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int task = 0; task < s.length; task++) {
            figures.put(tasks.get(task) + ".weight", halves.get(task) * Math.exp(-s[task]));
        }
        return figures;
    }
}
