package dev.alambic.exporter.importer;

import ai.djl.ndarray.types.DataType;
import dev.alambic.exporter.trace.EngineTensors;

/** How the types of a file are computed in the engine. */
final class Types {

    private Types() {}

    /**
     * Returns the engine's type of {@code type}: all floats are computed in {@code floatType}, because a cast of the
     * engine cuts the gradient; integers that the engine does not know in the next larger signed type (int16 and
     * bfloat16 arrays end the process).
     */
    static DataType engineType(dev.alambic.onnx.graph.DataType type, DataType floatType) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> floatType;
            case INT16, UINT16 -> DataType.INT32;
            case UINT32, UINT64 -> DataType.INT64;
            default -> EngineTensors.typeOf(type);
        };
    }

    /** Returns whether tensors of {@code type} can be computed with: no text, complex numbers, 8-bit floats, int4. */
    static boolean isComputed(dev.alambic.onnx.graph.DataType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16, BOOL -> true;
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> true;
            default -> false;
        };
    }
}
