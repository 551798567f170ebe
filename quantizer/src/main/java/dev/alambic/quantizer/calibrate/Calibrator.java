package dev.alambic.quantizer.calibrate;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import java.util.Collection;
import java.util.Map;
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
     */
    public Map<String, Range> ranges(OnnxModel model, Collection<String> values) {
        if (!(method instanceof CalibrationMethod.MinMax) || cache != null) {
            throw new IllegalArgumentException("calibration: not there yet (expected MinMax, was " + method + ")");
        }
        return RangeSearch.of(model, values, samples, progress);
    }
}
