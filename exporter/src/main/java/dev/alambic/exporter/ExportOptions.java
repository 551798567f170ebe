package dev.alambic.exporter;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a block is exported.
 *
 * @param opset version of the standard's operators, 13 to 26, the newest that ONNX Runtime 1.29 runs; 17 is the oldest
 *     with an operator for layer normalization
 * @param tolerance largest difference between engine and exported model that passes, relative to the largest output
 * @param seed of the random inputs of the verification
 */
@RecordBuilder
public record ExportOptions(long opset, double tolerance, long seed) implements ExportOptionsBuilder.With {

    public ExportOptions {
        Rule.require(opset >= 13 && opset <= 26, "opset", "13 to 26", opset);
        Rule.require(tolerance > 0, "tolerance", "above 0", tolerance);
    }

    /** Returns opset 17, a tolerance of 1e-5 and seed 1. */
    public static ExportOptions defaults() {
        return new ExportOptions(17, 1e-5, 1);
    }
}
