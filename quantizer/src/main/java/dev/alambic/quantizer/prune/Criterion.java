package dev.alambic.quantizer.prune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes a channel important. Norms are taken in each weight of a group, divided by their mean there, and averaged
 * over the weights (Fang et al., arXiv:2301.12900, section 3.4), so that every coupled layer has a say.
 */
public sealed interface Criterion {

    /** The sum of absolute weights (Li et al., arXiv:1608.08710). */
    static Criterion l1() {
        return new L1();
    }

    /** The root of the sum of squared weights. */
    static Criterion l2() {
        return new L2();
    }

    /** The absolute scale of BatchNormalization (Liu et al., arXiv:1708.06519); L2 where a group has none. */
    static Criterion batchNormScale() {
        return new BatchNormScale();
    }

    /**
     * The sum of distances to the other filters: what others can stand for goes first (He et al., arXiv:1811.00250).
     */
    static Criterion fpgm() {
        return new Fpgm();
    }

    /** The square of L2 divided by those of all channels that are as large or larger (Lee et al., arXiv:2010.07611). */
    static Criterion lamp() {
        return new Lamp();
    }

    /** Chance, as a baseline. */
    static Criterion random(long seed) {
        return new Random(seed);
    }

    /**
     * Importance that was found elsewhere.
     *
     * @param byTensor for the name of a weight or value the importance of each of its channels
     */
    static Criterion scores(Map<String, List<Double>> byTensor) {
        return new Scores(byTensor);
    }

    /** See {@link #l1()}. */
    record L1() implements Criterion {}

    /** See {@link #l2()}. */
    record L2() implements Criterion {}

    /** See {@link #batchNormScale()}. */
    record BatchNormScale() implements Criterion {}

    /** See {@link #fpgm()}. */
    record Fpgm() implements Criterion {}

    /** See {@link #lamp()}. */
    record Lamp() implements Criterion {}

    /** See {@link #random(long)}. */
    record Random(long seed) implements Criterion {}

    /** See {@link #scores(Map)}. */
    record Scores(Map<String, List<Double>> byTensor) implements Criterion {
        public Scores {
            Map<String, List<Double>> copy = new LinkedHashMap<>();
            byTensor.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            byTensor = copy;
        }
    }
}
