package dev.alambic.quantizer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibratorTest {
    private static final OnnxModel MODEL = GraphText.model("""
            x: float[batch, 1000]
            n = Neg(x)
            y = Relu(n)
            return y: float[batch, 1000]
            """, b -> {});
    private static final List<String> VALUES = List.of("x", "n", "y");

    @TempDir
    private Path folder;

    private static Calibrator calibrator(CalibrationMethod method, Iterable<Map<String, Tensor>> samples) {
        return new Calibrator(samples, method, CalibrationProgress.silent(), null);
    }

    private static Range of(Map<String, Range> ranges, String value) {
        return Objects.requireNonNull(ranges.get(value));
    }

    /** Returns standard normal numbers, and one outlier of -40 in the last batch. */
    private static List<Map<String, Tensor>> samples() {
        Random random = new Random(4);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int batch = 0; batch < 20; batch++) {
            float[] values = new float[2000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            values[7] = batch == 19 ? -40 : values[7];
            samples.add(Map.of("x", Tensor.ofFloats(values, 2, 1000)));
        }
        return samples;
    }

    @Test
    void minMaxHoldsTheOutlier() {
        Map<String, Range> ranges =
                calibrator(CalibrationMethod.minMax(), samples()).ranges(MODEL, VALUES);

        assertThat(of(ranges, "x").min()).isEqualTo(-40);
        assertThat(of(ranges, "n").max()).isEqualTo(40);
        assertThat(ranges.get("y")).isEqualTo(new Range(0, 40));
    }

    @Test
    void averageIsTheMeanOfFewBatches() {
        List<Map<String, Tensor>> samples = List.of(
                Map.of("x", Tensor.ofFloats(new float[] {-1, 3}, 1, 2)),
                Map.of("x", Tensor.ofFloats(new float[] {-2, 1}, 1, 2)),
                Map.of("x", Tensor.ofFloats(new float[] {-3, 2}, 1, 2)));
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                y = Relu(x)
                return y: float[batch, 2]
                """, b -> {});

        Range mean = calibrator(CalibrationMethod.movingAverage(), samples)
                .ranges(model, List.of("x"))
                .get("x");
        Range last = calibrator(new CalibrationMethod.MovingAverage(1), samples)
                .ranges(model, List.of("x"))
                .get("x");

        assertThat(mean).isEqualTo(new Range(-2, 2));
        assertThat(last).isEqualTo(new Range(-3, 2));
    }

    static List<CalibrationMethod> cutting() {
        return List.of(
                CalibrationMethod.percentile(), CalibrationMethod.entropy(), CalibrationMethod.meanSquaredError());
    }

    static List<CalibrationMethod> robust() {
        return List.of(CalibrationMethod.percentile(), CalibrationMethod.entropy());
    }

    @ParameterizedTest
    @MethodSource("robust")
    void oneOutlierIsCutOffAndLittleElse(CalibrationMethod method) {
        Map<String, Range> ranges = calibrator(method, samples()).ranges(MODEL, VALUES);

        // of 40,000 normal numbers the largest lies near 4.1 deviations; both keep more than 2.5
        assertThat(of(ranges, "x").min()).isBetween(-6f, -2.5f);
        assertThat(of(ranges, "x").max()).isBetween(2.5f, 6f);
        assertThat(of(ranges, "y").max()).isBetween(2.5f, 6f);
        assertThat(of(ranges, "y").min()).isZero();
    }

    @Test
    void leastErrorCutsWhatFinerStepsRepay() {
        Random random = new Random(6);
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[5] = 40;
        Histogram histogram = new Histogram("x");
        histogram.add(FloatBuffer.wrap(values));

        Range best = LeastErrorRange.of(histogram);

        // cutting at T costs (40 - T)^2 once, steps that reach it (T / 255)^2 / 12 a million times
        assertThat(best.max()).isBetween(6f, 25f);
        double least = Double.POSITIVE_INFINITY;
        for (int largest = 4; largest <= 40; largest += 2) {
            least = Math.min(least, error(values, new Range(histogram.min(), largest)));
        }
        assertThat(error(values, best)).isLessThan(least * 1.05);
    }

    private static double error(float[] values, Range range) {
        double scale = (range.max() - range.min()) / 255.0;
        double zero = Math.rint(-range.min() / scale);
        double sum = 0;
        for (float value : values) {
            double stored = Math.max(0, Math.min(255, Math.rint(value / scale) + zero));
            sum += Math.pow(value - (stored - zero) * scale, 2);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("cutting")
    void whatIsUniformKeepsItsRange(CalibrationMethod method) {
        float[] values = new float[4000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 4000f;
        }
        var samples = List.of(Map.of("x", Tensor.ofFloats(values, 4, 1000)));

        Range range = of(calibrator(method, samples).ranges(MODEL, List.of("x")), "x");

        assertThat(range.max()).isBetween(0.98f, 1f);
    }

    @Test
    void eachBatchIsTold() {
        List<Long> told = new ArrayList<>();

        new Calibrator(samples(), CalibrationMethod.entropy(), told::add, null).ranges(MODEL, VALUES);

        assertThat(told).hasSize(20).endsWith(20L);
    }

    @ParameterizedTest
    @MethodSource("cutting")
    void noSampleAndNoNumberAreRefused(CalibrationMethod method) {
        float[] values = new float[1000];
        values[3] = Float.NaN;
        List<Map<String, Tensor>> broken = List.of(Map.of("x", Tensor.ofFloats(values, 1, 1000)));

        assertThatThrownBy(() -> calibrator(method, List.of()).ranges(MODEL, VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sample");
        assertThatThrownBy(() -> calibrator(method, broken).ranges(MODEL, VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite on every sample");
    }

    @Test
    void rangesAreKeptAndReadBack() throws IOException {
        CalibrationCache cache = new CalibrationCache(folder.resolve("ranges.json"), "twenty batches");
        CalibrationMethod method = CalibrationMethod.percentile();
        Map<String, Range> found = calibrator(method, samples()).ranges(MODEL, VALUES);
        CalibrationProgress silent = CalibrationProgress.silent();

        assertThat(new Calibrator(samples(), method, silent, cache).ranges(MODEL, VALUES))
                .isEqualTo(found);
        assertThat(new Calibrator(List.of(), method, silent, cache).ranges(MODEL, VALUES))
                .as("read, without a sample")
                .isEqualTo(found);
        CalibrationCache other = new CalibrationCache(cache.file(), "others");
        assertThatThrownBy(() -> new Calibrator(List.of(), method, silent, other).ranges(MODEL, VALUES))
                .as("made of other samples")
                .hasMessageContaining("at least one sample");
        Files.writeString(cache.file(), Files.readString(cache.file()).replace(": [ ", ": [ \"a\", "));
        assertThatThrownBy(() -> new Calibrator(List.of(), method, silent, cache).ranges(MODEL, VALUES))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("ranges.json, x")
                .hasMessageContaining("two numbers");
    }
}
