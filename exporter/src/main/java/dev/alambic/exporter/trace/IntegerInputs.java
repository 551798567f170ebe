package dev.alambic.exporter.trace;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers that a call takes as an int64 input, such as the shape of a Reshape. Those that are the same in both
 * traces are stored; a size that differs is written as the standard's own shorthand where it has one, else as an
 * expression of the symbols.
 */
record IntegerInputs(Trace first, Trace second, Sizes sizes, Graph.Builder graph) {

    /** Returns the name of the numbers, which were {@code left} in the first trace and {@code right} in the second. */
    String emit(Call call, Operand.Ints left, Operand.Ints right) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < left.values().size(); i++) {
            long one = left.values().get(i);
            long other = right.values().get(i);
            elements.add(one == other ? one : element(call, elements, left, i, other));
        }
        String name = call.output() + "/" + left.role();
        if (elements.stream().allMatch(Long.class::isInstance)) {
            long[] values =
                    elements.stream().mapToLong(element -> (Long) element).toArray();
            return graph.initializer(name, Tensor.ofLongs(values, values.length));
        }
        return sizes.vector(name, elements);
    }

    /**
     * Returns a number that stands for a size in Reshape (0 copies it, -1 is what remains) or Expand (1), else an
     * expression.
     */
    private Object element(Call call, List<Object> before, Operand.Ints left, int i, long other) {
        long one = left.values().get(i);
        if (call.opType().equals("Reshape")) {
            if (inputHas(call, i, one, other)) {
                return 0L;
            }
            if (!left.values().contains(-1L) && !before.contains(-1L)) {
                return -1L;
            }
        }
        if (call.opType().equals("Expand") && inputHas(call, i - left.values().size(), one, other)) {
            return 1L;
        }
        return sizes.explain(call, one, other);
    }

    /** Returns whether the first operand has these sizes at {@code axis}, counted from the end if negative. */
    private boolean inputHas(Call call, int axis, long one, long other) {
        if (!(call.operands().get(0) instanceof Operand.Ref ref) || !first.knows(ref.name())) {
            return false;
        }
        long[] left = first.real(ref.name()).getShape().getShape();
        long[] right = second.real(ref.name()).getShape().getShape();
        int at = axis < 0 ? axis + left.length : axis;
        return at >= 0 && at < left.length && left[at] == one && right[at] == other;
    }
}
