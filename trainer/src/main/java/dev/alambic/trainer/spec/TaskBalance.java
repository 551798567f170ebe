package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.message.Rule;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much the losses of several tasks count beside each other. */
public sealed interface TaskBalance {

    /** All the same. */
    record Equal() implements TaskBalance {}

    /**
     * As told.
     *
     * @param factors on the loss of each task, at least 0, by its name; 1 for tasks that are not named
     */
    record ByTask(Map<String, Double> factors) implements TaskBalance {
        public ByTask {
            factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
            Rule.require(!factors.isEmpty(), "factors", "at least one task", "none");
            factors.values().forEach(factor -> Rule.atLeastZero("factors", factor));
        }
    }

    /** By how sure the network is of each, which it learns: {@link dev.alambic.trainer.loss.Uncertainty}. */
    record Uncertainty() implements TaskBalance {}

    /**
     * Returns the fixed factor on the loss of each task, in their order.
     *
     * @throws IllegalArgumentException if a task that is named is not there
     */
    default List<Double> factors(Collection<String> tasks) {
        if (!(this instanceof ByTask told)) {
            return Collections.nCopies(tasks.size(), 1.0);
        }
        for (String name : told.factors.keySet()) {
            if (!tasks.contains(name)) {
                throw new IllegalArgumentException(
                        "the data have no task '" + name + "'" + Nearest.hint(name, List.copyOf(tasks)));
            }
        }
        return tasks.stream().map(name -> told.factors.getOrDefault(name, 1.0)).toList();
    }
}
