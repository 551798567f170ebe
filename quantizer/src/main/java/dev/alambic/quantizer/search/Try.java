package dev.alambic.quantizer.search;

import java.util.List;
import java.util.Optional;

/**
 * One model that a search looked at.
 *
 * @param form what it is: {@code float}, {@code int8}, or another form by its name
 * @param floatUnits units that stayed float although they could be integers, in the order of the graph
 * @param quality in the caller's unit; infinite if the bound is on noise and there is none, NaN if it was not judged,
 *     being slower than what is good enough
 * @param meetsBound whether it is known to be good enough
 * @param time empty if it was not measured
 * @param bytes of its weights
 */
public record Try(
        String form, List<String> floatUnits, double quality, boolean meetsBound, Optional<Time> time, long bytes) {

    public Try {
        floatUnits = List.copyOf(floatUnits);
    }

    /**
     * How long a run takes.
     *
     * @param micros µs: that of the float model when it was first measured, divided by {@code speedUp}
     * @param speedUp time of the float model, measured in the same rounds, divided by this one's
     */
    public record Time(double micros, double speedUp) {}

    /** Returns the form and how many units of it stayed float. */
    public String label() {
        return floatUnits.isEmpty() ? form : form + ", " + floatUnits.size() + " float";
    }
}
