package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * A weight in few bits, as tensors of a file.
 *
 * @param zeros empty if they are those that the operator assumes
 */
record Quantized(Tensor values, Tensor scales, Optional<Tensor> zeros) {

    /** Elements of a matrix that are on the heap at once. */
    private static final int STRIP = 1 << 20;

    /**
     * Rounds {@code matrix} for {@code carrier}, a strip at a time.
     *
     * @return empty if an element is not finite
     */
    static Optional<Quantized> of(Matrix matrix, Carrier carrier, CodeSearch rounding) {
        CodeLayout layout = carrier.layout();
        int rows = matrix.rows();
        int strip = Math.max(1, STRIP / matrix.columns());
        for (int first = 0; first < rows; first += strip) {
            int count = Math.min(strip, rows - first);
            float[] values = matrix.rows(first, count);
            if (!isFinite(values)) {
                return Optional.empty();
            }
            Codes codes = new Codes(count, matrix.columns(), carrier.block());
            rounding.round(values, codes);
            for (int row = 0; row < count; row++) {
                layout.put(first + row, codes, row);
            }
        }
        return Optional.of(new Quantized(layout.values(), layout.scales(), layout.zeros()));
    }

    Quantized withValues(Tensor newValues) {
        return new Quantized(newValues, scales, zeros);
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
