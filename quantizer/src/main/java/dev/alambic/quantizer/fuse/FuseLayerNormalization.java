package dev.alambic.quantizer.fuse;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.quantizer.fuse.Fusions.Fusion;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes layer normalization as one node, from opset 17 on, which has it:
 *
 * <pre>{@code
 * d = x - mean(x)
 * y = d / sqrt(mean(d * d) + epsilon) * scale + bias
 * }</pre>
 *
 * <p>where the means are over the last axes and scale and bias have these axes. Before opset 17 the nodes stay: ONNX
 * Runtime recognizes them itself.
 *
 * <p>Source: Ba, Kiros and Hinton, <cite>Layer Normalization</cite>, arXiv:1607.06450, section 3.
 */
public final class FuseLayerNormalization implements Pass {
    private static final long WITH_LAYER_NORMALIZATION = 17;

    @Override
    public Outcome apply(OnnxModel model) {
        boolean possible = model.opset() >= WITH_LAYER_NORMALIZATION
                && model.graph().nodes().stream().anyMatch(node -> node.is("ReduceMean"));
        if (!possible) {
            return Outcome.of(model);
        }
        Values values = new Values(model.graph());
        Shapes shapes = Shapes.inferred(model);
        return Outcome.of(model.withGraph(Fusions.replace(
                model.graph(), last -> Place.ending(values, last).flatMap(place -> place.fused(shapes)))));
    }

    /**
     * The nodes of a place.
     *
     * @param square of the centred values; {@code centred} are one or two nodes that compute the same
     */
    private record Place(
            Values values, Node sum, Node product, Node quotient, Node root, Node shifted, Node variance, Node square) {

        static Optional<Place> ending(Values values, Node sum) {
            if (!sum.is("Add")) {
                return Optional.empty();
            }
            return values.inner(constantLast(values, sum), "Mul")
                    .flatMap(product -> values.inner(constantLast(values, product), "Div")
                            .flatMap(quotient -> values.inner(quotient.inputs().get(1), "Sqrt")
                                    .flatMap(root -> values.inner(root.inputs().get(0), "Add")
                                            .flatMap(shifted -> values.inner(
                                                            constantLast(values, shifted), "ReduceMean")
                                                    .flatMap(variance -> square(values, variance)
                                                            .map(square -> new Place(
                                                                    values, sum, product, quotient, root, shifted,
                                                                    variance, square)))))));
        }

        /** Returns the operand of a node of two that is no constant; the first if none is. */
        private static String constantLast(Values values, Node node) {
            boolean first = values.constant(node.inputs().get(0)).isPresent();
            return node.inputs().get(first ? 1 : 0);
        }

        private static String constantOf(Values values, Node node) {
            boolean first = values.constant(node.inputs().get(0)).isPresent();
            return node.inputs().get(first ? 0 : 1);
        }

        private static Optional<Node> square(Values values, Node variance) {
            String value = variance.inputs().get(0);
            return values.inner(value, "Pow")
                    .filter(power -> values.is(power.inputs().get(1), 2))
                    .or(() -> values.inner(value, "Mul")
                            .filter(times ->
                                    times.inputs().get(0).equals(times.inputs().get(1))));
        }

        Optional<Fusion> fused(Shapes shapes) {
            Optional<Node> centred = values.writer(quotient.inputs().get(0), "Sub");
            Optional<Node> squared = values.writer(square.inputs().get(0), "Sub");
            Optional<Node> mean =
                    centred.flatMap(node -> values.writer(node.inputs().get(1), "ReduceMean"));
            if (centred.isEmpty() || squared.isEmpty() || mean.isEmpty()) {
                return Optional.empty();
            }
            String x = mean.get().inputs().get(0);
            List<String> difference = List.of(x, mean.get().output());
            boolean alike = centred.get().inputs().equals(difference)
                    && squared.get().inputs().equals(difference)
                    && isClosed(centred.get(), squared.get(), mean.get());
            int axes = shapes.shape(x).map(shape -> trailing(mean.get(), shape)).orElse(0);
            boolean sameAxes = axes > 0
                    && shapes.shape(square.output())
                                    .map(shape -> trailing(variance, shape))
                                    .orElse(0)
                            == axes;
            return alike && sameAxes
                    ? numbers(shapes, x, axes)
                            .map(node -> new Fusion(inner(centred.get(), squared.get(), mean.get()), List.of(node)))
                    : Optional.empty();
        }

        private boolean isClosed(Node centred, Node squared, Node mean) {
            List<Node> readers = List.of(quotient, square);
            return values.isReadOnlyBy(centred.output(), readers)
                    && values.isReadOnlyBy(squared.output(), readers)
                    && values.isReadOnlyBy(mean.output(), List.of(centred, squared));
        }

        private List<Node> inner(Node centred, Node squared, Node mean) {
            List<Node> inner =
                    new ArrayList<>(List.of(product, quotient, root, shifted, variance, square, centred, mean));
            if (!squared.equals(centred)) {
                inner.add(squared);
            }
            return inner;
        }

        private Optional<Node> numbers(Shapes shapes, String x, int axes) {
            String scale = constantOf(values, product);
            String bias = constantOf(values, sum);
            Optional<Double> epsilon = values.number(constantOf(values, shifted));
            boolean fits = fits(shapes, x, scale, axes) && fits(shapes, x, bias, axes);
            return epsilon.filter(number -> fits)
                    .map(number -> Node.of("LayerNormalization", List.of(x, scale, bias), sum.output())
                            .withName(sum.name())
                            .with("axis", -axes)
                            .with("epsilon", number.floatValue()));
        }

        private boolean fits(Shapes shapes, String x, String constant, int axes) {
            Optional<Shape> shape = shapes.shape(x);
            Optional<Tensor> tensor = values.constant(constant).filter(one -> one.rank() == axes);
            if (shape.isEmpty() || tensor.isEmpty()) {
                return false;
            }
            Shape last = new Shape(shape.get()
                    .dims()
                    .subList(shape.get().rank() - axes, shape.get().rank()));
            return last.isFixed() && Arrays.equals(last.sizes(), tensor.get().dims());
        }

        /** Returns how many of the last axes are reduced and kept; 0 if the node does something else. */
        private int trailing(Node mean, Shape shape) {
            long[] axes = mean.intsAttribute("axes")
                    .or(() -> mean.input(1).flatMap(values::integers))
                    .map(given -> Arrays.stream(given)
                            .map(axis -> axis < 0 ? axis : axis - shape.rank())
                            .sorted()
                            .toArray())
                    .orElse(new long[0]);
            for (int i = 0; i < axes.length; i++) {
                if (axes[i] != i - axes.length) {
                    return 0;
                }
            }
            return mean.intAttribute("keepdims", 1) == 1 ? axes.length : 0;
        }
    }
}
