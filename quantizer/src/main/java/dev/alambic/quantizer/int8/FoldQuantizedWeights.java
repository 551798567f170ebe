package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes integers of weights that go through a QuantizeLinear and a DequantizeLinear, as {@link WeightForm#TRAINABLE}
 * writes them and training leaves them, and of the biases beside them:
 *
 * <pre>{@code
 * Conv(x, DQ(Q(w, s, 0), s, 0), b)   becomes   Conv(x, DQ(w8, s', 0), DQ(b32, sx * s'))
 * }</pre>
 *
 * <p>s' is s, or larger where pairs of trained weights would not fit (see {@link QuantizedWeight}).
 */
public final class FoldQuantizedWeights implements Pass.Lossy {
    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        List<String> raised = new ArrayList<>();
        Graph folded = graph.rewrite((out, node) -> {
            Optional<Rounded> rounded = Rounded.of(graph, node);
            out.node(rounded.isEmpty() ? node : folded(out, node, rounded.get(), raised));
        });
        List<String> notes = raised.isEmpty()
                ? List.of()
                : List.of("the scale of " + raised.size() + " weights had to grow after training, first of "
                        + raised.get(0));
        return new Outcome(model.withGraph(folded), notes);
    }

    private static Node folded(Graph.Builder out, Node node, Rounded rounded, List<String> raised) {
        Tensor scales = rounded.scales();
        double[] scaledBias = new double[Math.toIntExact(scales.elementCount())];
        float[] bias = rounded.bias().map(Tensor::floats).orElseGet(() -> new float[scaledBias.length]);
        for (int c = 0; c < scaledBias.length; c++) {
            scaledBias[c] = bias[c] / (double) rounded.inputScale();
        }
        QuantizedWeight weight = QuantizedWeight.of(
                        rounded.weight(),
                        rounded.axis(),
                        WeightScheme.defaults().fitting(node, rounded.weight()),
                        scaledBias)
                .atLeast(rounded.weight(), scales.floats());
        if (!weight.scales().equals(scales)) {
            raised.add(rounded.name());
        }
        Node made =
                node.withInput(1, dequantized(out, rounded.name(), weight.values(), weight.scales(), rounded.axis()));
        if (rounded.bias().isEmpty()) {
            return made;
        }
        Tensor units = weight.biasScales(rounded.inputScale());
        Tensor stored = weight.bias(bias, rounded.inputScale());
        return made.withInput(2, dequantized(out, node.inputs().get(2), stored, units, 0));
    }

    private static String dequantized(Graph.Builder out, String base, Tensor values, Tensor scales, int axis) {
        List<String> inputs =
                new ArrayList<>(List.of(out.constant(base + "_q", values), out.constant(base + "_s", scales)));
        if (values.dataType() == DataType.INT8) {
            int channels = Math.toIntExact(scales.elementCount());
            inputs.add(out.constant("zeros", Tensor.ofBytes(DataType.INT8, new byte[channels], channels)));
        }
        return out.node(Node.of("DequantizeLinear", inputs, out.fresh(base + "_dq"))
                .withName("")
                .with("axis", axis));
    }

    /**
     * A node whose input is integers and whose weight is rounded to integers on its way.
     *
     * @param name of the weight
     * @param scales float32 [channels]
     * @param axis of the channels in the weight
     */
    private record Rounded(
            String name, Tensor weight, Tensor scales, int axis, float inputScale, Optional<Tensor> bias) {

        static Optional<Rounded> of(Graph graph, Node node) {
            boolean isUnit = ProductView.isProduct(node);
            GraphIndex index = graph.index();
            Optional<Node> back = isUnit ? producer(index, node, 1, "DequantizeLinear") : Optional.empty();
            Optional<Node> there = back.flatMap(dequantize -> producer(index, dequantize, 0, "QuantizeLinear"));
            Optional<Tensor> weight = there.flatMap(quantize -> graph.constant(quantize, 0));
            Optional<Tensor> scales = there.flatMap(quantize -> graph.constant(quantize, 1));
            Optional<Tensor> inputScale = (isUnit
                            ? producer(index, node, 0, "DequantizeLinear")
                            : Optional.<Node>empty())
                    .flatMap(dequantize -> graph.constant(dequantize, 1));
            Optional<Tensor> bias = scales.flatMap(units -> graph.constant(node, 2)
                    .flatMap(row -> ProductView.row(node, row, Math.toIntExact(units.elementCount()))));
            boolean constant = weight.isPresent()
                    && scales.isPresent()
                    && inputScale.isPresent()
                    && (bias.isPresent() || node.input(2).isEmpty());
            if (!constant || inputScale.get().elementCount() != 1) {
                return Optional.empty();
            }
            Node quantize = there.orElseThrow();
            return Optional.of(new Rounded(
                    quantize.inputs().get(0),
                    weight.get(),
                    scales.get(),
                    Math.toIntExact(quantize.intAttribute("axis", 1)),
                    inputScale.get().floats()[0],
                    bias));
        }

        private static Optional<Node> producer(GraphIndex index, Node node, int input, String opType) {
            return node.input(input).flatMap(index::producer).filter(found -> found.is(opType));
        }
    }
}
