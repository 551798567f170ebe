package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A node as an affine map of each channel of one of its inputs: {@code y = factor * x + shift}.
 *
 * @param input the input that is mapped
 * @param axis axis of the channels: 1, or -1 for the last; 0 if all are mapped alike
 * @param factor by channel, or one for all
 * @param shift by channel, or one for all
 */
@SuppressWarnings("ArrayRecordComponent") // lives within one method of a pass and is never compared
record Affine(String input, int axis, double[] factor, double[] shift) {

    /**
     * Returns the view of a Mul, Div, Add or Sub by a constant, or of a BatchNormalization outside training.
     *
     * @param rank of what is mapped, at least 2
     */
    static Optional<Affine> of(Graph graph, Node node, int rank) {
        if (node.is("BatchNormalization")) {
            return BatchNorm.of(graph, node).map(norm -> of(norm, node.inputs().get(0)));
        }
        boolean arithmetic = node.is("Mul") || node.is("Div") || node.is("Add") || node.is("Sub");
        if (!arithmetic) {
            return Optional.empty();
        }
        Optional<Tensor> second = graph.floatConstant(node, 1);
        Optional<Tensor> first = graph.floatConstant(node, 0);
        if (second.isPresent() == first.isPresent() || (first.isPresent() && node.is("Div"))) {
            return Optional.empty();
        }
        Tensor constant = second.or(() -> first).orElseThrow();
        int axis = axis(constant, rank);
        return axis == NONE
                ? Optional.empty()
                : Optional.of(of(node, second.isPresent() ? 0 : 1, axis, doubles(constant)))
                        .filter(Affine::isFinite);
    }

    static Affine of(BatchNorm norm, String input) {
        return new Affine(input, 1, norm.factor(), norm.shift());
    }

    private static final int NONE = -2;

    private static Affine of(Node node, int operand, int axis, double[] constant) {
        double[] ones = filled(constant.length, 1);
        double[] zeros = filled(constant.length, 0);
        String input = node.inputs().get(operand);
        return switch (node.opType()) {
            case "Mul" -> new Affine(input, axis, constant, zeros);
            case "Div" ->
                new Affine(input, axis, Arrays.stream(constant).map(c -> 1 / c).toArray(), zeros);
            case "Add" -> new Affine(input, axis, ones, constant);
            default ->
                operand == 0
                        ? new Affine(input, axis, ones, negated(constant))
                        : new Affine(input, axis, negated(ones), constant);
        };
    }

    /** Returns the axis of {@code constant} that is longer than 1, seen from a tensor of {@code rank}. */
    private static int axis(Tensor constant, int rank) {
        if (constant.rank() > rank) {
            return NONE;
        }
        if (constant.elementCount() == 1) {
            return 0;
        }
        for (int axis = 0; axis < constant.rank(); axis++) {
            if (constant.dim(axis) == constant.elementCount()) {
                int seen = axis + rank - constant.rank();
                return seen == 1 ? 1 : seen == rank - 1 ? -1 : NONE;
            }
        }
        return NONE;
    }

    private static double[] doubles(Tensor tensor) {
        float[] values = tensor.floats();
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private boolean isFinite() {
        return DoubleStream.concat(Arrays.stream(factor), Arrays.stream(shift)).allMatch(Double::isFinite);
    }

    /** Returns whether every channel has the same factor. */
    boolean isUniform() {
        return Arrays.stream(factor).allMatch(value -> value == factor[0]);
    }

    /** Returns whether this multiplies only. */
    boolean isScaling() {
        return Arrays.stream(shift).allMatch(value -> value == 0);
    }

    /** Returns whether this adds only. */
    boolean isShifting() {
        return Arrays.stream(factor).allMatch(value -> value == 1);
    }

    /** Returns whether this maps the channels, {@code channels} along {@code channelAxis} of a tensor of that rank. */
    boolean fits(int channels, int channelAxis, int rank) {
        int mapped = axis == -1 ? rank - 1 : axis;
        return factor.length == 1 ? axis == 0 : factor.length == channels && mapped == channelAxis;
    }

    double factor(int channel) {
        return factor[factor.length == 1 ? 0 : channel];
    }

    double shift(int channel) {
        return shift[shift.length == 1 ? 0 : channel];
    }
}
