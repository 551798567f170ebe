package dev.alambic.trainer.spec;

import dev.alambic.data.augment.Augmentation;
import dev.alambic.onnx.message.Rule;
import dev.alambic.trainer.loss.ActivationMaps;
import dev.alambic.trainer.loss.AttentionMatch;
import dev.alambic.trainer.loss.ContrastiveMatch;
import dev.alambic.trainer.loss.CorrelatedTargets;
import dev.alambic.trainer.loss.DecoupledTargets;
import dev.alambic.trainer.loss.FeatureMatch;
import dev.alambic.trainer.loss.HardLabels;
import dev.alambic.trainer.loss.LabelFlags;
import dev.alambic.trainer.loss.LogitMatch;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.RelationMatch;
import dev.alambic.trainer.loss.SampleDistances;
import dev.alambic.trainer.loss.SampleSimilarity;
import dev.alambic.trainer.loss.SoftFlags;
import dev.alambic.trainer.loss.SoftTargets;
import dev.alambic.trainer.loss.TaughtNumbers;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.loss.TrueNumbers;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a student learns from its teacher: {@code L = alpha * T^2 * KL(teacher || student, softened by T) + (1 - alpha) *
 * CE} (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
 *
 * @param temperature T above 0; not used where numbers are learnt; higher shows more of what the teacher thinks of the
 *     wrong classes
 * @param copies where training augments its inputs: 0 asks the teacher about each augmented batch; above 0 draws that
 *     many augmented copies of each sample once, asks the teacher once about each, and cycles through them
 * @param terms what is learnt by, instead of the two that temperature and alpha describe; empty = those two
 * @param answers a file that {@code alambic label} wrote, of this teacher's answers to these data, which is then not
 *     asked; null = it is asked
 * @param jitter a further change of what the student sees, new each epoch; the teacher's answer stays the one to the
 *     copy, so it should be small
 */
@RecordBuilder
public record DistillSpec(
        double temperature,
        WeightSchedule alpha,
        List<TermSpec> terms,
        int copies,
        @Nullable String answers,
        Augmentation jitter)
        implements DistillSpecBuilder.With {

    private static final double TEMPERATURE = 4;
    private static final WeightSchedule ALPHA = WeightSchedule.linear(0.7, 0.3);

    public DistillSpec {
        Rule.positive("temperature", temperature);
        Rule.require(copies >= 0, "copies", "at least 0", copies);
        Rule.fraction("alpha", alpha.at(0));
        Rule.fraction("alpha", alpha.at(1));
        terms = List.copyOf(terms);
        Rule.require(
                terms.isEmpty() || (temperature == TEMPERATURE && alpha.equals(ALPHA)),
                "terms",
                "either terms or temperature and alpha, which describe two of them",
                "both");
    }

    /** How one speaks of the terms that a recipe has words for. */
    private static final List<Term.Words> TERMS = List.of(
            SoftTargets.WORDS,
            HardLabels.WORDS,
            TaughtNumbers.WORDS,
            TrueNumbers.WORDS,
            LogitMatch.WORDS,
            DecoupledTargets.WORDS,
            CorrelatedTargets.WORDS,
            FeatureMatch.WORDS,
            AttentionMatch.WORDS,
            RelationMatch.WORDS,
            ActivationMaps.WORDS,
            SampleDistances.WORDS,
            SampleSimilarity.WORDS,
            ContrastiveMatch.WORDS);

    /** Returns the words for the term that a figure of an epoch is of. */
    public static Term.Words words(String figure) {
        return Term.Words.among(TERMS, figure);
    }

    /** Returns the names of the figures that every record has, null where there is no teacher. */
    public static Set<String> figures() {
        return defaults()
                .objective(TermSpec.Pairing.GIVEN, List.of())
                .figures(new double[2], new double[2])
                .keySet();
    }

    /**
     * Returns the sum that this makes smaller.
     *
     * @param pairing finds the values inside the models that terms compare
     * @param classWeights how much each class counts by its label; empty = all alike
     * @throws IllegalArgumentException if a term is for numbers, or there are no such values
     */
    public Objective objective(TermSpec.Pairing pairing, List<Double> classWeights) {
        if (!terms.isEmpty()) {
            return ofTerms(TermSpec.Answers.CLASSES, pairing, classWeights);
        }
        return new Objective(List.of(
                new Objective.Weighted(new SoftTargets(temperature), "alpha", alpha::at),
                new Objective.Weighted(new HardLabels(0, classWeights), "", progress -> 1 - alpha.at(progress))));
    }

    /**
     * Returns the sum that this makes smaller where numbers are learnt: {@code alpha} times the distance from the
     * teacher's numbers, and the rest from the true ones. There is no temperature.
     */
    public Objective numbers(NumberLoss distance, TermSpec.Pairing pairing) {
        if (!terms.isEmpty()) {
            return ofTerms(TermSpec.Answers.NUMBERS, pairing, List.of());
        }
        return new Objective(List.of(
                new Objective.Weighted(new TaughtNumbers(distance), "alpha", alpha::at),
                new Objective.Weighted(new TrueNumbers(distance), "", progress -> 1 - alpha.at(progress))));
    }

    /** As {@link #objective}, where several labels are learnt, each for itself. */
    public Objective labels(TermSpec.Pairing pairing) {
        if (!terms.isEmpty()) {
            return sum(spec -> ofLabels(spec, pairing));
        }
        return new Objective(List.of(
                new Objective.Weighted(new SoftFlags(temperature), "alpha", alpha::at),
                new Objective.Weighted(new LabelFlags(0), "", progress -> 1 - alpha.at(progress))));
    }

    /** As {@link #figures()}, where numbers are learnt. */
    public static Set<String> figuresOfNumbers() {
        return defaults()
                .numbers(NumberLoss.MSE, TermSpec.Pairing.GIVEN)
                .figures(new double[2], new double[2])
                .keySet();
    }

    /**
     * Returns the sum that the terms make smaller one layer map after another.
     *
     * @param epochs of the training
     * @param numbers whether numbers are learnt
     * @throws IllegalArgumentException if the terms are not for that; see {@link Course.LayerByLayer}
     */
    public Objective byLayer(
            Course.LayerByLayer course,
            int epochs,
            boolean numbers,
            TermSpec.Pairing pairing,
            List<Double> classWeights) {
        terms.forEach(spec -> requireFits(spec, numbers ? TermSpec.Answers.NUMBERS : TermSpec.Answers.CLASSES));
        return new LayerTerms(course, epochs, pairing, (spec, own) -> spec.term(own, classWeights)).objective(terms);
    }

    /** As {@link #byLayer}, where several labels are learnt, each for itself. */
    public Objective labelsByLayer(Course.LayerByLayer course, int epochs, TermSpec.Pairing pairing) {
        return new LayerTerms(course, epochs, pairing, DistillSpec::ofLabels).objective(terms);
    }

    private static Term ofLabels(TermSpec spec, TermSpec.Pairing pairing) {
        return spec.ofLabels(pairing)
                .orElseThrow(() -> new IllegalArgumentException("terms: '" + name(spec)
                        + "' is for one class a sample, and these data have several labels (of soft targets and"
                        + " logits: divergence kl, not standardized)"));
    }

    private Objective ofTerms(TermSpec.Answers learnt, TermSpec.Pairing pairing, List<Double> classWeights) {
        terms.forEach(spec -> requireFits(spec, learnt));
        return sum(spec -> spec.term(pairing, classWeights));
    }

    private Objective sum(Function<TermSpec, Term> made) {
        return Objective.of(terms.stream()
                .collect(Collectors.toMap(
                        made,
                        spec -> spec.weight()::at,
                        (first, second) -> progress -> first.applyAsDouble(progress) + second.applyAsDouble(progress),
                        LinkedHashMap<Term, DoubleUnaryOperator>::new)));
    }

    private static void requireFits(TermSpec spec, TermSpec.Answers learnt) {
        if (spec.answers() != TermSpec.Answers.ANY && spec.answers() != learnt) {
            boolean numbers = learnt == TermSpec.Answers.NUMBERS;
            throw new IllegalArgumentException("terms: '" + name(spec) + "' is for " + (numbers ? "classes" : "numbers")
                    + ", and these data have " + (numbers ? "numbers" : "classes"));
        }
    }

    /** Returns this with those of its terms alone that compare such answers. */
    public DistillSpec only(TermSpec.Answers answers) {
        return withTerms(
                terms.stream().filter(spec -> spec.answers() == answers).toList());
    }

    private static String name(TermSpec spec) {
        return spec.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    public static DistillSpec defaults() {
        return new DistillSpec(TEMPERATURE, ALPHA, List.of(), 0, null, Augmentation.defaults());
    }
}
