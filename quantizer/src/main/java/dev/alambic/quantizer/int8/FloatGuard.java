package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ConvView;
import dev.alambic.onnx.view.ProductView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what shall stay float from becoming integers when ONNX Runtime loads the model.
 *
 * <p>Its optimizer WeightBiasQuantization (seen in 1.29) makes int8 with one scale of the constant weights of a Conv,
 * ConvTranspose or Gemm, and int32 of its constant bias, if the node lies between DequantizeLinear and QuantizeLinear:
 * a unit that was excluded for its accuracy loses it after all, a ConvTranspose pays for the conversion without having
 * an integer kernel, and biases in units of 16-bit steps overflow. It passes by a node whose bias is no constant; so
 * the bias here is a DequantizeLinear of 31 bits, more than float32 has.
 */
final class FloatGuard {
    private static final double STEPS = 1 << 30;

    private FloatGuard() {}

    /** Returns {@code node}, which reads converted integers, so that its constant float weights stay. */
    static Node guarded(Graph.Builder out, Graph graph, Node node) {
        Optional<Long> channels = node.is("Gemm")
                ? constant(graph, node, 1)
                        .filter(weight -> weight.rank() == 2)
                        .map(weight -> weight.dim(ProductView.outputAxis(node)))
                : ConvView.of(graph, node).map(ConvView::outputs);
        return channels.flatMap(count -> node.input(2).isEmpty()
                        ? Optional.of(Tensor.ofFloats(new float[Math.toIntExact(count)], count))
                        : constant(graph, node, 2))
                .map(bias -> withBias(out, node, bias))
                .orElse(node);
    }

    private static Optional<Tensor> constant(Graph graph, Node node, int index) {
        return graph.constant(node, index).filter(tensor -> tensor.dataType() == DataType.FLOAT);
    }

    /** Returns {@code node} with {@code bias} as integers that the runtime does not fold. */
    static Node withBias(Graph.Builder out, Node node, Tensor bias) {
        float[] values = bias.floats();
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest > 0 ? (float) (largest / STEPS) : 1;
        int[] stored = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[i] = (int) Math.rint(values[i] / (double) scale);
        }
        String base = node.input(2).orElse(node.output() + "_bias");
        List<String> parts = List.of(
                out.constant(base + "_q", Tensor.ofInts(stored, bias.dims())),
                out.constant(base + "_scale", Tensor.scalar(scale)));
        List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
        inputs.add(out.node(
                Node.of("DequantizeLinear", parts, out.fresh(base + "_dq")).withName("")));
        return node.withInputs(inputs);
    }
}
