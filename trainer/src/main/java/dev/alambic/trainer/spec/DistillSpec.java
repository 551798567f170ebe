package dev.alambic.trainer.spec;

import dev.alambic.data.augment.Augmentation;
import dev.alambic.onnx.message.Rule;
import dev.alambic.trainer.loss.HardLabels;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.SoftTargets;
import dev.alambic.trainer.loss.TaughtNumbers;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.loss.TrueNumbers;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;

/**
 * How a student learns from its teacher: {@code L = alpha * T^2 * KL(teacher || student, softened by T) + (1 - alpha) *
 * CE} (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
 *
 * @param temperature T above 0; not used where numbers are learnt; higher shows more of what the teacher thinks of the
 *     wrong classes
 * @param copies where training augments its inputs: 0 asks the teacher about each augmented batch; above 0 draws that
 *     many augmented copies of each sample once, asks the teacher once about each, and cycles through them
 * @param jitter a further change of what the student sees, new each epoch; the teacher's answer stays the one to the
 *     copy, so it should be small
 */
@RecordBuilder
public record DistillSpec(double temperature, AlphaSchedule alpha, int copies, Augmentation jitter)
        implements DistillSpecBuilder.With {

    public DistillSpec {
        Rule.positive("temperature", temperature);
        Rule.require(copies >= 0, "copies", "at least 0", copies);
    }

    /** How one speaks of the terms that a recipe has words for. */
    private static final List<Term.Words> TERMS =
            List.of(SoftTargets.WORDS, HardLabels.WORDS, TaughtNumbers.WORDS, TrueNumbers.WORDS);

    /** Returns the words for the term that a figure of an epoch is of. */
    public static Term.Words words(String figure) {
        return TERMS.stream()
                .filter(words -> words.figure().equals(figure))
                .findFirst()
                .orElseGet(() -> Term.Words.ofFigure(figure));
    }

    /** Returns the names of the figures that every record has, null where there is no teacher. */
    public static Set<String> figures() {
        return defaults().objective().figures(new double[2], new double[2]).keySet();
    }

    /** Returns the sum that this makes smaller. */
    public Objective objective() {
        return new Objective(List.of(
                new Objective.Weighted(new SoftTargets(temperature), "alpha", alpha::at),
                new Objective.Weighted(new HardLabels(), "", progress -> 1 - alpha.at(progress))));
    }

    /**
     * Returns the sum that this makes smaller where numbers are learnt: {@code alpha} times the distance from the
     * teacher's numbers, and the rest from the true ones. There is no temperature.
     */
    public Objective numbers(NumberLoss distance) {
        return new Objective(List.of(
                new Objective.Weighted(new TaughtNumbers(distance), "alpha", alpha::at),
                new Objective.Weighted(new TrueNumbers(distance), "", progress -> 1 - alpha.at(progress))));
    }

    /** As {@link #figures()}, where numbers are learnt. */
    public static Set<String> figuresOfNumbers() {
        return defaults()
                .numbers(NumberLoss.MSE)
                .figures(new double[2], new double[2])
                .keySet();
    }

    public static DistillSpec defaults() {
        return new DistillSpec(4, AlphaSchedule.linear(0.7, 0.3), 0, Augmentation.defaults());
    }
}
