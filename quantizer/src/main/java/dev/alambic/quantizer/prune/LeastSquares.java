package dev.alambic.quantizer.prune;

/**
 * Solves C x = b for one symmetric matrix and many right sides, by its Cholesky factor.
 *
 * @param lower L of C = L L^T, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // used at once, never compared or handed on
record LeastSquares(int size, double[] lower) {

    /** Gives the element in a row and a column. */
    @FunctionalInterface
    interface Moments {
        double at(int row, int column);
    }

    /** @param damping part of the mean of the diagonal that is added to it, so that it can be inverted */
    static LeastSquares of(int size, double damping, Moments moments) {
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += moments.at(i, i);
        }
        double added = trace > 0 ? damping * trace / size : 1;
        double[] lower = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = moments.at(i, j) + (i == j ? added : 0);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i * size + k] * lower[j * size + k];
                }
                lower[i * size + j] = i == j ? Math.sqrt(Math.max(sum, added * 1e-6)) : sum / lower[j * size + j];
            }
        }
        return new LeastSquares(size, lower);
    }

    double[] solve(double[] right) {
        double[] x = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i * size + k] * x[k];
            }
            x[i] /= lower[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                x[i] -= lower[k * size + i] * x[k];
            }
            x[i] /= lower[i * size + i];
        }
        return x;
    }
}
