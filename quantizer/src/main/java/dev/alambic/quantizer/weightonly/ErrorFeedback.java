package dev.alambic.quantizer.weightonly;

/**
 * Rounds column by column, and lets the columns that are still to come make good what rounding one did to the product.
 *
 * <pre>{@code
 * for each column i, those with the largest E[x_i^2] first:
 *     q = nearest number of its block to w_i
 *     w_j = w_j - (w_i - q) / U_ii * U_ij      for all columns j to come,  H^-1 = U^T U
 * }</pre>
 *
 * <p>H = E[x x^T] of what the product reads, plus 1 % of the mean of its diagonal. Scales and zero points are fixed
 * before, by least squares. Source: Frantar et al., GPTQ, arXiv:2210.17323, algorithm 1, in the order of importance
 * ({@code act-order}) with static groups, as the authors' code has it.
 */
record ErrorFeedback(Grid grid, Curvature curvature) implements CodeSearch {

    @Override
    public void round(float[] rows, Codes codes) {
        new HalfQuadratic(grid, HalfQuadratic.SQUARES).round(rows, codes);
        double[] row = new double[codes.columns];
        for (int start = 0; start < rows.length; start += codes.columns) {
            for (int i = 0; i < row.length; i++) {
                row[i] = rows[start + curvature.order()[i]];
            }
            round(row, start, codes);
        }
    }

    /** Rounds the row that starts at {@code start}, whose columns are in the order of importance. */
    private void round(double[] row, int start, Codes codes) {
        int columns = codes.columns;
        double[] upper = curvature.upper();
        for (int i = 0; i < columns; i++) {
            int column = curvature.order()[i];
            int block = start / columns * codes.blocks() + column / codes.block;
            int zero = Byte.toUnsignedInt(codes.zeros[block]);
            int code = grid.code((float) row[i], codes.scales[block], zero);
            codes.values[start + column] = (byte) code;
            double error = (row[i] - (double) codes.scales[block] * (code - zero)) / upper[i * columns + i];
            for (int j = i + 1; j < columns; j++) {
                row[j] -= error * upper[i * columns + j];
            }
        }
    }
}
