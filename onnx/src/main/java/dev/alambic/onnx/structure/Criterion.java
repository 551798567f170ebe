package dev.alambic.onnx.structure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What makes a unit important: a channel, or a single weight. Norms are taken in each weight of a group, divided by
 * their mean there, and averaged over the weights (Fang et al., arXiv:2301.12900, section 3.4), so that every coupled
 * layer has a say.
 */
public sealed interface Criterion {

    /**
     * Returns a number for each unit, higher for the more important; empty if the criterion says nothing of the group.
     */
    Optional<double[]> scores(Evidence group);

    /** The sum of absolute weights (Li et al., arXiv:1608.08710). */
    static Criterion l1() {
        return OfWeight.MAGNITUDE;
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

    /** What each weight is worth by itself, so that single weights can be ranked too; a unit is worth their sum. */
    enum OfWeight implements Criterion {
        /** |w|. */
        MAGNITUDE,
        /** The sum over the batches of the last epoch of |dL/dw|. */
        GRADIENT,
        /** The sum over the batches of the last epoch of |w dL/dw| (Molchanov et al., arXiv:1906.10771, equation 8). */
        TAYLOR;

        /** Returns what the absolute value of is the worth of a weight, or of each of an array of them. */
        public <T> T worth(T weight, T gradient, BinaryOperator<T> times) {
            return switch (this) {
                case MAGNITUDE -> weight;
                case GRADIENT -> gradient;
                case TAYLOR -> times.apply(weight, gradient);
            };
        }

        /** Returns whether it needs gradients, which a model file has none of. */
        public boolean isLearnt() {
            return this != MAGNITUDE;
        }

        @Override
        public Optional<double[]> scores(Evidence group) {
            return isLearnt() ? Optional.empty() : mean(group.weights(), SlicedWeight::l1);
        }
    }

    /** See {@link #l2()}. */
    record L2() implements Criterion {
        @Override
        public Optional<double[]> scores(Evidence group) {
            return mean(group.weights(), SlicedWeight::l2);
        }
    }

    /** See {@link #batchNormScale()}. */
    record BatchNormScale() implements Criterion {
        @Override
        public Optional<double[]> scores(Evidence group) {
            List<SlicedWeight> scales = group.scales();
            return scales.isEmpty() ? l2().scores(group) : mean(scales, SlicedWeight::l1);
        }
    }

    /** See {@link #fpgm()}. */
    record Fpgm() implements Criterion {
        @Override
        public Optional<double[]> scores(Evidence group) {
            return mean(group.filters(), SlicedWeight::distances);
        }
    }

    /** See {@link #lamp()}. */
    record Lamp() implements Criterion {
        @Override
        public Optional<double[]> scores(Evidence group) {
            return l2().scores(group).map(Lamp::share);
        }

        private static double[] share(double[] norms) {
            double[] ascending = norms.clone();
            Arrays.sort(ascending);
            double[] tail = new double[ascending.length + 1];
            for (int i = ascending.length - 1; i >= 0; i--) {
                tail[i] = tail[i + 1] + ascending[i] * ascending[i];
            }
            return Arrays.stream(norms)
                    .map(norm -> {
                        double rest = tail[Math.abs(Arrays.binarySearch(ascending, norm))];
                        return rest == 0 ? 0 : norm * norm / rest;
                    })
                    .toArray();
        }
    }

    /** See {@link #random(long)}. */
    record Random(long seed) implements Criterion {
        @Override
        public Optional<double[]> scores(Evidence group) {
            java.util.Random chance = new java.util.Random(seed ^ group.name().hashCode());
            return Optional.of(chance.doubles(group.width()).toArray());
        }
    }

    /** See {@link #scores(Map)}. */
    record Scores(Map<String, List<Double>> byTensor) implements Criterion {
        public Scores {
            Map<String, List<Double>> copy = new LinkedHashMap<>();
            byTensor.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            byTensor = copy;
        }

        @Override
        public Optional<double[]> scores(Evidence group) {
            return group.given().apply(byTensor).stream().reduce((sums, next) -> {
                Arrays.setAll(sums, unit -> sums[unit] + next[unit]);
                return sums;
            });
        }
    }

    /** Returns the mean over {@code weights} of scores that have mean 1 in each; empty if there is none. */
    private static Optional<double[]> mean(List<SlicedWeight> weights, Function<SlicedWeight, double[]> scores) {
        double[] mean = new double[weights.isEmpty() ? 0 : weights.get(0).units()];
        for (SlicedWeight weight : weights) {
            double[] each = scores.apply(weight);
            double sum = Arrays.stream(each).sum();
            for (int unit = 0; unit < mean.length; unit++) {
                mean[unit] += sum == 0 ? 0 : each[unit] * mean.length / sum / weights.size();
            }
        }
        return weights.isEmpty() ? Optional.empty() : Optional.of(mean);
    }
}
