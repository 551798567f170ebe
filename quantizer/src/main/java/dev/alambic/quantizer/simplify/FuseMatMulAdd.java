package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a MatMul of a matrix by a constant matrix, and the Add of a constant row after it, as one Gemm, which the
 * other passes and the integer kernels know best. Products of higher rank stay MatMul, and before opset 11, whose Gemm
 * has to have a bias, those without one.
 */
public final class FuseMatMulAdd implements Pass {
    /** The first opset with a Gemm without bias. */
    private static final long OPTIONAL_BIAS = 11;

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        List<Node> products = graph.nodes().stream()
                .filter(node -> node.is("MatMul"))
                .filter(node -> graph.floatConstant(node, 1)
                        .filter(weight -> weight.rank() == 2)
                        .isPresent())
                .toList();
        if (products.isEmpty()) {
            return Outcome.of(model);
        }
        Map<Node, Integer> ranks = ranks(model, products);
        IdentityHashMap<Node, Node> gemms = new IdentityHashMap<>();
        Set<Node> dropped = new HashSet<>();
        for (Node product : products) {
            if (ranks.getOrDefault(product, 0) != 2) {
                continue;
            }
            long width = graph.floatConstant(product, 1).orElseThrow().dim(1);
            Optional<Node> add = graph.index()
                    .soleConsumer(product.output())
                    .filter(node -> node.is("Add") && row(graph, node, width).isPresent());
            if (add.isPresent() || model.opset() >= OPTIONAL_BIAS) {
                add.ifPresent(dropped::add);
                gemms.put(product, gemm(graph, product, add, width));
            }
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

    /** Returns the ranks of what {@code products} give, as they are inferred, or seen where that does not tell. */
    private static Map<Node, Integer> ranks(OnnxModel model, List<Node> products) {
        Map<Node, Integer> inferred = ranks(Shapes.inferred(model), products);
        return inferred.size() == products.size() ? inferred : ranks(Shapes.of(model), products);
    }

    private static Map<Node, Integer> ranks(Shapes shapes, List<Node> products) {
        Map<Node, Integer> ranks = new HashMap<>();
        products.forEach(
                product -> shapes.shape(product.output()).ifPresent(shape -> ranks.put(product, shape.rank())));
        return ranks;
    }

    private static Node gemm(Graph graph, Node product, Optional<Node> add, long width) {
        List<String> inputs = new ArrayList<>(product.inputs());
        add.flatMap(node -> row(graph, node, width)).ifPresent(inputs::add);
        return Node.of("Gemm", inputs, add.orElse(product).output()).withName(product.name());
    }

    /** Returns the constant row that {@code add} adds to a matrix of {@code width} columns. */
    private static Optional<String> row(Graph graph, Node add, long width) {
        for (int i = 0; i < 2; i++) {
            Optional<Tensor> constant = graph.floatConstant(add, i);
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
