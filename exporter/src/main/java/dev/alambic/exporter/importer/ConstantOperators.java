package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;

/** Operators that fill a tensor by a rule, or keep a triangle of one. */
final class ConstantOperators {

    private ConstantOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("ConstantOfShape", ConstantOperators::constantOfShape)
                .onCall("Range", ConstantOperators::range)
                .on("EyeLike", ConstantOperators::eyeLike)
                .on("Trilu", ConstantOperators::trilu)
                .on("HannWindow", node -> window(node, 0.5, 0.5, 0))
                .on("HammingWindow", node -> window(node, 25.0 / 46, 21.0 / 46, 0))
                .on("BlackmanWindow", node -> window(node, 0.42, 0.5, 0.08));
    }

    private static Operator constantOfShape(NodeView node) {
        Tensor value = node.node().tensorAttribute("value").orElse(Tensor.ofFloats(new float[1], 1));
        double number = value.dataType().isFloating() ? value.floats()[0] : value.longs()[0];
        return Operator.of(call -> call.manager()
                .full(
                        new Shape(call.numbers(0)),
                        (float) number,
                        Types.engineType(value.dataType(), call.floatType())));
    }

    /** Differentiable by start and step. */
    private static NDArray range(Call call) {
        NDArray start = call.array(0);
        if (!start.getDataType().isFloating()) {
            return call.manager()
                    .arange((int) call.number(0), (int) call.number(1), (int) call.number(2), start.getDataType());
        }
        float first = call.floats(0)[0];
        float step = call.floats(2)[0];
        int count = (int) Math.max(0, Math.ceil(((double) call.floats(1)[0] - first) / step));
        NDArray positions = call.manager()
                .arange(0, count, 1, ai.djl.ndarray.types.DataType.INT64)
                .toType(start.getDataType(), false);
        return start.flatten().add(positions.mul(call.array(2).flatten()));
    }

    /** Returns whether column - row of each place of a [rows, columns] matrix lies between two bounds. */
    private static NDArray band(Call call, long rows, long columns, long least, long most) {
        NDArray row = call.manager().arange((int) rows).reshape(rows, 1);
        NDArray column = call.manager().arange((int) columns).reshape(1, columns);
        NDArray diagonal = column.sub(row);
        return diagonal.gte(least).logicalAnd(diagonal.lte(most));
    }

    private static Operator eyeLike(NodeView node) {
        long diagonal = node.number("k", 0);
        boolean typed = node.node().attributes().containsKey("dtype");
        DataType type = node.type("dtype", DataType.FLOAT);
        return Operator.of(call -> {
            Shape shape = call.shape(0);
            return band(call, shape.get(0), shape.get(1), diagonal, diagonal)
                    .toType(
                            typed
                                    ? Types.engineType(type, call.floatType())
                                    : call.array(0).getDataType(),
                            false);
        });
    }

    private static Operator trilu(NodeView node) {
        boolean upper = node.flag("upper", true);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            if (x.size() == 0) {
                return x;
            }
            long diagonal = call.has(1) ? call.number(1) : 0;
            int rank = x.getShape().dimension();
            NDArray kept = band(
                    call,
                    x.getShape().get(rank - 2),
                    x.getShape().get(rank - 1),
                    upper ? diagonal : Integer.MIN_VALUE,
                    upper ? Integer.MAX_VALUE : diagonal);
            return NDArrays.where(kept.broadcast(x.getShape()), x, x.zerosLike());
        });
    }

    /** a - b cos(2 pi n / N) + c cos(4 pi n / N), where N is the size, or one less for a symmetric window. */
    private static Operator window(NodeView node, double a, double b, double c) {
        boolean periodic = node.flag("periodic", true);
        DataType type = node.type("output_datatype", DataType.FLOAT);
        return Operator.of(call -> {
            int size = Math.toIntExact(call.number(0));
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                double angle = 2 * Math.PI * i / (periodic ? size : Math.max(1, size - 1));
                values[i] = a - b * Math.cos(angle) + c * Math.cos(2 * angle);
            }
            return call.create(values, size).toType(Types.engineType(type, call.floatType()), false);
        });
    }
}
