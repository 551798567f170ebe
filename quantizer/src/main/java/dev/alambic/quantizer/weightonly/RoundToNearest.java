package dev.alambic.quantizer.weightonly;

/**
 * Scales that just hold the extremes of a block, zero included, and the nearest codes:
 *
 * <pre>{@code
 * symmetric    s = -e / 2^(b-1)              e the element of the largest magnitude; its code is 0
 *              s = max(max / (2^(b-1) - 1), -min / 2^(b-1))     where scales must be positive
 * asymmetric   s = (max - min) / (2^b - 1),  z = round(-min / s)
 * }</pre>
 *
 * <p>A block of zeros has the scale 1.
 */
record RoundToNearest(Grid grid) implements CodeSearch {

    @Override
    public void round(float[] rows, Codes codes) {
        for (int at = 0; at < codes.scales.length; at++) {
            int start = start(codes, at);
            int end = end(codes, at);
            scale(rows, start, end, codes, at);
            for (int i = start; i < end; i++) {
                codes.values[i] = (byte) grid.code(rows[i], codes.scales[at], Byte.toUnsignedInt(codes.zeros[at]));
            }
        }
    }

    static int start(Codes codes, int at) {
        return at / codes.blocks() * codes.columns + at % codes.blocks() * codes.block;
    }

    static int end(Codes codes, int at) {
        return Math.min(start(codes, at) + codes.block, (at / codes.blocks() + 1) * codes.columns);
    }

    /** Sets the scale and the zero point of block {@code at}. */
    void scale(float[] rows, int start, int end, Codes codes, int at) {
        double min = 0;
        double max = 0;
        for (int i = start; i < end; i++) {
            min = Math.min(min, rows[i]);
            max = Math.max(max, rows[i]);
        }
        int middle = grid.middle();
        if (!grid.symmetric()) {
            codes.scales[at] = grid.stored((max - min) / (grid.levels() - 1));
            codes.zeros[at] = (byte) grid.code((float) -min, codes.scales[at], 0);
            return;
        }
        double scale =
                grid.eitherSign() ? (max > -min ? -max : -min) / middle : Math.max(max / (middle - 1), -min / middle);
        codes.scales[at] = grid.stored(scale);
        codes.zeros[at] = (byte) middle;
    }
}
