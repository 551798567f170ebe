package dev.alambic.onnx.operator;

import dev.alambic.onnx.graph.Node;
import java.util.Map;
import java.util.Optional;

/**
 * Where an operator that multiplies integers reads its weight, and what belongs to it, as inputs of the node; -1 for
 * what it does not have.
 *
 * @param weight the stored integers
 * @param scale of the weight
 * @param zeroPoint of the weight
 * @param bias int32 in steps of the sums, or float32 where the result is
 * @param resultScale of the result, before its zero point; a node that leaves it out gives floats
 */
public record IntegerProduct(int weight, int scale, int zeroPoint, int bias, int resultScale) {

    private static final Map<String, IntegerProduct> ALL = Map.of(
            "ConvInteger", new IntegerProduct(1, -1, 3, -1, -1),
            "DynamicQuantizeMatMul", new IntegerProduct(1, 2, 3, 4, -1),
            "MatMulInteger", new IntegerProduct(1, -1, 3, -1, -1),
            "MatMulIntegerToFloat", new IntegerProduct(1, 3, 5, 6, -1),
            "QGemm", new IntegerProduct(3, 4, 5, 6, 7),
            "QLinearConv", new IntegerProduct(3, 4, 5, 8, 6),
            "QLinearMatMul", new IntegerProduct(3, 4, 5, -1, 6));

    /** Returns what is known of an operator of the standard or of ONNX Runtime's contributed ones. */
    public static Optional<IntegerProduct> of(String operator) {
        return Optional.ofNullable(ALL.get(operator));
    }

    /** Returns whether {@code node} is such a product and gives integers, which have a scale. */
    public static boolean givesIntegers(Node node) {
        return of(node.opType())
                .filter(product -> product.resultScale >= 0)
                .flatMap(product -> node.input(product.resultScale))
                .isPresent();
    }
}
