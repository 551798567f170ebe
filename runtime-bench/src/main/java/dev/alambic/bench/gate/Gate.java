package dev.alambic.bench.gate;

import dev.alambic.bench.gate.Expression.Reference;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Goals that a build server holds models to.
 *
 * <pre>{@code
 * Gate gate = Gate.parse("student.p50 <= 0.5*teacher.p50, student.accuracy >= teacher.accuracy-0.01");
 * List<Verdict> verdicts = gate.judge(comparison);
 * }</pre>
 *
 * <p>The language stands in {@code docs/gates.md}. A figure is a model's name, a point and a metric; {@code baseline}
 * stands for the baseline, whatever its name is.
 */
public final class Gate {
    private static final String BASELINE = "baseline";

    private final String source;
    private final List<Requirement> requirements;

    private Gate(String source, List<Requirement> requirements) {
        this.source = source;
        this.requirements = requirements;
    }

    /**
     * Reads requirements, separated by commas.
     *
     * @throws IllegalArgumentException if {@code source} is no gate; the message names the character
     */
    public static Gate parse(String source) {
        return new Gate(source, List.copyOf(GateParser.parse(source)));
    }

    /**
     * Checks before anything is measured that it asks for models that are there, and that units fit.
     *
     * @throws IllegalArgumentException if not; the message names the character
     */
    public void check(Collection<String> models) {
        List<String> known =
                Stream.concat(models.stream(), Stream.of(BASELINE)).distinct().toList();
        for (Requirement requirement : requirements) {
            requirement.references().forEach(reference -> {
                if (!known.contains(reference.model())) {
                    throw GateSyntax.error(
                            source,
                            reference.position(),
                            "unknown model '" + reference.model() + "'",
                            reference.model(),
                            known);
                }
            });
            compares(requirement);
        }
    }

    /** Returns the names of the metrics that it asks for. */
    public Set<String> metrics() {
        return requirements.stream()
                .flatMap(Requirement::references)
                .map(reference -> reference.metric().symbol())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void compares(Requirement requirement) {
        try {
            requirement.holds(reference -> Quantity.of(1, reference.metric().dimension()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("gate '" + requirement.text() + "': " + e.getMessage(), e);
        }
    }

    /**
     * Judges {@code comparison}: a verdict for each requirement, in their order. What was not measured makes a verdict
     * unknown and never passes.
     *
     * @throws IllegalArgumentException as {@link #check} does
     */
    public List<Verdict> judge(Comparison comparison) {
        check(comparison.models().stream().map(ModelResult::name).toList());
        return requirements.stream()
                .map(requirement -> verdict(requirement, comparison))
                .toList();
    }

    private static Verdict verdict(Requirement requirement, Comparison comparison) {
        for (Reference reference : requirement.references().toList()) {
            if (reference.of(model(reference, comparison)).isEmpty()) {
                String hint = reference.metric().hint();
                String missing = reference.label() + " was not measured" + (hint.isEmpty() ? "" : ": " + hint);
                return new Verdict(requirement.text(), Verdict.Outcome.UNKNOWN, missing);
            }
        }
        return requirement.judge(
                reference -> reference.of(model(reference, comparison)).orElseThrow());
    }

    private static ModelResult model(Reference reference, Comparison comparison) {
        return comparison
                .model(reference.model())
                .or(() -> comparison.model(comparison.baseline()))
                .orElseThrow();
    }
}
