package dev.alambic.quantizer.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model that a search looked at.
 *
 * @param form what it is: {@code float}, {@code int8}, or another form by its name
 * @param floatUnits units that stayed float although they could be integers, in the order of the graph
 * @param quality in the caller's unit; infinite if the bound is on noise and there is none
 * @param meetsBound whether it is good enough
 * @param speedUp time of the float model, measured in the same rounds, divided by this one's; null if not measured
 * @param micros time of a run, µs: that of the float model when it was first measured, divided by {@code speedUp}; null
 *     likewise
 * @param bytes of its weights
 */
public record Try(
        String form,
        List<String> floatUnits,
        double quality,
        boolean meetsBound,
        @Nullable Double micros,
        @Nullable Double speedUp,
        long bytes) {

    public Try {
        floatUnits = List.copyOf(floatUnits);
    }

    /** Returns the form and how many units of it stayed float. */
    public String label() {
        return floatUnits.isEmpty() ? form : form + ", " + floatUnits.size() + " float";
    }
}
