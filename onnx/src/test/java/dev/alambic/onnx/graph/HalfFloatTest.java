package dev.alambic.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatTest {

    /** The slow, obvious form: sign, exponent and mantissa by their definition (IEEE 754-2008, binary16). */
    private static double definition(int bits) {
        int exponent = (bits >> 10) & 0x1f;
        int mantissa = bits & 0x3ff;
        double magnitude = exponent == 0
                ? mantissa * 0x1p-24
                : exponent == 31
                        ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : (1024 + mantissa) * Math.pow(2, exponent - 25);
        return bits >> 15 == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyFloat16HasItsValueAndComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.fromFloat16((short) bits);
            assertThat(Double.compare(value, definition(bits)))
                    .as("bits %x", bits)
                    .isZero();
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.toFloat16(value)).isEqualTo((short) bits);
            } else {
                assertThat(HalfFloat.fromFloat16(HalfFloat.toFloat16(value))).isNaN();
            }
        }
    }

    @Test
    void theMiddleBetweenTwoFloat16GoesToTheEvenOne() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            double low = definition(bits);
            double high = definition(bits + 1);
            float middle = (float) ((low + high) / 2);
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat(HalfFloat.toFloat16(middle)).isEqualTo((short) even);
            assertThat(HalfFloat.toFloat16(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfFloat.toFloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfFloat.toFloat16(-middle)).isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void valuesBeyondTheRangeAreInfinite() {
        // 65520 is the middle between the largest float16 and what would follow it
        assertThat(HalfFloat.toFloat16(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
        assertThat(HalfFloat.toFloat16(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.toFloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloat.toFloat16(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
    }

    @Test
    void everyBfloat16ComesBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.fromBfloat16((short) bits);
            if (Float.isNaN(value)) {
                assertThat(HalfFloat.fromBfloat16(HalfFloat.toBfloat16(value))).isNaN();
            } else {
                assertThat(HalfFloat.toBfloat16(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void bfloat16IsTheNearest() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) random.nextGaussian();
            int nearest = HalfFloat.toBfloat16(value);
            double error = Math.abs((double) HalfFloat.fromBfloat16((short) nearest) - value);
            assertThat(error)
                    .isLessThanOrEqualTo(Math.abs((double) HalfFloat.fromBfloat16((short) (nearest + 1)) - value))
                    .isLessThanOrEqualTo(Math.abs((double) HalfFloat.fromBfloat16((short) (nearest - 1)) - value));
        }
    }
}
