package dev.alambic.quantizer.hardware;

import dev.alambic.onnx.graph.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something known to be a bad choice, and what to do instead.
 *
 * @param id a short name that does not change
 * @param when all of it must hold
 * @param says one sentence for the user
 * @param source who found it, or where it was measured
 */
public record Advice(String id, When when, String says, String source) {

    private static final List<Advice> ALL = Resource.read("rules.json", Advice::of);

    private static Advice of(Resource.Fields fields) {
        return new Advice(
                fields.text("id"), fields.object("when", When::of), fields.text("says"), fields.text("source"));
    }

    /** Returns every rule that is known. */
    public static List<Advice> all() {
        return ALL;
    }

    /** Returns the rules that speak of {@code choice}. */
    public static List<Advice> of(Choice choice) {
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
     * The conditions of a rule; an empty list means any.
     *
     * @param form keys of {@link Form}
     * @param target names of targets
     * @param activations types of quantized activations
     * @param mostWork operators of which one does most of the multiplications
     * @param has operators of which the model has at least one
     * @param fewerSamplesThan more samples than the choice has
     */
    public record When(
            List<String> form,
            List<String> target,
            List<String> activations,
            List<String> mostWork,
            List<String> has,
            int fewerSamplesThan) {

        private static When of(Resource.Fields fields) {
            return new When(
                    fields.texts("form"),
                    fields.texts("target"),
                    fields.texts("activations"),
                    fields.texts("mostWork"),
                    fields.texts("has"),
                    fields.number("fewerSamplesThan", Integer.MAX_VALUE));
        }

        boolean holds(Choice choice) {
            DataType type = choice.activations();
            return allows(form, choice.form().key())
                    && allows(target, choice.target().name())
                    && allows(activations, type == null ? "" : type.name())
                    && allows(mostWork, choice.workload().heaviest())
                    && (has.isEmpty() || has.stream().anyMatch(choice.workload().operators()::contains))
                    && choice.samples() < fewerSamplesThan;
        }

        private static boolean allows(List<String> names, String name) {
            return names.isEmpty() || names.contains(name);
        }
    }
}
