package dev.alambic.quantizer.diff;

/** What is decided by probabilities: yes from 0.5 on where there is one, else the greatest of a row. */
final class Decisions {
    private static final double HALF = 0.5;
    /** Probabilities rounded to eight bits may miss one by this. */
    private static final double ROUNDING = 0.02;

    private Decisions() {}

    /** Returns whether rows of {@code width} are probabilities: one from 0 to 1, or several whose sum is 1. */
    static boolean areProbabilities(float[] values, int width) {
        if (width == 0) {
            return false;
        }
        for (int row = 0; row < values.length; row += width) {
            double sum = 0;
            for (int i = row; i < row + width; i++) {
                if (!(values[i] >= 0 && values[i] <= 1)) {
                    return false;
                }
                sum += values[i];
            }
            if (width > 1 && Math.abs(sum - 1) > ROUNDING) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of rows on which both decide alike. */
    static long alike(float[] expected, float[] actual, int width) {
        long alike = 0;
        for (int row = 0; row < expected.length; row += width) {
            alike += decision(expected, row, width) == decision(actual, row, width) ? 1 : 0;
        }
        return alike;
    }

    private static int decision(float[] values, int row, int width) {
        if (width == 1) {
            return values[row] >= HALF ? 1 : 0;
        }
        int top = row;
        for (int i = row; i < row + width; i++) {
            top = values[i] > values[top] ? i : top;
        }
        return top - row;
    }
}
