package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import java.util.function.BinaryOperator;

/** Operators whose results are truth values. */
final class TruthOperators {

    private TruthOperators() {}

    static void addTo(Operators operators) {
        binary(operators, "Equal", NDArray::eq);
        binary(operators, "Greater", NDArray::gt);
        binary(operators, "GreaterOrEqual", NDArray::gte);
        binary(operators, "Less", NDArray::lt);
        binary(operators, "LessOrEqual", NDArray::lte);
        binary(operators, "And", NDArray::logicalAnd);
        binary(operators, "Or", NDArray::logicalOr);
        binary(operators, "Xor", NDArray::logicalXor);
        operators
                .on("Not", node -> Operator.of(call -> call.array(0).logicalNot()))
                .on("IsNaN", node -> Operator.of(call -> call.array(0).isNaN()))
                .on("IsInf", TruthOperators::isInfinite);
    }

    private static void binary(Operators operators, String name, BinaryOperator<NDArray> function) {
        operators.on(
                name,
                node -> Operator.of(call -> function.apply(call.array(0), ElementwiseOperators.second(node, call))));
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
}
