package dev.alambic.quantizer.strip;

import dev.alambic.onnx.structure.ValueAxis;
import java.util.Arrays;

/** The values that the positions along an axis have for every input, NaN where they depend on it. */
final class ChannelConstants {
    private final ValueAxis place;
    private final double[] values;

    ChannelConstants(ValueAxis place, double[] values) {
        this.place = place;
        this.values = values.clone();
    }

    static double[] unknown(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    ValueAxis place() {
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
