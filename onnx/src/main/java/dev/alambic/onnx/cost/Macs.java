package dev.alambic.onnx.cost;

import dev.alambic.onnx.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the multiplications of a node, from the extents of what it reads and writes.
 *
 * <pre>{@code
 * Conv           |y| * in channels of a group * kernel
 * ConvTranspose  |x| * out channels of a group * kernel
 * Gemm, MatMul   |y| * K
 * LSTM           length * batch * directions * 4 * hidden * (input + hidden); GRU 3 times, RNN once
 * }</pre>
 */
record Macs(Node node, Map<String, long[]> shapes) {
    static long of(Node node, Map<String, long[]> shapes) {
        return new Macs(node, shapes).count();
    }

    private long count() {
        return switch (node.opType()) {
            case "Conv", "ConvInteger", "FusedConv" -> kernels(output(), input(1));
            case "QLinearConv" -> kernels(output(), input(3));
            case "ConvTranspose" -> kernels(input(0), input(1));
            case "Gemm", "QGemm" -> product(output(), input(0), (int) (1 - node.intAttribute("transA", 0)));
            case "MatMul", "FusedMatMul", "MatMulInteger", "MatMulIntegerToFloat", "DynamicQuantizeMatMul" ->
                product(output(), input(0), -1);
            case "QLinearMatMul", "MatMulNBits" -> product(output(), input(0), -1);
            case "LSTM", "GRU", "RNN" -> recurrent(input(0), input(1), input(2));
            default -> 0;
        };
    }

    private long @Nullable [] input(int index) {
        return node.input(index).map(shapes::get).orElse(null);
    }

    private long @Nullable [] output() {
        return shapes.get(node.output());
    }

    /** @param positions what each kernel is applied to; axis 0 of {@code weight} is not part of the kernel */
    private static long kernels(long @Nullable [] positions, long @Nullable [] weight) {
        return positions == null || weight == null
                ? 0
                : elements(positions, 0, positions.length) * elements(weight, 1, weight.length);
    }

    /** @param axis of {@code a} that is summed over, −1 for the last */
    private static long product(long @Nullable [] result, long @Nullable [] a, int axis) {
        return result == null || a == null || a.length == 0
                ? 0
                : elements(result, 0, result.length) * a[axis < 0 ? a.length - 1 : axis];
    }

    /**
     * @param x [length, batch, input], or [batch, length, input]
     * @param w [directions, gates * hidden, input]
     * @param r [directions, gates * hidden, hidden]
     */
    private static long recurrent(long @Nullable [] x, long @Nullable [] w, long @Nullable [] r) {
        return x == null || w == null || r == null
                ? 0
                : x[0] * x[1] * (elements(w, 0, w.length) + elements(r, 0, r.length));
    }

    private static long elements(long[] dims, int from, int to) {
        return Arrays.stream(dims, from, to).reduce(1, Math::multiplyExact);
    }
}
