package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.DataType;

/** Operators that change the type of the elements. */
final class CastOperators {

    private CastOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("Cast", CastOperators::cast)
                .on(
                        "CastLike",
                        node -> Operator.of(
                                call -> call.array(0).toType(call.array(1).getDataType(), false)));
    }

    private static Operator cast(NodeView node) {
        DataType to = node.type("to", DataType.FLOAT);
        if (!Types.isComputed(to)) {
            throw node.refuse("a number of at least 8 bits to cast to", to);
        }
        return Operator.of(call -> call.array(0).toType(Types.engineType(to, call.floatType()), false));
    }
}
