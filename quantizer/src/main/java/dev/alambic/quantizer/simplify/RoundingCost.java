package dev.alambic.quantizer.simplify;

import java.util.Arrays;

/**
 * What it costs integers that a normalization x' = k x + s before a product W x' goes into W.
 *
 * <p>Activations are rounded with one scale for all channels, weights with one for each output. Of columns of different
 * units, those of the small ones would be lost to the scale of the large ones, which the normalization had made alike.
 * With the reach r of a channel before, and r' after, as the normalization's own statistics tell it, the power of the
 * errors by rounding either is in proportion to
 *
 * <pre>{@code
 *                  of the input                       of the weight
 * left outside     max_i r'_i²  sum_oi W_oi²          sum_o max_i W_oi²        sum_i r'_i²
 * folded           max_i r_i²   sum_oi (W_oi k_i)²    sum_o max_i (W_oi k_i)²  sum_i r_i²
 * }</pre>
 */
final class RoundingCost {
    /** One bit: twice the error, four times its power. */
    private static final double BEARABLE = 4;

    private RoundingCost() {}

    /** Returns whether neither rounding becomes worse by more than a bit. */
    static boolean isBearable(Linear linear, BatchNorm norm) {
        double[] ones = new double[norm.channels()];
        Arrays.fill(ones, 1);
        Errors outside = errors(linear, ones, norm.outputReach());
        Errors folded = errors(linear, norm.factor(), norm.inputReach());
        return folded.input <= BEARABLE * outside.input && folded.weight <= BEARABLE * outside.weight;
    }

    /** In proportion to the power of the errors of the output. */
    private record Errors(double input, double weight) {}

    private static Errors errors(Linear linear, double[] factor, double[] reach) {
        float[] values = linear.weight().floats();
        double[] largest = new double[linear.outputs()];
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double square = Math.pow(values[i] * factor[linear.input(i)], 2);
            squares += square;
            int output = linear.output(i);
            largest[output] = Math.max(largest[output], square);
        }
        double most = Arrays.stream(reach).max().orElse(0);
        double power = Arrays.stream(reach).map(r -> r * r).sum();
        return new Errors(most * most * squares, Arrays.stream(largest).sum() * power);
    }
}
