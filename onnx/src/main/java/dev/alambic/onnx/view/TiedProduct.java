package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A product by the transpose of a table whose rows are looked up as well, as the output layer of a language model
 * shares the weights of its embedding: {@code Gemm} with {@code transB}, or {@code MatMul} by the {@code Transpose} of
 * the table. Quantized, both read the same integers, with scales for each word.
 *
 * @param node the product
 * @param table name of the table, [words, width]
 */
public record TiedProduct(Graph graph, Node node, String table) {

    /** Returns {@code node} as one, if another node looks up words of its weight. */
    public static Optional<TiedProduct> of(Graph graph, Node node) {
        return table(graph, node)
                .filter(name -> !node.input(0).equals(Optional.of(name))
                        && !graph.index().isOutput(name))
                .filter(name -> graph.constant(name)
                        .filter(tensor -> ProductView.FLOATS.contains(tensor.dataType()) && tensor.rank() == 2)
                        .isPresent())
                .filter(name -> graph.index().consumers(name).stream().anyMatch(reader -> reader.is("Gather")))
                .map(name -> new TiedProduct(graph, node, name));
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
    private static boolean isTranspose(Node node) {
        return node.is("Transpose")
                && node.intsAttribute("perm")
                        .filter(axes -> !Arrays.equals(axes, new long[] {1, 0}))
                        .isEmpty();
    }

    /** Returns whether there is no bias, or one number for each word that no caller can override. */
    public boolean hasKnownBias() {
        return node.input(2).isEmpty() || bias().isPresent();
    }

    /** Returns the constant row that is added to each row of the product. */
    public Optional<Tensor> bias() {
        return graph.floatConstant(node, 2).filter(row -> row.rank() == 1);
    }

    /**
     * Returns the products by the transpose of {@code table}; empty if a node reads the table in another way than these
     * and those that look up its words, or none does both.
     */
    public static List<TiedProduct> all(Graph graph, String table) {
        List<TiedProduct> products = new ArrayList<>();
        for (Node reader : graph.index().consumers(table)) {
            boolean looksUp = looksUp(reader, table);
            List<TiedProduct> found = looksUp ? List.of() : through(graph, reader, table);
            if (!looksUp && found.isEmpty()) {
                return List.of();
            }
            products.addAll(found);
        }
        return products;
    }

    /** Returns whether {@code reader} picks rows of {@code table}, and reads it as nothing else. */
    public static boolean looksUp(Node reader, String table) {
        return reader.is("Gather")
                && reader.intAttribute("axis", 0) == 0
                && reader.inputs().get(0).equals(table)
                && !reader.inputs().get(1).equals(table);
    }

    /** Returns the products that {@code reader} is, or that read it alone, as the transpose of {@code table}. */
    private static List<TiedProduct> through(Graph graph, Node reader, String table) {
        boolean turns = isTranspose(reader);
        if (turns && graph.index().isOutput(reader.output())) {
            return List.of();
        }
        List<Node> products = turns ? graph.index().consumers(reader.output()) : List.of(reader);
        List<TiedProduct> tied = products.stream()
                .flatMap(product -> of(graph, product).stream())
                .filter(product -> product.table.equals(table))
                .toList();
        return tied.size() == products.size() ? tied : List.of();
    }
}
