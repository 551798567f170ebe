package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.int8.ProductPairs;
import dev.alambic.quantizer.statistics.ChannelStatistics;
import java.util.List;

/**
 * The factors that move range from a value to the products that read it, and what error to expect of them.
 *
 * <pre>{@code
 * s[k]   = max |x[k]|^alpha / max |W[:, k]|^(1 - alpha)        x[k] / s[k],  W[:, k] * s[k]
 * error  = sum over o of: step(x)^2 / 12 * sum_k (W[o, k] s[k])^2 + step(W[o])^2 / 12 * sum_k E[x[k]^2] / s[k]^2
 * }</pre>
 *
 * <p>where rounding errors count as independent and uniform, and steps are those of one range for x and one for each
 * row of W.
 */
final class Migration {
    private static final double STEPS = 255;
    private static final double LIMIT = 127;
    /** Channels that are never used, or never written, have no range to move. */
    private static final double LEAST = 1e-5;

    private final ChannelStatistics inputs;
    private final List<ProductView> units;
    private final List<float[]> weights;
    private final int width;

    Migration(ChannelStatistics inputs, List<ProductView> units) {
        this.inputs = inputs;
        this.units = units;
        this.weights = units.stream().map(unit -> unit.weight().floats()).toList();
        this.width = inputs.size();
    }

    /** Returns the factors s of {@code alpha}, their geometric mean being one. */
    double[] factors(double alpha) {
        double[] reach = reach();
        double[] logs = new double[width];
        double mean = 0;
        for (int k = 0; k < width; k++) {
            logs[k] = alpha * Math.log(Math.max(inputs.largest(k), LEAST))
                    - (1 - alpha) * Math.log(Math.max(reach[k], LEAST));
            mean += logs[k] / width;
        }
        double[] factors = new double[width];
        for (int k = 0; k < width; k++) {
            factors[k] = Math.exp(logs[k] - mean);
        }
        return factors;
    }

    private double[] reach() {
        double[] reach = new double[width];
        for (int u = 0; u < units.size(); u++) {
            ProductView unit = units.get(u);
            float[] weight = weights.get(u);
            for (int i = 0; i < weight.length; i++) {
                int k = unit.layout().position(i);
                reach[k] = Math.max(reach[k], Math.abs(weight[i]));
            }
        }
        return reach;
    }

    /** Returns the expected square of the error of a row of results, summed over all outputs of all products. */
    double error(double[] factors) {
        double lowest = 0;
        double highest = 0;
        double squares = 0;
        for (int k = 0; k < width; k++) {
            lowest = Math.min(lowest, inputs.lowest(k) / factors[k]);
            highest = Math.max(highest, inputs.highest(k) / factors[k]);
            squares += inputs.meanSquare(k) / (factors[k] * factors[k]);
        }
        double step = (highest - lowest) / STEPS;
        double error = 0;
        for (int u = 0; u < units.size(); u++) {
            error += error(units.get(u), weights.get(u), factors, step, squares);
        }
        return error / 12;
    }

    private double error(ProductView unit, float[] weight, double[] factors, double step, double squares) {
        double[] steps = new double[unit.outputs()];
        double power = 0;
        double[] before = new double[unit.outputs()];
        for (int k = 0; k < width; k++) {
            for (int o = 0; o < steps.length; o++) {
                double w = weight[unit.index(o, k)] * factors[k];
                power += w * w;
                steps[o] = Math.max(steps[o], Math.abs(w) / LIMIT);
                if (k % 2 == 1 && w * before[o] > 0) {
                    steps[o] = Math.max(steps[o], Math.abs(w + before[o]) / ProductPairs.LIMIT);
                }
                before[o] = w;
            }
        }
        double error = power * step * step;
        for (double each : steps) {
            error += each * each * squares;
        }
        return error;
    }
}
