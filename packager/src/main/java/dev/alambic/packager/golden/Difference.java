package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import java.util.Arrays;

/** How far an answer lies from what is expected. */
final class Difference {

    private Difference() {}

    /** Returns max |expected - actual|; infinite if type or shape differ, or if one of them alone is no number. */
    static double of(Tensor expected, Tensor actual) {
        if (expected.dataType() != actual.dataType() || !Arrays.equals(expected.dims(), actual.dims())) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = Agreement.of(expected, actual).maxAbsoluteDifference();
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
