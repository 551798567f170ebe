package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The weighted sum of the losses of several tasks, {@code sum over tasks of w L}.
 *
 * @param taskOf the number of the task of each term, -1 for a term of the whole network, which counts as it is
 * @param factors w of each task, at least 0
 */
public record TaskFactors(List<Integer> taskOf, List<Double> factors) implements Balance {

    public TaskFactors {
        taskOf = List.copyOf(taskOf);
        factors = List.copyOf(factors);
    }

    @Override
    public NDArray total(List<NDArray> terms, Signals signals) {
        List<NDArray> weighted = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            int task = taskOf.get(i);
            double factor = task < 0 ? 1 : factors.get(task);
            weighted.add(factor == 1 ? terms.get(i) : terms.get(i).mul(signals.scalar(factor)));
        }
        return Balance.SUM.total(weighted, signals);
    }
}
