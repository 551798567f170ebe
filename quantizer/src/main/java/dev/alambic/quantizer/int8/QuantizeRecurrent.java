package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.RecurrentView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes 8-bit integers of the weights of LSTM, GRU and RNN, one scale for each gate of each unit and direction.
 *
 * <pre>{@code
 * INTEGERS   LSTM(x, W, R, ...)    becomes    com.microsoft.DynamicQuantizeLSTM(x, W8, R8, ...)
 * WEIGHTS    GRU(x, W, R, ...)     becomes    GRU(x, Reshape(DequantizeLinear(W8)), Reshape(DequantizeLinear(R8)), ...)
 * }</pre>
 *
 * <p>DynamicQuantizeLSTM takes the ranges of x and of the state as they come, and weights as [directions, inputs, gates
 * * hidden]. There is none for GRU, RNN and layout 1, which get WEIGHTS.
 */
public final class QuantizeRecurrent implements Pass.Lossy {
    private static final long MIN_OPSET = 13;

    private final Int8Options options;

    public QuantizeRecurrent(Int8Options options) {
        this.options = options;
    }

    /** Returns whether {@code model} has recurrent operators that the options make integers of. */
    public boolean concerns(OnnxModel model) {
        return options.recurrent() != Recurrent.FLOAT
                && model.graph().allNodes().anyMatch(Trait.RECURRENT::isOf);
    }

    /** Scales by channel need version 13 of DequantizeLinear. */
    @Override
    public void requires(OnnxModel model) {
        if (model.opset() < MIN_OPSET) {
            throw new UnsupportedModelException("integers in recurrent operators need opset " + MIN_OPSET
                    + " (expected at least 13, was " + model.opset() + ")");
        }
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        DynamicPlan plan = new DynamicPlan(graph, options);
        Graph written = graph.rewrite((out, node) -> {
            Optional<RecurrentView> view = plan.recurrent(node);
            out.node(view.isEmpty() ? node : written(out, view.get()));
        });
        if (written.equals(graph)) {
            return Outcome.of(model);
        }
        boolean extended =
                written.nodes().stream().anyMatch(node -> node.opType().equals("DynamicQuantizeLSTM"));
        OnnxModel made = model.withGraph(written);
        return Outcome.of(extended ? made.withOpset(WriteQOperators.EXTENSIONS, 1) : made);
    }

    private Node written(Graph.Builder out, RecurrentView view) {
        return options.recurrent() == Recurrent.INTEGERS && view.hasIntegers()
                ? integers(out, view)
                : weights(out, view);
    }

    private Node integers(Graph.Builder out, RecurrentView view) {
        List<String> inputs = new ArrayList<>(view.node().inputs());
        while (inputs.size() < 8) {
            inputs.add("");
        }
        WeightScheme scheme = Schemes.weight(options, view.node()).withPerChannel(true);
        List<Tensor> weights = List.of(view.inputs(), view.states());
        for (int i = 0; i < weights.size(); i++) {
            String base = view.node().inputs().get(1 + i);
            QuantizedWeight flat = QuantizedWeight.of(flat(weights.get(i)), 0, scheme);
            long[] perGate = {weights.get(i).dim(0), weights.get(i).dim(1)};
            inputs.set(1 + i, out.constant(base + "_q", swapped(flat.values(), weights.get(i))));
            inputs.add(out.constant(base + "_scale", flat.scales().reshaped(perGate)));
            inputs.add(out.constant(base + "_zero", flat.zeros().reshaped(perGate)));
        }
        return view.node()
                .withOpType("DynamicQuantizeLSTM")
                .withDomain(WriteQOperators.EXTENSIONS)
                .withInputs(inputs)
                .without("layout");
    }

    /** Returns the gates of all directions below each other: [directions * gates * hidden, inputs]. */
    private static Tensor flat(Tensor weight) {
        return weight.reshaped(weight.dim(0) * weight.dim(1), weight.dim(2));
    }

    /** Returns bytes [directions * gates, inputs] as [directions, inputs, gates], {@code like} giving the sizes. */
    private static Tensor swapped(Tensor bytes, Tensor like) {
        int directions = Math.toIntExact(like.dim(0));
        int gates = Math.toIntExact(like.dim(1));
        int inputs = Math.toIntExact(like.dim(2));
        ByteBuffer source = bytes.data();
        byte[] target = new byte[directions * gates * inputs];
        for (int i = 0; i < target.length; i++) {
            int direction = i / (gates * inputs);
            int gate = i / inputs % gates;
            target[(direction * inputs + i % inputs) * gates + gate] = source.get(i);
        }
        return Tensor.ofBytes(bytes.dataType(), target, directions, inputs, gates);
    }

    private Node weights(Graph.Builder out, RecurrentView view) {
        String inputs = expanded(out, view.node(), 1, view.inputs());
        return view.node().withInput(1, inputs).withInput(2, expanded(out, view.node(), 2, view.states()));
    }

    private String expanded(Graph.Builder out, Node node, int index, Tensor weight) {
        String base = node.inputs().get(index);
        WeightScheme scheme = Schemes.weight(options, node).withRange(WeightRange.FULL);
        QuantizedWeight flat = QuantizedWeight.of(flat(weight), 0, scheme);
        List<String> stored = List.of(
                out.constant(base + "_q", flat.values()),
                out.constant(base + "_scale", flat.scales()),
                out.constant(base + "_zero", flat.zeros()));
        String matrix = out.node(
                Node.of("DequantizeLinear", stored, out.fresh(base + "_dq")).with("axis", 0));
        String shape = out.constant(base + "_shape", Tensor.ofLongs(weight.dims(), weight.rank()));
        return out.node("Reshape", List.of(matrix, shape), base + "_dq");
    }
}
