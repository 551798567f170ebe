package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.BinaryOperator;

/** Operators that compute each element of the result from one element of each input, after broadcasting. */
final class ElementwiseOperators {

    private ElementwiseOperators() {}

    static void addTo(Operators operators) {
        addUnary(operators);
        addAngles(operators);
        addBinary(operators);
        addTruth(operators);
        operators
                .on("Clip", ElementwiseOperators::clip)
                .onCall("Where", ElementwiseOperators::where)
                .on("Dropout", DropoutOperator::bind)
                .on("Cast", ElementwiseOperators::cast)
                .onCall("CastLike", call -> call.array(0).toType(call.array(1).getDataType(), false));
    }

    private static void addUnary(Operators operators) {
        operators
                .unary("Neg", NDArray::neg)
                .unary("Abs", NDArray::abs)
                .unary("Sqrt", NDArray::sqrt)
                .unary("Exp", NDArray::exp)
                .unary("Log", NDArray::log)
                .unary("Erf", NDArray::erf)
                .unary("Floor", NDArray::floor)
                .unary("Ceil", NDArray::ceil)
                .unary("Round", NDArray::round)
                .unary("Sign", NDArray::sign)
                .onCall("Reciprocal", call -> call.scalar(1, call.array(0)).div(call.array(0)));
    }

    /** Functions of the angle and of the hyperbola. The engine has no area functions: they are logarithms. */
    private static void addAngles(Operators operators) {
        operators
                .unary("Sin", NDArray::sin)
                .unary("Cos", NDArray::cos)
                .unary("Tan", NDArray::tan)
                .unary("Asin", NDArray::asin)
                .unary("Acos", NDArray::acos)
                .unary("Atan", NDArray::atan)
                .unary("Sinh", NDArray::sinh)
                .unary("Cosh", NDArray::cosh)
                .unary("Tanh", NDArray::tanh)
                .onCall("Asinh", call -> asinh(call.array(0), call.scalar(1, call.array(0))))
                .onCall("Acosh", call -> acosh(call.array(0), call.scalar(1, call.array(0))))
                .onCall("Atanh", call -> atanh(call.array(0), call.scalar(1, call.array(0))));
    }

    /** sign(x) * ln(|x| + sqrt(x² + 1)), where 0 counts as positive, so that it has its gradient there. */
    private static NDArray asinh(NDArray x, NDArray one) {
        NDArray sign = x.gte(0).toType(x.getDataType(), false).mul(2).sub(one);
        NDArray size = x.mul(sign);
        return size.add(size.square().add(one).sqrt()).log().mul(sign);
    }

    private static NDArray acosh(NDArray x, NDArray one) {
        return x.add(x.sub(one).sqrt().mul(x.add(one).sqrt())).log();
    }

    private static NDArray atanh(NDArray x, NDArray one) {
        return one.add(x).div(one.sub(x)).log().div(one.add(one));
    }

    private static void addBinary(Operators operators) {
        binary(operators, "Add", NDArray::add);
        binary(operators, "Sub", NDArray::sub);
        binary(operators, "Mul", NDArray::mul);
        binary(operators, "Div", ElementwiseOperators::divide);
        operators
                .onCall("Pow", ElementwiseOperators::power)
                .on("Mod", ElementwiseOperators::modulo)
                .onCall("Max", call -> folded(call, NDArray::maximum))
                .onCall("Min", call -> folded(call, NDArray::minimum))
                .onCall("Sum", call -> folded(call, NDArray::add))
                .onCall("Mean", call -> {
                    NDArray sum = folded(call, NDArray::add);
                    return sum.mul(call.scalar(1.0 / call.count(), sum));
                });
    }

    /** Operators whose results are truth values. */
    private static void addTruth(Operators operators) {
        binary(operators, "Equal", NDArray::eq);
        binary(operators, "Greater", NDArray::gt);
        binary(operators, "GreaterOrEqual", NDArray::gte);
        binary(operators, "Less", NDArray::lt);
        binary(operators, "LessOrEqual", NDArray::lte);
        binary(operators, "And", NDArray::logicalAnd);
        binary(operators, "Or", NDArray::logicalOr);
        binary(operators, "Xor", NDArray::logicalXor);
        operators
                .unary("Not", NDArray::logicalNot)
                .unary("IsNaN", NDArray::isNaN)
                .on("IsInf", ElementwiseOperators::isInfinite);
    }

    private static Operator isInfinite(NodeView node) {
        boolean negative = node.flag("detect_negative", true);
        boolean positive = node.flag("detect_positive", true);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray infinite = x.isInfinite();
            if (negative && positive) {
                return infinite;
            }
            return infinite.logicalAnd(positive ? x.gt(0) : negative ? x.lt(0) : x.neq(x));
        });
    }

    private static Operator cast(NodeView node) {
        dev.alambic.onnx.graph.DataType to = node.type("to", dev.alambic.onnx.graph.DataType.FLOAT);
        if (!Types.isComputed(to)) {
            throw node.refuse("a number of at least 8 bits to cast to", to);
        }
        return Operator.of(call -> call.array(0).toType(Types.engineType(to, call.floatType()), false));
    }

    private static void binary(Operators operators, String name, BinaryOperator<NDArray> function) {
        operators.onCall(name, (node, call) -> function.apply(call.array(0), second(node, call)));
    }

    /** Returns the second operand; before opset 7 an attribute said at which axis of the first it stands. */
    private static NDArray second(NodeView node, Call call) {
        NDArray given = call.array(1);
        return node.opset() < 7 && node.node().attributes().containsKey("axis")
                ? Axes.alignedAt(given, call.axis(node.number("axis", 0), 0), call.array(0))
                : given;
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

    /**
     * The gradient is 1 at the bounds and 0 outside; bounds that are computed have the rest. They were attributes
     * before opset 11.
     */
    private static Operator clip(NodeView node) {
        float lowest = node.real("min", Float.NEGATIVE_INFINITY);
        float highest = node.real("max", Float.POSITIVE_INFINITY);
        boolean computed = node.isComputed(1) || node.isComputed(2);
        return Operator.of(call -> {
            if (computed && call.array(0).getDataType().isFloating()) {
                NDArray raised = call.has(1) ? call.array(0).maximum(call.array(1)) : call.array(0);
                return call.has(2) ? raised.minimum(call.array(2)) : raised;
            }
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
