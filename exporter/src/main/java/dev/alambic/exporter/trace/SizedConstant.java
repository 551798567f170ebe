package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant that a block makes from the sizes of its inputs: one number repeated ({@code zeros(batch, 8)}), a size as
 * a number, or equal steps ({@code arange(sequence)}).
 */
record SizedConstant(Sizes sizes, Graph.Builder graph) {

    /** Adds the nodes that compute {@code name}, which was {@code one} in one trace and {@code other} in another. */
    void emit(String name, NDArray one, NDArray other) {
        if (one.getShape().dimension() != other.getShape().dimension()) {
            throw refuse(name, one, other);
        }
        double[] left = doubles(one);
        double[] right = doubles(other);
        if (left.length == 1 && right.length == 1) {
            number(name, one, left[0], right[0]);
        } else if (isProgression(left, 0) && isProgression(right, 0) && left[0] == right[0]) {
            fill(name, one, other);
        } else if (one.getShape().dimension() == 1 && sameProgression(left, right)) {
            range(name, one, left, right.length);
        } else {
            throw refuse(name, one, other);
        }
    }

    private static UnsupportedModelException refuse(String name, NDArray one, NDArray other) {
        return new UnsupportedModelException("'" + name + "': a constant that depends on the sizes of the inputs is one"
                + " number repeated, a size, or equal steps (expected zeros, ones, full, arange, was "
                + one.getShape() + " and " + other.getShape() + ")");
    }

    private static double[] doubles(NDArray array) {
        try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
            return converted.toDoubleArray();
        }
    }

    private static boolean isProgression(double[] values, double step) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] - values[i - 1] != step) {
                return false;
            }
        }
        return values.length > 0;
    }

    private static boolean sameProgression(double[] left, double[] right) {
        if (left.length < 2 || right.length < 2 || left[0] != right[0]) {
            return false;
        }
        double step = left[1] - left[0];
        return isProgression(left, step) && isProgression(right, step);
    }

    private void number(String name, NDArray array, double left, double right) {
        if (left != Math.rint(left) || right != Math.rint(right)) {
            throw new UnsupportedModelException("'" + name + "': a number that depends on the sizes of the inputs is a"
                    + " size (expected an integer, was " + left + " and " + right + ")");
        }
        String size = sizes.emit(explain(name, (long) left, (long) right));
        String shaped = array.getShape().dimension() == 0
                ? graph.node(Node.of("Squeeze", List.of(size), graph.fresh(name + "/size")))
                : size;
        cast(shaped, array.getDataType(), name);
    }

    private void cast(String value, DataType type, String name) {
        graph.node(Node.of("Cast", List.of(value), name)
                .with("to", EngineTensors.typeOf(type).code()));
    }

    private void fill(String name, NDArray one, NDArray other) {
        List<Object> extents = new ArrayList<>();
        for (int i = 0; i < one.getShape().dimension(); i++) {
            long left = one.getShape().get(i);
            long right = other.getShape().get(i);
            extents.add(left == right ? (Object) left : explain(name, left, right));
        }
        String shape = sizes.vector(name + "/shape", extents);
        Tensor element;
        try (NDArray flat = one.flatten();
                NDArray head = flat.get(0)) {
            element = EngineTensors.tensorOf(head);
        }
        graph.initializer(name + "/value", element);
        graph.node(Node.of("Expand", List.of(name + "/value", shape), name));
    }

    /** Range of int64, or of float where the steps are not whole, converted to the type of the constant. */
    private void range(String name, NDArray one, double[] left, int otherLength) {
        long start = (long) left[0];
        long step = (long) (left[1] - left[0]);
        if (start != left[0] || step != left[1] - left[0] || step < 1) {
            throw new UnsupportedModelException("'" + name
                    + "': equal steps of a free number are whole (expected positive integers, was a start of " + left[0]
                    + " and a step of " + (left[1] - left[0]) + ")");
        }
        long end = start + step * left.length;
        long otherEnd = start + step * otherLength;
        String limit = graph.node(
                Node.of("Squeeze", List.of(sizes.emit(explain(name, end, otherEnd))), graph.fresh(name + "/limit")));
        graph.initializer(name + "/start", Tensor.scalar(start));
        graph.initializer(name + "/delta", Tensor.scalar(step));
        String range = graph.node(
                Node.of("Range", List.of(name + "/start", limit, name + "/delta"), graph.fresh(name + "/range")));
        cast(range, one.getDataType(), name);
    }

    private Sizes.Expression explain(String name, long left, long right) {
        return sizes.explain("'" + name + "'", left, right);
    }
}
