package dev.alambic.run.recipe;

import dev.alambic.exporter.ExportOptions;

/**
 * How models are exported.
 *
 * @param opset version of the ONNX operators
 */
public record ExportSpec(int opset) {

    public ExportSpec {
        ExportOptions.defaults().withOpset(opset); // refuses what it cannot write
    }

    public static ExportSpec defaults() {
        return new ExportSpec(17);
    }
}
