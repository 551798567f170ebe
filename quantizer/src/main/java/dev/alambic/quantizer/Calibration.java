package dev.alambic.quantizer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.Carried;
import dev.alambic.quantizer.calibrate.CalibrationCache;
import dev.alambic.quantizer.calibrate.CalibrationMethod;
import dev.alambic.quantizer.calibrate.CalibrationProgress;
import dev.alambic.quantizer.calibrate.Calibrator;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inputs such as the model will meet, from which static quantization learns the ranges of values.
 *
 * @param samples by input name, in raw units; batches of any size; read once, one after the other; for a model with
 *     state calls that follow each other, as {@link Carried} runs them
 * @param method how a range is chosen
 * @param progress hears of each batch
 * @param cache where ranges are kept; null for nowhere
 */
@RecordBuilder
public record Calibration(
        Iterable<Map<String, Tensor>> samples,
        CalibrationMethod method,
        CalibrationProgress progress,
        @Nullable CalibrationCache cache)
        implements CalibrationBuilder.With {

    /** Returns min-max calibration without a cache. */
    public static Calibration of(Iterable<Map<String, Tensor>> samples) {
        return new Calibration(samples, CalibrationMethod.minMax(), CalibrationProgress.silent(), null);
    }

    /** Returns this with samples that can be run alone: the state that they lack is the one that {@code model} gives. */
    Calibration carriedBy(OnnxModel model) {
        return new Calibration(Carried.recorded(model, samples), method, progress, cache);
    }

    Calibrator calibrator() {
        return new Calibrator(samples, method, progress, cache);
    }
}
