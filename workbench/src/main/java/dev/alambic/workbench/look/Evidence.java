package dev.alambic.workbench.look;

import dev.alambic.workbench.answer.OpenModel.Answer;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * How much a part speaks for an answer: its weight of evidence, in bits.
 *
 * <pre>
 * WE = log2 odds(answer | all) − log2 odds(answer | all but the part),  odds(p) = p / (1 − p)
 * </pre>
 *
 * A probability near 1 hardly moves where its odds do. Of a number it is the difference. Probabilities are held
 * 10<sup>-7</sup> away from 0 and 1, about the step of float32 at 1.
 *
 * <p>Source: Zintgraf, Cohen, Adel and Welling, "Visualizing deep neural network decisions: prediction difference
 * analysis", ICLR 2017, section 3.
 *
 * @param of the class, label or number that is followed
 * @param probability whether it is one
 */
record Evidence(String of, boolean probability) {
    private static final double CLOSEST = 1e-7;

    /** Follows the most probable class or label, or the first number. */
    static Evidence of(Answer answer) {
        boolean probability = answer.label() != null;
        String name = probability
                ? answer.values().entrySet().stream()
                        .max(Comparator.comparingDouble(Map.Entry::getValue))
                        .orElseThrow()
                        .getKey()
                : answer.values().keySet().iterator().next();
        return new Evidence(name, probability);
    }

    /** Returns what an answer says of it: a probability, or a number. */
    double value(Answer answer) {
        return Objects.requireNonNull(answer.values().get(of), of);
    }

    /** Returns the weight of what makes {@code without} of {@code whole}; 0 where that is not finite. */
    double weight(double whole, double without) {
        double weight = probability ? bits(whole) - bits(without) : whole - without;
        return Double.isFinite(weight) ? weight : 0;
    }

    private static double bits(double p) {
        double held = Math.min(1 - CLOSEST, Math.max(CLOSEST, p));
        return Math.log(held / (1 - held)) / Math.log(2);
    }
}
