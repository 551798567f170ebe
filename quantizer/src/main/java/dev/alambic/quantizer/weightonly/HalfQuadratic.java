package dev.alambic.quantizer.weightonly;

/**
 * Scales and zero points by half-quadratic optimization: the error of the weights is measured in a norm, and split so
 * that each half is solved in closed form.
 *
 * <pre>{@code
 * min over s, z   sum |w - s (q - z)|^p
 * e = shrink(w - s (q - z)),   shrink(x) = sign(x) max(|x| - |x|^(p-1) / beta, 0)      x in units of s
 * s, z = least squares of w - e on q,   q = round(w / s) + z
 * beta = 1.01 beta, from 10
 * }</pre>
 *
 * <p>Source: Badri and Shaji, Half-Quadratic Quantization of Large Machine Learning Models, 2023, with p = 0.7, which
 * forgives outliers. It moves only a zero point that is not an integer; here zero points are integers, so that the
 * scale moves too, residuals are counted in steps of the block, and the search starts from several clippings of the
 * block. The best state seen in the norm is kept. With p = 2 nothing needs to be split (e = 0), which gives alternating
 * least squares.
 *
 * @param norm p, above 0, at most 2
 */
record HalfQuadratic(Grid grid, double norm) implements CodeSearch {
    static final double FORGIVING = 0.7;
    static final double SQUARES = 2;

    private static final double BETA = 10;
    private static final double KAPPA = 1.01;
    private static final int STEPS = 20;
    private static final double[] CLIPPINGS = {1, 0.9, 0.8};

    @Override
    public void round(float[] rows, Codes codes) {
        RoundToNearest nearest = new RoundToNearest(grid);
        for (int at = 0; at < codes.scales.length; at++) {
            Block block = new Block(rows, RoundToNearest.start(codes, at), RoundToNearest.end(codes, at));
            nearest.scale(rows, block.start, block.end, codes, at);
            float scale = codes.scales[at];
            int zero = Byte.toUnsignedInt(codes.zeros[at]);
            for (double clipping : CLIPPINGS) {
                block.search(grid.stored(scale * clipping), zero);
            }
            codes.scales[at] = block.bestScale;
            codes.zeros[at] = (byte) block.bestZero;
            for (int i = block.start; i < block.end; i++) {
                codes.values[i] = (byte) grid.code(rows[i], block.bestScale, block.bestZero);
            }
        }
    }

    /** The search over one block. */
    private final class Block {
        private final float[] rows;
        private final int start;
        private final int end;
        private double bestError = Double.POSITIVE_INFINITY;
        private float bestScale = 1;
        private int bestZero;

        Block(float[] rows, int start, int end) {
            this.rows = rows;
            this.start = start;
            this.end = end;
        }

        void search(float startScale, int startZero) {
            float scale = startScale;
            int zero = startZero;
            double beta = BETA;
            double last = Double.POSITIVE_INFINITY;
            for (int step = 0; step < STEPS; step++, beta *= KAPPA) {
                Fit fit = new Fit();
                double error = 0;
                for (int i = start; i < end; i++) {
                    int code = grid.code(rows[i], scale, zero);
                    double residual = rows[i] / scale - (code - zero);
                    error += power(residual);
                    fit.add(code, rows[i] - shrunk(residual, beta) * scale);
                }
                error *= Math.pow(Math.abs(scale), norm);
                if (!(error < last)) {
                    return;
                }
                last = error;
                if (error < bestError) {
                    bestError = error;
                    bestScale = scale;
                    bestZero = zero;
                }
                zero = grid.symmetric() ? grid.middle() : fit.zero(zero);
                scale = grid.stored(fit.scale(zero, scale));
            }
        }
    }

    private double power(double residual) {
        return norm == SQUARES ? residual * residual : Math.pow(Math.abs(residual), norm);
    }

    private double shrunk(double residual, double beta) {
        if (norm == SQUARES || residual == 0) {
            return 0;
        }
        double size = Math.abs(residual) - Math.pow(Math.abs(residual), norm - 1) / beta;
        return Math.max(0, size) * Math.signum(residual);
    }

    /** Sums for the least squares of values on codes. */
    private final class Fit {
        private double count;
        private double codes;
        private double squares;
        private double values;
        private double products;

        void add(int code, double value) {
            count++;
            codes += code;
            squares += (double) code * code;
            values += value;
            products += code * value;
        }

        int zero(int otherwise) {
            double slope = (count * products - codes * values) / (count * squares - codes * codes);
            double zero = Math.rint((codes - values / slope) / count);
            return zero >= 0 && zero < grid.levels() ? (int) zero : otherwise;
        }

        double scale(int zero, double otherwise) {
            double spread = squares - 2 * zero * codes + count * zero * zero;
            double scale = (products - zero * values) / spread;
            return spread > 0 && scale * Math.signum(otherwise) > 0 ? scale : otherwise;
        }
    }
}
