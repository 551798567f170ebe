package dev.alambic.quantizer.diff;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an output of a model with state lies from its counterpart, call by call: max |a - b| of one call is its error.
 *
 * @param value name of the output
 * @param first error of the first call
 * @param last error of the last call
 * @param worst the largest error
 * @param worstStep the call that has it, from 1
 * @param growth mean error, divided by that of the same calls with the state of the first model, so that nothing can add
 *     up; 1 if neither has any
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
    /** Returns this in one line, of {@code calls} calls. */
    public String said(long calls) {
        String decided =
                agreement == null ? "" : String.format(Locale.ROOT, "decides alike on %.2f %%, and ", 100 * agreement);
        return String.format(
                Locale.ROOT,
                "over %,d calls with the state carried, '%s' %sis off by %.2g at first, %.2g at last, %.2g at most"
                        + " (call %d), %.2f times what single calls are",
                calls,
                value,
                decided,
                first,
                last,
                worst,
                worstStep,
                growth);
    }
}
