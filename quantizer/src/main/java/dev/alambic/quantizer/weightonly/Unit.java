package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/**
 * A node whose weight can stand in few bits.
 *
 * @param weight name of the initializer
 * @param tensor its value
 */
record Unit(Node node, Kind kind, String weight, Tensor tensor, Matrix matrix) {

    /** What the node does with its weight. */
    enum Kind {
        /** Multiplies by it: MatMul, or Gemm without factors. */
        PRODUCT,
        /** Looks up its words: Gather along the first axis. */
        TABLE,
        /** Convolves with it. */
        CONVOLUTION
    }

    /** Returns the view of {@code node} if it is one and its weight a constant float32 or float16. */
    static Optional<Unit> of(Graph graph, Node node) {
        Optional<Kind> kind = kind(node);
        int index = kind.isPresent() && kind.get() == Kind.TABLE ? 0 : 1;
        Optional<String> name = kind.flatMap(any -> node.input(index));
        Optional<Tensor> weight = name.flatMap(graph::constant).filter(Unit::isFloat);
        if (weight.isEmpty()) {
            return Optional.empty();
        }
        return matrix(node, kind.orElseThrow(), weight.get())
                .map(matrix -> new Unit(node, kind.orElseThrow(), name.orElseThrow(), weight.get(), matrix));
    }

    private static Optional<Kind> kind(Node node) {
        boolean plainGemm = node.is("Gemm")
                && node.floatAttribute("alpha", 1) == 1
                && (node.floatAttribute("beta", 1) == 1 || node.input(2).isEmpty())
                && node.intAttribute("transA", 0) == 0;
        if (node.is("MatMul") || plainGemm) {
            return Optional.of(Kind.PRODUCT);
        }
        if (node.is("Gather") && node.intAttribute("axis", 0) == 0) {
            return Optional.of(Kind.TABLE);
        }
        return node.is("Conv") ? Optional.of(Kind.CONVOLUTION) : Optional.empty();
    }

    private static boolean isFloat(Tensor tensor) {
        return (tensor.dataType() == DataType.FLOAT || tensor.dataType() == DataType.FLOAT16)
                && tensor.elementCount() > 0;
    }

    private static Optional<Matrix> matrix(Node node, Kind kind, Tensor weight) {
        if (kind == Kind.CONVOLUTION) {
            return weight.rank() > 2 ? Optional.of(Matrix.ofRows(weight)) : Optional.empty();
        }
        boolean columnsFirst = kind == Kind.PRODUCT && node.intAttribute("transB", 0) == 0;
        return weight.rank() == 2 ? Optional.of(new Matrix(weight, columnsFirst)) : Optional.empty();
    }
}
