package dev.alambic.run.recipe;

import dev.alambic.exporter.ExportOptions;

/**
 * How models are exported.
 *
 * @param opset version of the ONNX operators
 * @param strings whether each form of a model of a table is written once more as one that takes a column an input,
 *     categories as texts
 * @param bytes whether each form of a model of pictures is written once more as one that takes their bytes, of any size
 *     where the model says what becomes of another
 */
public record ExportSpec(int opset, boolean strings, boolean bytes) {

    public ExportSpec {
        ExportOptions.defaults().withOpset(opset); // refuses what it cannot write
    }

    public static ExportSpec defaults() {
        return new ExportSpec(17, false, false);
    }
}
