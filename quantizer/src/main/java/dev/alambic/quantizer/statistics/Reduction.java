package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.List;

/**
 * What the model makes of the columns [groups, width, rows] of an input; operators that mean the same in all opsets.
 */
enum Reduction {
    /** The number of elements. */
    SIZE,
    /** The mean over the rows, [groups, width, 1]. */
    MEAN,
    /** The mean of the squares over the rows, [groups, width, 1]. */
    SQUARES,
    /** The largest over the rows, [groups, width, 1]. */
    HIGHEST,
    /** The smallest over the rows, [groups, width, 1]. */
    LOWEST,
    /** The sum of x x^T over the rows, [groups, width, width]. */
    PRODUCTS;

    /** Adds the nodes; returns the name of their result. */
    String add(Graph.Builder out, String columns) {
        return switch (this) {
            case SIZE -> out.node("Size", List.of(columns), columns + "_size");
            case MEAN -> out.node("GlobalAveragePool", List.of(columns), columns + "_mean");
            case SQUARES -> {
                String squares = out.node("Mul", List.of(columns, columns), columns + "_squares");
                yield out.node("GlobalAveragePool", List.of(squares), columns + "_mean_square");
            }
            case HIGHEST -> out.node("GlobalMaxPool", List.of(columns), columns + "_highest");
            case LOWEST -> {
                String turned = out.node("Neg", List.of(columns), columns + "_negative");
                String highest = out.node("GlobalMaxPool", List.of(turned), columns + "_highest");
                yield out.node("Neg", List.of(highest), columns + "_lowest");
            }
            case PRODUCTS -> {
                String turned = out.node(Node.of("Transpose", List.of(columns), out.fresh(columns + "_rows"))
                        .with("perm", new long[] {0, 2, 1}));
                yield out.node("MatMul", List.of(columns, turned), columns + "_products");
            }
        };
    }
}
