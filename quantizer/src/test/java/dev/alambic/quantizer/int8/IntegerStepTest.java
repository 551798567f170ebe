package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.calibrate.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerStepTest {

    private static IntegerStep of(IntegerType type, boolean symmetric, float min, float max) {
        return IntegerStep.of(new Range(min, max), new ActivationScheme(type, symmetric));
    }

    @ParameterizedTest
    @CsvSource({
        "U8,  false, -1, 3",
        "S8,  false, -1, 3",
        "U16, false, -1, 3",
        "S16, false, 0, 7",
        "U8,  true, -1, 3",
        "S8,  true, -5, 3"
    })
    void everyNumberOfTheRangeIsWithinHalfAStep(IntegerType type, boolean symmetric, float min, float max) {
        IntegerStep step = of(type, symmetric, min, max);

        for (float number = min; number <= max; number += (max - min) / 16) {
            double stored = Math.rint(number / step.scale()) + step.zeroPoint();
            double held = Math.max(type.least(), Math.min(type.largest(), stored));
            // half a step, and another half at the ends, since the zero point is rounded too
            assertThat(Math.abs((held - step.zeroPoint()) * step.scale() - number))
                    .isLessThanOrEqualTo(1.0001 * step.scale());
        }
    }

    @ParameterizedTest
    @CsvSource({"U8, 128", "S8, 0", "U16, 32768", "S16, 0"})
    void zeroIsInTheMiddleOfASymmetricOne(IntegerType type, int middle) {
        assertThat(of(type, true, -1, 3).zeroPoint()).isEqualTo(middle);
    }

    @Test
    void aTensorThatIsAlwaysZeroHasScaleOne() {
        assertThat(of(IntegerType.U8, false, 0, 0)).isEqualTo(new IntegerStep(IntegerType.U8, 1, 0));
    }

    @Test
    void zeroPointsAreStoredInTheirType() {
        assertThat(new IntegerStep(IntegerType.U8, 1, 200).zeroTensor())
                .isEqualTo(Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 200}));
        Tensor wide = new IntegerStep(IntegerType.U16, 1, 40_000).zeroTensor();
        assertThat(wide.dataType()).isEqualTo(DataType.UINT16);
        assertThat(wide.longs()).containsExactly(40_000);
    }

    @ParameterizedTest
    @CsvSource({
        "0,   0, Infinity, true", // nothing below zero can be held
        "1,   0, Infinity, false",
        "0,   0, 25.5,     true",
        "0,   0, 25.4,     false",
        "0,   0, 25.46,    true" // less than half a step beyond the bound
    })
    void staysWithinBoundsThatIntegersCannotPass(int zeroPoint, double least, double largest, boolean stays) {
        assertThat(new IntegerStep(IntegerType.U8, 0.1f, zeroPoint).staysWithin(least, largest))
                .isEqualTo(stays);
    }
}
