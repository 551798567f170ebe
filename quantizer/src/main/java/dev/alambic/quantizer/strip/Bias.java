package dev.alambic.quantizer.strip;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.KernelView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The third input of Conv and Gemm as one number for each output channel; a MatMul gets an Add behind it. */
final class Bias {

    private Bias() {}

    /** Returns whether the bias is left out, one constant, or one for each output. */
    static boolean isRow(Graph graph, Node node, int outputs) {
        return KernelView.bias(graph, node, outputs).isPresent();
    }

    /** Returns the bias of {@code node}, beta included; zeros if there is none, empty if it is no row of constants. */
    static Optional<float[]> of(Graph graph, Node node, int outputs) {
        return KernelView.bias(graph, node, outputs).map(numbers -> {
            float[] bias = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                bias[o] = (float) numbers[o];
            }
            return bias;
        });
    }

    /** Returns {@code model} with {@code shifts}, one number for each output channel, added to what nodes write. */
    static OnnxModel shifted(OnnxModel model, Map<String, float[]> shifts) {
        return shifts.isEmpty()
                ? model
                : model.mapGraph(graph -> graph.rewrite((out, node) -> {
                    float[] shift = node.outputs().isEmpty() ? null : shifts.get(node.output());
                    if (shift == null) {
                        out.node(node);
                    } else if (node.is("MatMul")) {
                        behind(graph, out, node, shift);
                    } else {
                        within(graph, out, node, shift);
                    }
                }));
    }

    private static void behind(Graph graph, Graph.Builder out, Node node, float[] shift) {
        String product = out.node(
                node.withOutputs(List.of(out.fresh(node.output() + "_cut"))).withName(""));
        String constant = out.constant(node.output() + "_shift", row(graph, node, shift));
        out.node(Node.of("Add", List.of(product, constant), node.output()));
    }

    private static void within(Graph graph, Graph.Builder out, Node node, float[] shift) {
        float[] bias = of(graph, node, shift.length).orElseThrow();
        for (int o = 0; o < bias.length; o++) {
            bias[o] += shift[o];
        }
        List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
        inputs.add(out.constant(node.input(2).orElse(node.output() + "_bias"), row(graph, node, bias)));
        out.node(node.withInputs(inputs).without("beta"));
    }

    /** Returns {@code values} in the type of the weight of {@code node}. */
    private static Tensor row(Graph graph, Node node, float[] values) {
        return Tensor.ofFloats(graph.floatingConstant(node, 1).orElseThrow().dataType(), values, values.length);
    }
}
