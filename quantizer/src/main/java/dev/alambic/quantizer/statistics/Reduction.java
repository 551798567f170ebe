package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.List;

/**
 * What the model makes of the columns [groups, width, rows] of an input; operators that mean the same in all opsets.
 */
enum Reduction {
    /** The number of elements. */
    SIZE {
        @Override
        String add(Graph.Builder out, String columns) {
            return out.node(Node.of("Size", List.of(columns), out.fresh(columns + "_size")));
        }
    },
    /** The mean over the rows, [groups, width, 1]. */
    MEAN {
        @Override
        String add(Graph.Builder out, String columns) {
            return out.node(Node.of("GlobalAveragePool", List.of(columns), out.fresh(columns + "_mean")));
        }
    },
    /** The mean of the squares over the rows, [groups, width, 1]. */
    SQUARES {
        @Override
        String add(Graph.Builder out, String columns) {
            String squares = out.node(Node.of("Mul", List.of(columns, columns), out.fresh(columns + "_squares")));
            return out.node(Node.of("GlobalAveragePool", List.of(squares), out.fresh(columns + "_mean_square")));
        }
    },
    /** The largest over the rows, [groups, width, 1]. */
    HIGHEST {
        @Override
        String add(Graph.Builder out, String columns) {
            return out.node(Node.of("GlobalMaxPool", List.of(columns), out.fresh(columns + "_highest")));
        }
    },
    /** The smallest over the rows, [groups, width, 1]. */
    LOWEST {
        @Override
        String add(Graph.Builder out, String columns) {
            String turned = out.node(Node.of("Neg", List.of(columns), out.fresh(columns + "_negative")));
            String highest = out.node(Node.of("GlobalMaxPool", List.of(turned), out.fresh(columns + "_highest")));
            return out.node(Node.of("Neg", List.of(highest), out.fresh(columns + "_lowest")));
        }
    },
    /** The sum of x x^T over the rows, [groups, width, width]. */
    PRODUCTS {
        @Override
        String add(Graph.Builder out, String columns) {
            String turned = out.node(Node.of("Transpose", List.of(columns), out.fresh(columns + "_rows"))
                    .with("perm", new long[] {0, 2, 1}));
            return out.node(Node.of("MatMul", List.of(columns, turned), out.fresh(columns + "_products")));
        }
    };

    /** Adds the nodes; returns the name of their result. */
    abstract String add(Graph.Builder out, String columns);
}
