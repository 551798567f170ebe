package dev.alambic.quantizer.structure.strip;

import dev.alambic.quantizer.structure.Place;
import java.util.Arrays;

/** The values that the positions along an axis have for every input, NaN where they depend on it. */
final class ChannelConstants {
    private final Place place;
    private final double[] values;

    ChannelConstants(Place place, double[] values) {
        this.place = place;
        this.values = values.clone();
    }

    static double[] unknown(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    Place place() {
        return place;
    }

    int size() {
        return values.length;
    }

    boolean isKnown(int position) {
        return Double.isFinite(values[position]);
    }

    double at(int position) {
        return values[position];
    }

    boolean isAnyKnown() {
        return Arrays.stream(values).anyMatch(Double::isFinite);
    }
}
