package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A product by the transpose of a table whose rows are looked up as well, as the output layer of a language model
 * shares the weights of its embedding: {@code Gemm} with {@code transB}, or {@code MatMul} by the {@code Transpose} of
 * the table. Both read the same integers, one scale for each word.
 *
 * @param node the product
 * @param table name of the table, [words, width]
 */
record TiedProduct(Graph graph, Node node, String table) {

    /** Returns {@code node} as one, if another node looks up words of its weight. */
    static Optional<TiedProduct> of(Graph graph, Node node) {
        return table(graph, node)
                .filter(name -> graph.constant(name)
                        .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.rank() == 2)
                        .isPresent())
                .filter(name -> graph.index().consumers(name).stream().anyMatch(reader -> reader.is("Gather")))
                .map(name -> new TiedProduct(graph, node, name))
                .filter(tied -> node.input(2).isEmpty() || tied.bias().isPresent());
    }

    private static Optional<String> table(Graph graph, Node node) {
        if (node.is("Gemm")) {
            boolean plain = node.intAttribute("transB", 0) != 0
                    && node.intAttribute("transA", 0) == 0
                    && node.floatAttribute("alpha", 1) == 1
                    && (node.floatAttribute("beta", 1) == 1 || node.input(2).isEmpty());
            return plain ? node.input(1) : Optional.empty();
        }
        return node.is("MatMul")
                ? node.input(1)
                        .flatMap(graph.index()::producer)
                        .filter(TiedProduct::isTranspose)
                        .flatMap(transpose -> transpose.input(0))
                : Optional.empty();
    }

    /** Returns whether {@code node} swaps the axes of a matrix. */
    static boolean isTranspose(Node node) {
        return node.is("Transpose")
                && node.intsAttribute("perm")
                        .filter(axes -> !Arrays.equals(axes, new long[] {1, 0}))
                        .isEmpty();
    }

    /** Returns the constant row that is added to each row of the product. */
    Optional<Tensor> bias() {
        return graph.floatConstant(node, 2).filter(row -> row.rank() == 1);
    }

    /** Returns whether {@code reader}, which reads {@code table}, is such a product or the transpose for some alone. */
    static boolean reads(Graph graph, Node reader, String table) {
        if (isTranspose(reader)) {
            List<Node> products = graph.index().consumers(reader.output());
            return !graph.index().isOutput(reader.output())
                    && products.stream()
                            .allMatch(product -> of(graph, product)
                                    .filter(tied -> tied.table.equals(table))
                                    .isPresent());
        }
        return of(graph, reader).filter(tied -> tied.table.equals(table)).isPresent();
    }
}
