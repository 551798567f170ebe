package dev.alambic.quantizer.diff;

import org.jspecify.annotations.Nullable;

/**
 * How far an output of a model with state lies from its counterpart, call by call: max |a - b| of one call is its error.
 *
 * @param value name of the output
 * @param first error of the first call
 * @param last error of the last call
 * @param worst the largest error
 * @param worstStep the call that has it, from 1
 * @param growth mean error of the last quarter of the calls, divided by that of the first; 1 if neither has any, NaN for
 *     fewer than {@value #LEAST} calls
 * @param agreement share of the rows on which both decide alike, 0 to 1: by 0.5 for probabilities of one number, by the
 *     greatest for rows of probabilities; null for what is neither
 */
public record StepDifference(
        String value,
        double first,
        double last,
        double worst,
        long worstStep,
        double growth,
        @Nullable Double agreement) {
    static final int LEAST = 8;
}
