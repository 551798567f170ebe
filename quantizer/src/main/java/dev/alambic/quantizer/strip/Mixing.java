package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of which every output channel is a weighted sum over input channels, so that both can be cut: Gemm, MatMul by
 * a constant matrix, Conv of one group.
 *
 * <pre>{@code y[o] = alpha * sum over i of W[o, i] * x[i] + b[o]}</pre>
 *
 * <p>An input channel i that is the constant x[i] goes into the bias: {@code b'[o] = b[o] + alpha * W[o, i] * x[i]},
 * W[o, i] being the sum of the kernel for a Conv. That is exact unless the Conv pads with zeros and x[i] is not zero:
 * then the border of the output differs from its middle, and the channel stays.
 */
final class Mixing implements Role {
    private final Node node;
    private final Weights weights;
    private final float @Nullable [] bias;
    private final boolean padded;
    private final @Nullable Channels input;
    private final Channels output;
    private final BitSet[] used;
    private final double[] sums;

    /** @param bias one number for each output channel, null if there is none */
    Mixing(
            Node node,
            Weights weights,
            float @Nullable [] bias,
            boolean padded,
            @Nullable Channels input,
            int outputAxis) {
        this.node = node;
        this.weights = weights;
        this.bias = bias;
        this.padded = padded;
        this.input = input;
        this.used = weights.used();
        this.sums = weights.sums();
        this.output = new Channels(node.output(), outputAxis, constants());
    }

    private double[] constants() {
        double[] constants = Channels.unknown(weights.outputs());
        for (int o = 0; o < constants.length; o++) {
            if (used[o].stream().allMatch(this::isAbsorbable)) {
                constants[o] = (bias == null ? 0 : bias[o]) + contribution(o, used[o]);
            }
        }
        return constants;
    }

    /** Returns what the constant input channels add to output channel {@code o}. */
    private double contribution(int o, BitSet channels) {
        if (input == null) {
            return 0;
        }
        double sum = 0;
        for (int i = channels.nextSetBit(0); i >= 0; i = channels.nextSetBit(i + 1)) {
            sum += sums[o * weights.inputs() + i] * input.constant(i);
        }
        return node.is("Gemm") ? node.floatAttribute("alpha", 1) * sum : sum;
    }

    private boolean isAbsorbable(int i) {
        return input != null && input.isConstant(i) && !(padded && input.constant(i) != 0);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public Optional<Channels> output() {
        return Optional.of(output);
    }

    @Override
    public boolean propagate() {
        if (input == null) {
            return false;
        }
        BitSet read = new BitSet();
        for (int o : output.kept()) {
            read.or(used[o]);
        }
        boolean news = false;
        for (int i = read.nextSetBit(0); i >= 0; i = read.nextSetBit(i + 1)) {
            if (!isAbsorbable(i)) {
                news |= input.need(i, reason(input, i));
            }
        }
        return news;
    }

    private String reason(Channels from, int channel) {
        return from.isConstant(channel)
                ? node.label() + " pads with zeros, the channel is " + (float) from.constant(channel)
                : "it is not constant where " + node.label() + " reads it";
    }

    @Override
    public void cut(Graph graph, Graph.Builder out) {
        boolean inputCut = input != null && input.isCut();
        if (!inputCut && !output.isCut()) {
            out.node(node);
            return;
        }
        int[] outputs = output.kept();
        int[] inputs = input == null ? Slices.all(weights.inputs()) : input.kept();
        String weight = out.initializer(out.fresh(node.inputs().get(1)), weights.cut(outputs, inputs));
        Optional<Tensor> newBias = newBias(outputs);
        List<String> names = new ArrayList<>(List.of(node.inputs().get(0), weight));
        if (node.is("MatMul")) {
            cutMatMul(out, names, newBias);
            return;
        }
        newBias.ifPresent(tensor ->
                names.add(out.initializer(out.fresh(node.input(2).orElse(node.output() + "_bias")), tensor)));
        out.node(node.withInputs(names).without("beta"));
    }

    private void cutMatMul(Graph.Builder out, List<String> names, Optional<Tensor> correction) {
        if (correction.isEmpty()) {
            out.node(node.withInputs(names));
            return;
        }
        String product = out.node(node.withInputs(names)
                .withOutputs(List.of(out.fresh(node.output() + "_cut")))
                .withName(""));
        String shift = out.initializer(out.fresh(node.output() + "_shift"), correction.get());
        out.node(Node.of("Add", List.of(product, shift), node.output()));
    }

    private Optional<Tensor> newBias(int[] outputs) {
        BitSet removed = new BitSet();
        if (input != null) {
            input.removed().forEach(removed::set);
        }
        float[] values = new float[outputs.length];
        boolean isZero = true;
        for (int k = 0; k < outputs.length; k++) {
            BitSet absorbed = (BitSet) removed.clone();
            absorbed.and(used[outputs[k]]);
            values[k] = (float) ((bias == null ? 0 : bias[outputs[k]]) + contribution(outputs[k], absorbed));
            isZero &= values[k] == 0;
        }
        return bias == null && isZero ? Optional.empty() : Optional.of(Tensor.ofFloats(values, values.length));
    }
}
