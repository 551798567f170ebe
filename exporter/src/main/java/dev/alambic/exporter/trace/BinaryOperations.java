package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions of two elements, with broadcasting; the second operand is an array or a number.
 *
 * <p>Both operands take the engine's result type; for comparisons, whose result is boolean, the type that PyTorch
 * promotes to, where an operand of rank 0 counts only if its category (boolean, integer, floating) is the higher one.
 */
final class BinaryOperations {

    private static final Map<String, String> ARITHMETIC = Map.of(
            "add", "Add", "sub", "Sub", "mul", "Mul", "div", "Div", "pow", "Pow", "maximum", "Max", "minimum", "Min");
    private static final Map<String, String> COMPARISON =
            Map.of("eq", "Equal", "gt", "Greater", "gte", "GreaterOrEqual", "lt", "Less", "lte", "LessOrEqual");
    private static final Map<String, String> LOGICAL =
            Map.of("logicalAnd", "And", "logicalOr", "Or", "logicalXor", "Xor");

    private BinaryOperations() {}

    /** The names of both operands in one type. */
    private record Pair(String left, String right) {}

    static void addTo(Operators table) {
        ARITHMETIC.forEach((method, opType) -> both(table, method, call -> arithmetic(call, opType)));
        COMPARISON.forEach((method, opType) -> both(table, method, call -> comparison(call, opType)));
        LOGICAL.forEach((method, opType) -> table.on(method + "(NDArray)", call -> logical(call, opType)));
        both(table, "neq", BinaryOperations::different);
        both(table, "mod", BinaryOperations::remainder);
        table.on("where(NDArray,NDArray)", BinaryOperations::where)
                .on("xlogy(NDArray)", BinaryOperations::timesLogarithm)
                .on("atan2(NDArray)", BinaryOperations::angle)
                .on("concat(NDList,int)", BinaryOperations::concat)
                .on("stack(NDList,int)", BinaryOperations::stack);
        for (String method : new String[] {"matMul", "batchMatMul", "dot"}) {
            table.on(method + "(NDArray)", call -> arithmetic(call, "MatMul"));
        }
    }

    private static void both(Operators table, String method, Operation operation) {
        table.on(method + "(Number)", operation).on(method + "(NDArray)", operation);
    }

    private static NDArray arithmetic(Invocation call, String opType) {
        NDArray real = call.run();
        return call.result(real, emit(call, opType, operands(call, real.getDataType())));
    }

    private static NDArray comparison(Invocation call, String opType) {
        return call.result(emit(call, opType, operands(call, promoted(call))));
    }

    private static NDArray different(Invocation call) {
        String equal = emit(call, "Equal", operands(call, promoted(call)));
        return call.result(call.emit("Not", equal));
    }

    private static NDArray logical(Invocation call, String opType) {
        return call.result(emit(call, opType, operands(call, DataType.BOOLEAN)));
    }

    /** The remainder has the sign of the divisor: x - y floor(x / y); on integers, the operator Mod does so. */
    private static NDArray remainder(Invocation call) {
        NDArray real = call.run();
        Pair pair = operands(call, real.getDataType());
        if (!real.getDataType().isFloating()) {
            return call.result(real, emit(call, "Mod", pair));
        }
        String quotient = call.emit("Floor", emit(call, "Div", pair));
        String whole = call.emit("Mul", pair.right, quotient);
        return call.result(real, call.emit("Sub", pair.left, whole));
    }

    private static String emit(Invocation call, String opType, Pair operands) {
        return call.emit(opType, operands.left, operands.right);
    }

    private static Pair operands(Invocation call, DataType type) {
        String left = call.cast(call.self(), type);
        if (call.argument(0) instanceof Number number) {
            return new Pair(left, call.scalar(number, type).name());
        }
        return new Pair(left, call.cast(call.valueAt(0), type));
    }

    private static DataType promoted(Invocation call) {
        Value left = call.self();
        @Nullable Object right = call.argument(0);
        if (right instanceof Number number) {
            boolean floating = number instanceof Float || number instanceof Double;
            return promote(left.dataType(), left.rank() == 0, floating ? DataType.FLOAT32 : DataType.INT64, true);
        }
        Value other = call.valueAt(0);
        return promote(left.dataType(), left.rank() == 0, other.dataType(), other.rank() == 0);
    }

    private static DataType promote(DataType left, boolean leftScalar, DataType right, boolean rightScalar) {
        int difference = category(left) - category(right);
        if (difference != 0) {
            return difference > 0 ? left : right;
        }
        if (leftScalar != rightScalar) {
            return leftScalar ? right : left;
        }
        return left.getNumOfBytes() >= right.getNumOfBytes() ? left : right;
    }

    private static int category(DataType type) {
        return type == DataType.BOOLEAN ? 0 : type.isFloating() ? 2 : 1;
    }

    /** x log y, and 0 where x is 0. */
    private static NDArray timesLogarithm(Invocation call) {
        NDArray x = call.self().array();
        NDArray y = call.valueAt(0).array();
        NDArray product = x.mul(y.log());
        return NDArrays.where(x.eq(0).broadcast(product.getShape()), product.zerosLike(), product);
    }

    /** The angle of the point (x, y), of which the receiver is y: atan(y / x), half a turn further where x < 0. */
    private static NDArray angle(Invocation call) {
        NDArray y = call.self().array();
        NDArray x = call.valueAt(0).array();
        NDArray slope = y.div(x).atan();
        NDArray half = y.lt(0).toType(slope.getDataType(), false).mul(-2).add(1).mul(Math.PI);
        NDArray turned = slope.add(x.lt(0).toType(slope.getDataType(), false).mul(half));
        NDArray origin = x.eq(0).logicalAnd(y.eq(0));
        return NDArrays.where(origin, turned.zerosLike(), turned);
    }

    private static NDArray where(Invocation call) {
        NDArray real = call.run();
        return call.result(
                real,
                call.emit(
                        "Where",
                        call.cast(call.valueAt(0), DataType.BOOLEAN),
                        call.cast(call.self(), real.getDataType()),
                        call.cast(call.valueAt(1), real.getDataType())));
    }

    private static NDArray concat(Invocation call) {
        NDArray real = call.run();
        Draft node = call.node("Concat").with("axis", call.axisAt(1));
        for (Value value : receiverAnd(call, call.listAt(0))) {
            node.input(call.cast(value, real.getDataType()));
        }
        return call.result(real, node.emit());
    }

    private static NDArray stack(Invocation call) {
        NDArray real = call.run();
        int axis = call.intAt(1) < 0 ? call.intAt(1) + call.self().rank() + 1 : call.intAt(1);
        Draft node = call.node("Concat").with("axis", axis);
        for (Value value : receiverAnd(call, call.listAt(0))) {
            Value widened =
                    call.value(call.as(value, real.getDataType()).array().expandDims(axis));
            node.input(widened);
        }
        return call.result(real, node.emit());
    }

    private static Iterable<Value> receiverAnd(Invocation call, NDList others) {
        List<Value> values = new ArrayList<>();
        values.add(call.self());
        others.forEach(other -> values.add(call.value(other)));
        return values;
    }
}
