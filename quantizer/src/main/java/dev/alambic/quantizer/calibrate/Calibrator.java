package dev.alambic.quantizer.calibrate;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ranges of values by running a model on samples.
 *
 * @param samples by input name; read once, one after the other
 * @param cache where ranges are kept; null for nowhere
 */
public record Calibrator(
        Iterable<Map<String, Tensor>> samples,
        CalibrationMethod method,
        CalibrationProgress progress,
        @Nullable CalibrationCache cache) {

    public Calibrator withSamples(Iterable<Map<String, Tensor>> newSamples) {
        return new Calibrator(newSamples, method, progress, cache);
    }

    /**
     * Returns the range of each of {@code values}, float32 values of the main graph of {@code model}.
     *
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     * @throws dev.alambic.onnx.graph.InvalidModelException if the cache file is broken
     */
    public Map<String, Range> ranges(OnnxModel model, Collection<String> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        if (cache == null) {
            return search(model, values);
        }
        RangeFile file = new RangeFile(cache, method, Fingerprint.of(model));
        return file.read(values).orElseGet(() -> {
            Map<String, Range> found = search(model, values);
            file.write(found);
            return found;
        });
    }

    private Map<String, Range> search(OnnxModel model, Collection<String> values) {
        if (method instanceof CalibrationMethod.MovingAverage average) {
            Supplier<RangeCollector> collector = () -> new RangeCollector.Average(average.constant());
            return RangeSearch.of(model, values, this, collector);
        }
        if (method instanceof CalibrationMethod.MinMax) {
            return RangeSearch.of(model, values, this, RangeCollector.Extremes::new);
        }
        return HistogramSearch.of(model, values, this, choice());
    }

    private Function<Histogram, Range> choice() {
        if (method instanceof CalibrationMethod.Percentile percentile) {
            double cut = (100 - percentile.percent()) / 200;
            return histogram -> Range.of((float) histogram.quantile(cut), (float) histogram.quantile(1 - cut));
        }
        return method instanceof CalibrationMethod.Entropy ? EntropyRange::of : LeastErrorRange::of;
    }

    static void requireSamples(long batches) {
        if (batches == 0) {
            throw new IllegalArgumentException(
                    "calibration: at least one sample is needed (expected 1 or more, was 0)");
        }
    }
}
