package dev.alambic.bench.record;

import org.jspecify.annotations.Nullable;

/**
 * How like the baseline's the answers of a model are, on the same samples.
 *
 * @param agreement share of samples for which both name the same class first, 0 to 1; null if it is no classifier
 * @param divergence mean Kullback-Leibler divergence of the model's probabilities q from the baseline's p, sum of p log
 *     (p / q), in nats; null if it is no classifier
 * @param cosine mean cosine of the angle between both outputs, -1 to 1; null for classifiers, for one number a sample
 *     (whose angle is always 0), or where an output is not finite
 * @param relativeError root of the mean square of the difference, divided by that of the baseline's output; null where
 *     that is not finite
 */
public record Likeness(
        @Nullable Double agreement,
        @Nullable Double divergence,
        @Nullable Double cosine,
        @Nullable Double relativeError) {}
