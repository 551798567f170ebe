package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.onnx.view.TiedProduct;
import java.util.Optional;

/**
 * A node whose weight can stand in few bits.
 *
 * @param weight name of the initializer
 * @param tensor its value
 */
record CompressibleWeight(Node node, Kind kind, String weight, Tensor tensor, Matrix matrix) {

    /** What the node does with its weight. */
    enum Kind {
        /** Multiplies by it: MatMul, or Gemm without factors. */
        PRODUCT,
        /** Looks up its words: Gather along the first axis. */
        TABLE,
        /** Looks up the words of a table by whose transpose others multiply, or is one of those. */
        TIED,
        /** Convolves with it. */
        CONVOLUTION
    }

    /** Returns the view of {@code node} if it is one and its weight a constant float32 or float16. */
    static Optional<CompressibleWeight> of(Graph graph, Node node) {
        if (node.is("Gather") && node.intAttribute("axis", 0) == 0) {
            return graph.constant(node, 0)
                    .filter(table -> isFloat(table) && table.rank() == 2)
                    .map(table -> new CompressibleWeight(
                            node, Kind.TABLE, node.inputs().get(0), table, new Matrix(table, false)));
        }
        return ProductView.ofFloats(graph, node).map(CompressibleWeight::of);
    }

    /**
     * Returns the view of {@code node} if it reads a table whose words are looked up and which is multiplied by too.
     */
    static Optional<CompressibleWeight> tied(Graph graph, Node node) {
        return TiedProduct.of(graph, node)
                .map(TiedProduct::table)
                .or(() -> node.is("Gather") ? node.input(0) : Optional.empty())
                .filter(table -> !TiedProduct.all(graph, table).isEmpty())
                .map(table -> {
                    Tensor tensor = graph.constant(table).orElseThrow();
                    return new CompressibleWeight(node, Kind.TIED, table, tensor, new Matrix(tensor, false));
                });
    }

    private static CompressibleWeight of(ProductView product) {
        Tensor weight = product.weight();
        Matrix matrix = product.isConv()
                ? Matrix.ofRows(weight)
                : new Matrix(weight, !product.layout().first());
        Kind kind = product.isConv() ? Kind.CONVOLUTION : Kind.PRODUCT;
        return new CompressibleWeight(
                product.node(), kind, product.node().inputs().get(1), weight, matrix);
    }

    private static boolean isFloat(Tensor tensor) {
        return (tensor.dataType() == DataType.FLOAT || tensor.dataType() == DataType.FLOAT16)
                && tensor.elementCount() > 0;
    }
}
