package dev.alambic.quantizer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    private static Histogram of(float... values) {
        Histogram histogram = new Histogram("x");
        histogram.add(FloatBuffer.wrap(values));
        return histogram;
    }

    private static float[] normal(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void magnitudesLieInTheirBins() {
        float[] values = normal(20_000, 1);

        Histogram histogram = of(values);

        long[] counted = new long[Histogram.BINS];
        for (float value : values) {
            counted[(int) (Math.abs(value) / histogram.width())]++;
        }
        for (int i = 0; i < Histogram.BINS; i++) {
            assertThat(histogram.magnitudes(i)).as("bin %d", i).isEqualTo(counted[i]);
        }
    }

    @Test
    void theOrderOfNumbersDoesNotMatter() {
        float[] rising = normal(5000, 2);
        for (int i = 0; i < rising.length; i++) {
            rising[i] *= (float) Math.scalb(1.0, i / 500 - 5);
        }
        float[] falling = new float[rising.length];
        for (int i = 0; i < rising.length; i++) {
            falling[i] = rising[rising.length - 1 - i];
        }
        Histogram grown = new Histogram("x");
        for (float value : rising) {
            grown.add(FloatBuffer.wrap(new float[] {value}));
        }

        Histogram whole = of(falling);

        assertThat(grown.width()).isEqualTo(whole.width());
        for (int i = 0; i < Histogram.BINS; i++) {
            assertThat(grown.magnitudes(i)).isEqualTo(whole.magnitudes(i));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0001, 0.01, 0.25, 0.5, 0.9, 0.9999, 1})
    void quantilesAreRightToABin(double fraction) {
        float[] values = normal(9999, 3);
        Histogram histogram = of(values);
        Arrays.sort(values);

        double expected = values[(int) Math.max(0, Math.min(9998, Math.ceil(fraction * values.length) - 1))];

        assertThat(histogram.quantile(fraction)).isBetween(expected - histogram.width(), expected + histogram.width());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, 1e-40f, 1, 255, 1e30f, Float.MAX_VALUE})
    void anyMagnitudeFits(float value) {
        Histogram histogram = of(value, -value, 0, -0f);

        assertThat(histogram.count()).isEqualTo(4);
        assertThat(histogram.zeros()).isEqualTo(2);
        assertThat(histogram.quantile(1)).isEqualTo(value);
        assertThat(histogram.quantile(0)).isEqualTo(-value);
    }

    @Test
    void nothingAndZerosHaveAnEmptyRange() {
        assertThat(new Histogram("x").range()).isEqualTo(new Range(0, 0));
        assertThat(of(0, 0, 0).range()).isEqualTo(new Range(0, 0));
        assertThat(EntropyRange.of(of(0, 0))).isEqualTo(new Range(0, 0));
        assertThat(LeastErrorRange.of(of(0, 0))).isEqualTo(new Range(0, 0));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefused(float value) {
        assertThatThrownBy(() -> of(1, value, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x' is finite on every sample")
                .hasMessageContaining(Float.toString(value));
    }
}
