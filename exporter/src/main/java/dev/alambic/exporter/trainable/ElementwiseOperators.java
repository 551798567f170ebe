package dev.alambic.exporter.trainable;

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
        addActivations(operators);
        addBinary(operators);
        operators
                .on("Cast", ElementwiseOperators::cast)
                .on("Clip", ElementwiseOperators::clip)
                .on("Where", node -> Operator.of(ElementwiseOperators::where))
                .on("Not", node -> Operator.of(call -> call.array(0).logicalNot()))
                .on("Dropout", ElementwiseOperators::dropout);
    }

    private static void addUnary(Operators operators) {
        unary(operators, "Neg", NDArray::neg);
        unary(operators, "Abs", NDArray::abs);
        unary(operators, "Sqrt", NDArray::sqrt);
        unary(operators, "Exp", NDArray::exp);
        unary(operators, "Log", NDArray::log);
        unary(operators, "Erf", NDArray::erf);
        unary(operators, "Tanh", NDArray::tanh);
        unary(operators, "Sin", NDArray::sin);
        unary(operators, "Cos", NDArray::cos);
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

    private static void addActivations(Operators operators) {
        unary(operators, "Relu", x -> x.getNDArrayInternal().relu());
        unary(operators, "Sigmoid", x -> x.getNDArrayInternal().sigmoid());
        unary(operators, "Softplus", x -> x.getNDArrayInternal().softPlus());
        unary(operators, "Softsign", x -> x.getNDArrayInternal().softSign());
        operators
                .on("LeakyRelu", node -> {
                    float alpha = node.real("alpha", 0.01f);
                    return Operator.of(
                            call -> call.array(0).getNDArrayInternal().leakyRelu(alpha));
                })
                .on("Elu", node -> {
                    float alpha = node.real("alpha", 1);
                    return Operator.of(
                            call -> call.array(0).getNDArrayInternal().elu(alpha));
                })
                .on("HardSigmoid", node -> {
                    double alpha = node.real("alpha", 0.2f);
                    double beta = node.real("beta", 0.5f);
                    return Operator.of(call -> hardSigmoid(call, alpha, beta));
                })
                .on("HardSwish", node -> Operator.of(call -> call.array(0).mul(hardSigmoid(call, 1.0 / 6, 0.5))))
                .on("PRelu", node -> Operator.of(call -> prelu(call.array(0), call.array(1))))
                .on("Gelu", ElementwiseOperators::gelu);
    }

    private static NDArray hardSigmoid(Call call, double alpha, double beta) {
        NDArray x = call.array(0);
        return x.mul(call.scalar(alpha, x)).add(call.scalar(beta, x)).clip(0, 1);
    }

    /** max(x, 0) + slope * min(x, 0); the slope is broadcast to x from the right. */
    private static NDArray prelu(NDArray x, NDArray slope) {
        NDArray positive = x.getNDArrayInternal().relu();
        return positive.add(x.sub(positive).mul(slope));
    }

    /**
     * x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh (Hendrycks, Gimpel, arXiv:1606.08415, section 2).
     */
    private static Operator gelu(NodeView node) {
        boolean exact = node.oneOf("approximate", "none", "tanh").equals("none");
        return Operator.of(call -> {
            NDArray x = call.array(0);
            if (exact) {
                return x.getNDArrayInternal().gelu();
            }
            NDArray cube = x.mul(x).mul(x).mul(call.scalar(0.044715, x));
            NDArray inner =
                    x.add(cube).mul(call.scalar(Math.sqrt(2 / Math.PI), x)).tanh();
            return x.mul(inner.add(call.scalar(1, x))).mul(call.scalar(0.5, x));
        });
    }

    private static void addBinary(Operators operators) {
        binary(operators, "Add", NDArray::add);
        binary(operators, "Sub", NDArray::sub);
        binary(operators, "Mul", NDArray::mul);
        binary(operators, "Div", ElementwiseOperators::divide);
        operators.on("Pow", node -> Operator.of(ElementwiseOperators::power));
        binary(operators, "Equal", NDArray::eq);
        binary(operators, "Greater", NDArray::gt);
        binary(operators, "GreaterOrEqual", NDArray::gte);
        binary(operators, "Less", NDArray::lt);
        binary(operators, "LessOrEqual", NDArray::lte);
        binary(operators, "And", NDArray::logicalAnd);
        binary(operators, "Or", NDArray::logicalOr);
        binary(operators, "Xor", NDArray::logicalXor);
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
        operators.on(name, node -> Operator.of(call -> function.apply(call.array(0), call.array(1))));
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

    private static Operator cast(NodeView node) {
        dev.alambic.onnx.DataType to = node.type("to", dev.alambic.onnx.DataType.FLOAT);
        if (to == dev.alambic.onnx.DataType.STRING) {
            throw node.refuse("a number to cast to", to);
        }
        return Operator.of(call -> call.array(0).toType(Types.engineType(to, call.floatType()), false));
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
        return x.clip((long) Math.max(min, -0x1p53), (long) Math.min(max, 0x1p53));
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

    /** Drops in training alone. */
    private static Operator dropout(NodeView node) {
        float ratio = node.real("ratio", 0.5f);
        if (node.asksFor(1)) {
            throw node.refuse("one output", "a mask is asked for");
        }
        return Operator.of(call -> {
            float rate = call.has(1) ? call.floats(1)[0] : ratio;
            NDArray x = call.array(0);
            return call.training()
                    ? x.getNDArrayInternal().dropout(x, rate, true).get(0)
                    : x;
        });
    }
}
