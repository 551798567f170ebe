package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a MatMul of a matrix by a constant matrix, and the Add of a constant row after it, as one Gemm, which the
 * other passes and the integer kernels know best. Products of higher rank stay MatMul.
 */
public final class FuseMatMulAdd implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        List<Node> products = graph.nodes().stream()
                .filter(node -> node.is("MatMul"))
                .filter(node -> Constants.of(graph, node, 1)
                        .filter(weight -> weight.rank() == 2)
                        .isPresent())
                .toList();
        if (products.isEmpty()) {
            return Outcome.of(model);
        }
        Map<String, long[]> shapes = Probe.shapes(model);
        IdentityHashMap<Node, Node> gemms = new IdentityHashMap<>();
        Set<Node> dropped = new HashSet<>();
        for (Node product : products) {
            long[] extents = shapes.get(product.output());
            if (extents == null || extents.length != 2) {
                continue;
            }
            Optional<Node> add = graph.index()
                    .soleConsumer(product.output())
                    .filter(node ->
                            node.is("Add") && row(graph, node, extents[1]).isPresent());
            add.ifPresent(dropped::add);
            gemms.put(product, gemm(graph, product, add, extents[1]));
        }
        if (gemms.isEmpty()) {
            return Outcome.of(model);
        }
        return Outcome.of(model.mapGraph(whole -> whole.rewrite((out, node) -> {
            if (!dropped.contains(node)) {
                out.node(gemms.getOrDefault(node, node));
            }
        })));
    }

    private static Node gemm(Graph graph, Node product, Optional<Node> add, long width) {
        List<String> inputs = new ArrayList<>(product.inputs());
        add.flatMap(node -> row(graph, node, width)).ifPresent(inputs::add);
        return Node.of("Gemm", inputs, add.orElse(product).output()).withName(product.name());
    }

    /** Returns the constant row that {@code add} adds to a matrix of {@code width} columns. */
    private static Optional<String> row(Graph graph, Node add, long width) {
        for (int i = 0; i < 2; i++) {
            Optional<Tensor> constant = Constants.of(graph, add, i);
            if (constant.isPresent()
                    && constant.get().rank() <= 2
                    && constant.get().elementCount() == width) {
                Tensor tensor = constant.get();
                return tensor.rank() > 0 && tensor.dim(tensor.rank() - 1) == width ? add.input(i) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
