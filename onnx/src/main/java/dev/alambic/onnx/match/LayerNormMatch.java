package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Layer normalization over the last axes, as exporters spell it out:
 *
 * <pre>{@code
 * d = x - mean(x)                                          they may compute it twice
 * y = d / sqrt(mean(d * d) + epsilon) * scale + bias       scale and bias are constants that have these axes
 * }</pre>
 *
 * <p>Source: Ba, Kiros and Hinton, <cite>Layer Normalization</cite>, arXiv:1607.06450, section 3.
 *
 * @param axes how many there are
 * @param inner the nodes of the place but for the last
 */
public record LayerNormMatch(String x, String scale, String bias, int axes, float epsilon, List<Node> inner) {

    /**
     * Returns the place that ends in {@code last}.
     *
     * @param shapes of values, as far as they are known; where that of x is not, axes must be counted from the end, and
     *     scale and bias are taken to be as long as x
     */
    public static Optional<LayerNormMatch> ending(Values values, Node last, Function<String, Optional<Shape>> shapes) {
        if (!last.is("Add")) {
            return Optional.empty();
        }
        List<Node> chain = new ArrayList<>(List.of(last));
        for (String opType : List.of("Mul", "Div", "Sqrt", "Add", "ReduceMean")) {
            Optional<Node> before = values.inner(operand(values, chain.get(chain.size() - 1)), opType);
            if (before.isEmpty()) {
                return Optional.empty();
            }
            chain.add(before.get());
        }
        return square(values, chain.get(Place.VARIANCE))
                .flatMap(square -> new Place(values, shapes, chain, square).match());
    }

    /** Returns what a node computes with: its divisor, or else the operand that is no constant. */
    private static String operand(Values values, Node node) {
        boolean second = node.is("Div") || values.constant(node.inputs().get(0)).isPresent();
        return node.inputs().get(second ? 1 : 0);
    }

    private static Optional<Node> square(Values values, Node variance) {
        String value = variance.inputs().get(0);
        return values.inner(value, "Pow")
                .filter(power -> values.is(power.inputs().get(1), 2))
                .or(() -> values.inner(value, "Mul")
                        .filter(times ->
                                times.inputs().get(0).equals(times.inputs().get(1))));
    }

    /**
     * The nodes of a place.
     *
     * @param chain sum, product, quotient, root, shifted variance and variance
     * @param square of the centred values, which one or two nodes compute
     */
    private record Place(Values values, Function<String, Optional<Shape>> shapes, List<Node> chain, Node square) {
        private static final int PRODUCT = 1;
        private static final int QUOTIENT = 2;
        private static final int SHIFTED = 4;
        static final int VARIANCE = 5;

        Optional<LayerNormMatch> match() {
            Optional<Node> centred = values.writer(chain.get(QUOTIENT).inputs().get(0), "Sub");
            Optional<Node> squared = values.writer(square.inputs().get(0), "Sub");
            Optional<Node> mean =
                    centred.flatMap(node -> values.writer(node.inputs().get(1), "ReduceMean"));
            if (squared.isEmpty() || mean.isEmpty()) {
                return Optional.empty();
            }
            String x = mean.get().inputs().get(0);
            List<String> difference = List.of(x, mean.get().output());
            boolean alike = centred.get().inputs().equals(difference)
                    && squared.get().inputs().equals(difference)
                    && isClosed(centred.get(), squared.get(), mean.get());
            int rank = shapes.apply(x).map(Shape::rank).orElse(0);
            int axes = trailing(mean.get(), rank);
            return alike && axes > 0 && axes == trailing(chain.get(VARIANCE), rank)
                    ? match(x, axes, inner(centred.get(), squared.get(), mean.get()))
                    : Optional.empty();
        }

        private boolean isClosed(Node centred, Node squared, Node mean) {
            List<Node> readers = List.of(chain.get(QUOTIENT), square);
            return values.isReadOnlyBy(centred.output(), readers)
                    && values.isReadOnlyBy(squared.output(), readers)
                    && values.isReadOnlyBy(mean.output(), List.of(centred, squared));
        }

        private List<Node> inner(Node centred, Node squared, Node mean) {
            List<Node> inner = new ArrayList<>(chain.subList(1, chain.size()));
            inner.addAll(List.of(square, centred, mean));
            if (!squared.equals(centred)) {
                inner.add(squared);
            }
            return inner;
        }

        private Optional<LayerNormMatch> match(String x, int axes, List<Node> inner) {
            String scale = constantOf(chain.get(PRODUCT));
            String bias = constantOf(chain.get(0));
            boolean fits = fits(x, scale, axes) && fits(x, bias, axes);
            return values.number(constantOf(chain.get(SHIFTED)))
                    .filter(number -> fits)
                    .map(epsilon -> new LayerNormMatch(x, scale, bias, axes, epsilon.floatValue(), inner));
        }

        private String constantOf(Node node) {
            List<String> operands = node.inputs();
            return operands.get(operand(values, node).equals(operands.get(0)) ? 1 : 0);
        }

        private boolean fits(String x, String constant, int axes) {
            return values.constant(constant)
                    .filter(tensor -> tensor.rank() == axes)
                    .filter(tensor -> shapes.apply(x)
                            .map(shape -> Arrays.equals(last(shape, axes), tensor.dims()))
                            .orElse(true))
                    .isPresent();
        }

        /** Returns the last extents of {@code shape}; none if they are not fixed. */
        private static long[] last(Shape shape, int axes) {
            Shape last = new Shape(shape.dims().subList(shape.rank() - axes, shape.rank()));
            return last.isFixed() ? last.sizes() : new long[0];
        }

        /** Returns how many of the last axes are reduced and kept; 0 if the node does something else. */
        private int trailing(Node mean, int rank) {
            long[] axes = mean.intsAttribute("axes")
                    .or(() -> mean.input(1).flatMap(values::integers))
                    .map(given -> Arrays.stream(given)
                            .map(axis -> axis < 0 ? axis : axis - rank)
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
