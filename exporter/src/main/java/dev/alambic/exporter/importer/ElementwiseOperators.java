package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Operators that compute each element of the result from one element of each input, after broadcasting. */
final class ElementwiseOperators {

    private ElementwiseOperators() {}

    static void addTo(Operators operators) {
        addUnary(operators);
        addBinary(operators);
        operators
                .on("Mod", ElementwiseOperators::modulo)
                .on("Clip", ElementwiseOperators::clip)
                .on("Where", node -> Operator.of(ElementwiseOperators::where))
                .on("Dropout", DropoutOperator::bind);
    }

    private static void addUnary(Operators operators) {
        unary(operators, "Neg", NDArray::neg);
        unary(operators, "Abs", NDArray::abs);
        unary(operators, "Sqrt", NDArray::sqrt);
        unary(operators, "Exp", NDArray::exp);
        unary(operators, "Log", NDArray::log);
        unary(operators, "Erf", NDArray::erf);
        unary(operators, "Floor", NDArray::floor);
        unary(operators, "Ceil", NDArray::ceil);
        unary(operators, "Round", NDArray::round);
        unary(operators, "Sign", NDArray::sign);
        operators.on(
                "Reciprocal",
                node -> Operator.of(call -> call.scalar(1, call.array(0)).div(call.array(0))));
    }

    private static void unary(Operators operators, String name, UnaryOperator<NDArray> function) {
        operators.on(name, node -> Operator.of(call -> function.apply(call.array(0))));
    }

    private static void addBinary(Operators operators) {
        binary(operators, "Add", NDArray::add);
        binary(operators, "Sub", NDArray::sub);
        binary(operators, "Mul", NDArray::mul);
        binary(operators, "Div", ElementwiseOperators::divide);
        operators.on("Pow", node -> Operator.of(ElementwiseOperators::power));
        fold(operators, "Max", NDArray::maximum);
        fold(operators, "Min", NDArray::minimum);
        fold(operators, "Sum", NDArray::add);
        operators.on(
                "Mean",
                node -> Operator.of(call -> {
                    NDArray sum = folded(call, NDArray::add);
                    return sum.mul(call.scalar(1.0 / call.count(), sum));
                }));
    }

    private static void binary(Operators operators, String name, BinaryOperator<NDArray> function) {
        operators.on(name, node -> Operator.of(call -> function.apply(call.array(0), second(node, call))));
    }

    /** Returns the second operand; before opset 7 an attribute said at which axis of the first it stands. */
    static NDArray second(NodeView node, Call call) {
        NDArray given = call.array(1);
        return node.opset() < 7 && node.node().attributes().containsKey("axis")
                ? Axes.alignedAt(given, call.axis(node.number("axis", 0), 0), call.array(0))
                : given;
    }

    private static void fold(Operators operators, String name, BinaryOperator<NDArray> function) {
        operators.on(name, node -> Operator.of(call -> folded(call, function)));
    }

    private static NDArray folded(Call call, BinaryOperator<NDArray> function) {
        NDArray result = call.array(0);
        for (int i = 1; i < call.count(); i++) {
            result = function.apply(result, call.array(i));
        }
        return result;
    }

    /** Integers are divided towards zero, in float64. */
    private static NDArray divide(NDArray x, NDArray y) {
        if (x.getDataType().isFloating()) {
            return x.div(y);
        }
        return x.toType(DataType.FLOAT64, true)
                .div(y.toType(DataType.FLOAT64, true))
                .trunc()
                .toType(x.getDataType(), false);
    }

    /** The result has the type of the base. */
    private static NDArray power(Call call) {
        NDArray base = call.array(0);
        NDArray exponent = call.array(1);
        if (base.getDataType() == exponent.getDataType()) {
            return base.pow(exponent);
        }
        DataType type = base.getDataType().isFloating() ? base.getDataType() : DataType.FLOAT64;
        return base.toType(type, false).pow(exponent.toType(type, false)).toType(base.getDataType(), false);
    }

    /** The gradient is 1 at the bounds and 0 outside. Bounds were attributes before opset 11. */
    private static Operator clip(NodeView node) {
        float lowest = node.real("min", Float.NEGATIVE_INFINITY);
        float highest = node.real("max", Float.POSITIVE_INFINITY);
        return Operator.of(call -> {
            double min = call.has(1) ? call.floats(1)[0] : lowest;
            double max = call.has(2) ? call.floats(2)[0] : highest;
            return clip(call.array(0), min, max);
        });
    }

    private static NDArray clip(NDArray x, double min, double max) {
        if (x.getDataType().isFloating()) {
            return x.clip(min, max);
        }
        // bounds beyond the range of the type do not count, and the engine refuses them
        NDArray lower = Double.isInfinite(min) ? x : x.maximum((long) min);
        return Double.isInfinite(max) ? lower : lower.minimum((long) max);
    }

    /** The remainder has the sign of the divisor; with {@code fmod} that of the dividend. */
    private static Operator modulo(NodeView node) {
        boolean likeDividend = node.flag("fmod", false);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray y = call.array(1);
            return likeDividend ? x.sub(divide(x, y).trunc().mul(y)) : x.mod(y);
        });
    }

    /** The engine wants three equal shapes. */
    private static NDArray where(Call call) {
        NDArray condition = call.array(0);
        NDArray yes = call.array(1);
        NDArray no = call.array(2);
        Shape shape = new Shape(Axes.broadcast(
                condition.getShape().getShape(),
                Axes.broadcast(yes.getShape().getShape(), no.getShape().getShape())));
        return NDArrays.where(condition.broadcast(shape), yes.broadcast(shape), no.broadcast(shape));
    }
}
