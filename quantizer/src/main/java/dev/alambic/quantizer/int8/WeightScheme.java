package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How the weights of integer nodes are stored: symmetric around a zero point of 0 (S8) or 128 (U8).
 *
 * @param type S8 or U8
 * @param perChannel whether each output channel has a scale of its own; else one for the whole weight
 * @param range how much of the integers' range is used; a U8 weight is multiplied without overflow, so that PAIRS uses
 *     all of it
 */
@RecordBuilder
public record WeightScheme(IntegerType type, boolean perChannel, WeightRange range)
        implements WeightSchemeBuilder.With {

    public WeightScheme {
        if (type.isWide()) {
            throw new IllegalArgumentException("weights: the type has 8 bits (expected S8 or U8, was " + type + ")");
        }
    }

    /** Returns signed weights with a scale for each channel that pairs of products fit. */
    public static WeightScheme defaults() {
        return new WeightScheme(IntegerType.S8, true, WeightRange.PAIRS);
    }

    /** Returns whether pairs of products must fit into 16 bits. */
    boolean hasPairs() {
        return type == IntegerType.S8 && range == WeightRange.PAIRS;
    }

    /** Returns this scheme as {@code node} needs it: where no pairs are added, all of the range is used. */
    WeightScheme fitting(Node node, Tensor weight) {
        return hasPairs() && ProductPairs.isDepthwise(node, weight) ? withRange(WeightRange.FULL) : this;
    }
}
