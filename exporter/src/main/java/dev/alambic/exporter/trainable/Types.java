package dev.alambic.exporter.trainable;

import ai.djl.ndarray.types.DataType;
import dev.alambic.exporter.trace.EngineTensors;

/** How the types of a file are computed in the engine. */
final class Types {

    private Types() {}

    /**
     * Returns the engine's type of {@code type}: all floats are computed in {@code floatType}, because a cast of the
     * engine cuts the gradient; unsigned integers that the engine does not know in the next larger signed type.
     */
    static DataType engineType(dev.alambic.onnx.DataType type, DataType floatType) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> floatType;
            case UINT16 -> DataType.INT32;
            case UINT32, UINT64 -> DataType.INT64;
            default -> EngineTensors.typeOf(type);
        };
    }
}
