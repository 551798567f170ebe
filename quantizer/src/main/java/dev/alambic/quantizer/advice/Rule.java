package dev.alambic.quantizer.advice;

import dev.alambic.onnx.DataType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something known to be a bad choice, and what to do instead.
 *
 * @param id a short name that does not change
 * @param when all of it must hold
 * @param says one sentence for the user
 * @param source who found it, or where it was measured
 */
public record Rule(String id, When when, String says, String source) {

    private static final List<Rule> ALL = Resource.read("rules.json", Rule.class);

    /** Returns every rule that is known. */
    public static List<Rule> all() {
        return ALL;
    }

    /** Returns the rules that speak of {@code choice}. */
    public static List<Rule> of(Choice choice) {
        return ALL.stream().filter(rule -> rule.when.holds(choice)).toList();
    }

    /**
     * What somebody is about to make.
     *
     * @param activations type of quantized activations; null where there are none
     * @param samples samples that ranges are learned from
     */
    public record Choice(
            Target target,
            Form form,
            Workload workload,
            @Nullable DataType activations,
            int samples) {}

    /**
     * The conditions of a rule; null means any.
     *
     * @param form keys of {@link Form}
     * @param target names of targets
     * @param activations types of quantized activations
     * @param mostWork operators of which one does most of the multiplications
     * @param has operators of which the model has at least one
     * @param fewerSamplesThan more samples than the choice has
     */
    public record When(
            @Nullable List<String> form,
            @Nullable List<String> target,
            @Nullable List<DataType> activations,
            @Nullable List<String> mostWork,
            @Nullable List<String> has,
            @Nullable Integer fewerSamplesThan) {

        boolean holds(Choice choice) {
            Set<String> operators = choice.workload().operators();
            return (form == null || form.contains(choice.form().key()))
                    && (target == null || target.contains(choice.target().name()))
                    && (activations == null || activations.contains(choice.activations()))
                    && (mostWork == null || mostWork.contains(choice.workload().heaviest()))
                    && (has == null || has.stream().anyMatch(operators::contains))
                    && (fewerSamplesThan == null || choice.samples() < fewerSamplesThan);
        }
    }
}
