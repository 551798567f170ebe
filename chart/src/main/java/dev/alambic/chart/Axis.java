package dev.alambic.chart;

/**
 * What an axis shows.
 *
 * @param title what its values are, with their unit if the labels do not write it
 * @param unit which the labels write
 * @param extent what it spans
 */
public record Axis(String title, Unit unit, Extent extent) {

    /** How values are written. */
    public enum Unit {
        PLAIN,
        MICROS,
        BYTES,
        /** A share of 0 to 1, in percent. */
        SHARE
    }

    /** What an axis spans. */
    public enum Extent {
        /** The values, and a little more. */
        VALUES,
        /** The values; where they differ by large factors, equal distances are equal factors. */
        FACTORS,
        /** From 0 to the highest value. */
        FROM_ZERO,
        /** From 0 to 1. */
        WHOLE,
        /** From 1 on, in whole steps. */
        COUNT,
        /** Equal distances are equal factors, whatever the values. */
        DOUBLING
    }

    /** Values that differ by more than this differ by a large factor. */
    private static final double LARGE_FACTOR = 6;

    /** Part of a logarithmic range that looks like the same part of a linear one. */
    private static final double MARGIN_OF_FACTORS = 0.7;

    /** How far a share may lie above 1, in parts of the range, so that a point there is not cut. */
    private static final double ABOVE_ALL = 0.06;

    /** Returns an axis that spans its values. */
    public static Axis of(String title, Unit unit) {
        return new Axis(title, unit, Extent.VALUES);
    }

    /**
     * Returns where values lie.
     *
     * @param low lowest value
     * @param high highest value
     * @param margin part of the range to leave free at both ends
     * @param pixels where the axis begins and ends
     */
    Scale scale(double low, double high, double margin, Span pixels) {
        return switch (extent) {
            case WHOLE -> pixels.linear(0, 1);
            case COUNT -> pixels.linear(high <= 1 ? 0 : 1, Math.max(2, high));
            case FROM_ZERO -> pixels.linear(0, high > 0 ? high * (1 + margin) : 1);
            case DOUBLING -> low > 0 ? factors(low, high, margin, pixels) : linear(low, high, margin, pixels);
            case FACTORS ->
                low > 0 && high / low > LARGE_FACTOR
                        ? factors(low, high, margin, pixels)
                        : linear(low, high, margin, pixels);
            case VALUES -> linear(low, high, margin, pixels);
        };
    }

    private static Scale factors(double low, double high, double margin, Span pixels) {
        double air = Math.max(1.1, Math.pow(high / low, MARGIN_OF_FACTORS * margin));
        return new Scale(low / air, high * air, true, pixels);
    }

    private Scale linear(double low, double high, double margin, Span pixels) {
        double air = margin * (high > low ? high - low : Math.max(Math.abs(high), unit == Unit.PLAIN ? 1 : 1e-3));
        double most = unit == Unit.SHARE ? 1 + ABOVE_ALL * (high - low + 2 * air) : Double.MAX_VALUE;
        return pixels.linear(low >= 0 ? Math.max(0, low - air) : low - air, Math.min(high + air, most));
    }

    /** The pixels of an axis; {@code to} lies on either side of {@code from}. */
    record Span(double from, double to) {
        Scale linear(double low, double high) {
            return new Scale(low, high, false, this);
        }
    }
}
