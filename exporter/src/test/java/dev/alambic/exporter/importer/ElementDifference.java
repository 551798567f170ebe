package dev.alambic.exporter.importer;

import ai.djl.ndarray.types.DataType;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Compares what a block computed with what the standard's reference did, element by element. */
final class ElementDifference {

    /** The bounds of the standard's own tests (onnx/backend/test/loader: rtol 1e-3, atol 1e-7). */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    /** A unit in the last place of bfloat16, which has 8 bits: the package cuts values to it, the block does not. */
    private static final double RELATIVE_BFLOAT16 = 0x1p-7;

    private ElementDifference() {}

    /** Returns the first difference, or an empty text; 16-bit floats are expected as float32. */
    static String between(Tensor expected, Tensor actual) {
        dev.alambic.onnx.graph.DataType type =
                EngineTensors.typeOf(Types.engineType(expected.dataType(), DataType.FLOAT32));
        if (actual.dataType() != type || !Arrays.equals(expected.dims(), actual.dims())) {
            return "expected " + type.lowerName() + Arrays.toString(expected.dims()) + ", was " + actual;
        }
        double relative =
                expected.dataType() == dev.alambic.onnx.graph.DataType.BFLOAT16 ? RELATIVE_BFLOAT16 : RELATIVE;
        double[] wanted = doubles(expected);
        double[] found = doubles(actual);
        return IntStream.range(0, wanted.length)
                .filter(i -> !isNear(wanted[i], found[i], relative))
                .mapToObj(i -> "element " + i + " expected " + wanted[i] + ", was " + found[i])
                .findFirst()
                .orElse("");
    }

    private static boolean isNear(double wanted, double found, double relative) {
        return Double.compare(wanted, found) == 0
                || wanted == found
                || Math.abs(wanted - found) <= ABSOLUTE + relative * Math.abs(wanted);
    }

    private static double[] doubles(Tensor tensor) {
        if (!tensor.dataType().isFloating()) {
            return Arrays.stream(tensor.longs()).asDoubleStream().toArray();
        }
        float[] floats = tensor.floats();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }
}
