package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.simplify.ShapeValues.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down what a graph computes of shapes: values that are the same for every input become constants, and so do the
 * targets of {@code Reshape} that take all but one of their extents from numbers or from the same axis of the input.
 *
 * <pre>{@code
 * Reshape(x, Concat(Shape(x)[0], Shape(x)[1], 12, 32))   becomes   Reshape(x, [0, 0, 12, 32])
 * Reshape(x, Concat(Shape(y)[0], 256))                   becomes   Reshape(x, [-1, 256])
 * }</pre>
 *
 * <p>What computed them is left to {@link DropDeadNodes}.
 */
public final class ResolveShapes implements Pass {

    private static final Set<String> OF_SHAPES =
            Set.of("Shape", "Size", "Gather", "Slice", "Concat", "Squeeze", "Unsqueeze", "Cast");

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        if (graph.nodes().stream().noneMatch(node -> node.is("Shape") || node.is("Size"))) {
            return Outcome.of(model);
        }
        Shapes shapes = Shapes.inferred(model);
        ShapeValues values = new ShapeValues(graph, shapes);
        return Outcome.of(model.withGraph(graph.rewrite((out, node) -> {
            Optional<Tensor> constant = constant(shapes, values, node);
            if (constant.isPresent()) {
                out.initializer(node.output(), constant.get());
            } else {
                out.node(node.is("Reshape") ? resolved(values, graph, node, out) : node);
            }
        })));
    }

    private static Optional<Tensor> constant(Shapes shapes, ShapeValues values, Node node) {
        boolean ofShapes = node.isStandard() && OF_SHAPES.contains(node.opType());
        if (!ofShapes
                || shapes.elementType(node.output())
                        .filter(type -> type == DataType.INT64)
                        .isEmpty()) {
            return Optional.empty();
        }
        return values.numbers(node.output())
                .flatMap(numbers -> shapes.shape(node.output())
                        .filter(Shape::isFixed)
                        .map(shape -> Tensor.ofLongs(numbers, shape.sizes())));
    }

    private static Node resolved(ShapeValues values, Graph graph, Node node, Graph.Builder out) {
        if (graph.constant(node, 1).isPresent() || node.intAttribute("allowzero", 0) != 0) {
            return node;
        }
        return values.elements(node.inputs().get(1))
                .flatMap(target -> target(values, node.inputs().get(0), target))
                .map(target -> node.withInputs(List.of(
                        node.inputs().get(0),
                        out.constant(node.inputs().get(1) + "_resolved", Tensor.ofLongs(target, target.length)))))
                .orElse(node);
    }

    /** Returns the target as numbers, 0 for an extent of the input at its place, -1 for the one that is left. */
    private static Optional<long[]> target(ShapeValues values, String input, List<Element> elements) {
        List<Integer> open = new ArrayList<>();
        boolean inferred = false;
        long[] target = new long[elements.size()];
        for (int i = 0; i < target.length; i++) {
            if (elements.get(i) instanceof Element.Literal literal) {
                target[i] = literal.value();
                inferred |= literal.value() == -1;
            } else if (!values.extent(input, i).equals(elements.get(i))) {
                open.add(i);
            }
        }
        if (open.size() > (inferred ? 0 : 1)) {
            return Optional.empty();
        }
        open.forEach(i -> target[i] = -1);
        return Optional.of(target);
    }
}
