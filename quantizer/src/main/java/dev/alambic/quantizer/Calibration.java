package dev.alambic.quantizer;

import dev.alambic.onnx.Tensor;
import java.util.Map;

/**
 * Inputs such as the model will meet, from which static quantization learns the ranges of values.
 *
 * @param samples by input name, in raw units; batches of any size; read once, one after the other
 */
public record Calibration(Iterable<Map<String, Tensor>> samples) {

    public static Calibration of(Iterable<Map<String, Tensor>> samples) {
        return new Calibration(samples);
    }
}
