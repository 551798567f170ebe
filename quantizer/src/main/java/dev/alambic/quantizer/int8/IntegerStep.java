package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.calibrate.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How real numbers become integers: {@code real = (stored - zeroPoint) * scale}.
 *
 * @param scale real value of one step, positive
 * @param zeroPoint stored value of zero
 */
record IntegerStep(IntegerType type, float scale, int zeroPoint) {
    private static final float LEAST_SCALE = 1e-18f;

    /** Returns the finest one that spans {@code range}; the scale is 1 for a tensor that is always zero. */
    static IntegerStep of(Range range, ActivationScheme scheme) {
        IntegerType type = scheme.type();
        Range spanned = scheme.symmetric() ? range.symmetric() : range;
        int steps = scheme.symmetric() ? type.steps() - 1 : type.steps();
        float width = (spanned.max() - spanned.min()) / steps;
        float scale = width >= LEAST_SCALE ? width : 1;
        if (scheme.symmetric()) {
            return new IntegerStep(type, scale, type.middle());
        }
        int zero = Math.round(type.least() - spanned.min() / scale);
        return new IntegerStep(type, scale, Math.max(type.least(), Math.min(type.largest(), zero)));
    }

    Tensor scaleTensor() {
        return Tensor.scalar(scale);
    }

    Tensor zeroTensor() {
        if (type.isWide()) {
            ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return Tensor.of(
                    type.dataType(),
                    new long[0],
                    bytes.putShort((short) zeroPoint).flip());
        }
        return Tensor.ofBytes(type.dataType(), new byte[] {(byte) zeroPoint});
    }

    /** Returns whether integers can hold nothing outside {@code least} to {@code largest}, rounding aside. */
    boolean staysWithin(double least, double largest) {
        double half = 0.5 * scale;
        return (type.least() - zeroPoint) * (double) scale >= least - half
                && (type.largest() - zeroPoint) * (double) scale <= largest + half;
    }
}
