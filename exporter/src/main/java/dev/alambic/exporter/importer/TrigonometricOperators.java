package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Functions of the angle and of the hyperbola. */
final class TrigonometricOperators {

    private TrigonometricOperators() {}

    static void addTo(Operators operators) {
        on(operators, "Sin", NDArray::sin);
        on(operators, "Cos", NDArray::cos);
        on(operators, "Tan", NDArray::tan);
        on(operators, "Asin", NDArray::asin);
        on(operators, "Acos", NDArray::acos);
        on(operators, "Atan", NDArray::atan);
        on(operators, "Sinh", NDArray::sinh);
        on(operators, "Cosh", NDArray::cosh);
        on(operators, "Tanh", NDArray::tanh);
        area(operators, "Asinh", TrigonometricOperators::asinh);
        area(operators, "Acosh", TrigonometricOperators::acosh);
        area(operators, "Atanh", TrigonometricOperators::atanh);
    }

    private static void on(Operators operators, String name, UnaryOperator<NDArray> function) {
        operators.on(name, node -> Operator.of(call -> function.apply(call.array(0))));
    }

    /** The engine has no area functions: they are logarithms. */
    private static void area(Operators operators, String name, BinaryOperator<NDArray> function) {
        operators.on(
                name,
                node -> Operator.of(call -> {
                    NDArray x = call.array(0);
                    return function.apply(x, call.scalar(1, x));
                }));
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
}
