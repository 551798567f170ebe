package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.structure.ValueAxis;
import dev.alambic.onnx.view.KernelView;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node adds up along an axis of its input: output position o reads the input positions i whose weight is not
 * zero.
 *
 * <pre>{@code y[o] = alpha * sum over i of W[o, i] * x[i] + b[o]}</pre>
 *
 * <p>An input channel i that is the constant x[i] goes into the bias: {@code b'[o] = b[o] + alpha * W[o, i] * x[i]},
 * W[o, i] being the sum of the kernel for a Conv. That is exact unless the node pads with zeros or keeps a state and
 * x[i] is not zero: then the border or the first step differs from the rest, and the channel stays.
 */
final class Sum {
    private final Node node;
    private final ValueAxis input;
    private final ValueAxis output;
    private final BitSet[] reads;
    private final @Nullable KernelView kernels;
    private double @Nullable [] sums;

    /**
     * @param reads for each output position the input positions that it reads
     * @param kernels the weights, null where no constant but zero can be taken into the bias
     */
    Sum(Node node, ValueAxis input, ValueAxis output, BitSet[] reads, @Nullable KernelView kernels) {
        this.node = node;
        this.input = input;
        this.output = output;
        this.reads = reads;
        this.kernels = kernels;
    }

    Node node() {
        return node;
    }

    ValueAxis input() {
        return input;
    }

    ValueAxis output() {
        return output;
    }

    int outputs() {
        return reads.length;
    }

    /** Returns the input positions that output position {@code o} reads; not to be changed. */
    BitSet reads(int o) {
        return reads[o];
    }

    /** Returns whether the sum can do without an input that is the constant {@code value}. */
    boolean absorbs(double value) {
        return value == 0 || (Double.isFinite(value) && kernels != null);
    }

    /** Returns what the inputs {@code chosen}, which are constant, add to output {@code o}, alpha included. */
    double contribution(int o, BitSet chosen, ChannelConstants constants) {
        double sum = 0;
        for (int i = chosen.nextSetBit(0); i >= 0 && kernels != null; i = chosen.nextSetBit(i + 1)) {
            sum += kernelSums(kernels)[o * kernels.inputs() + i] * constants.at(i);
        }
        return node.is("Gemm") ? node.floatAttribute("alpha", 1) * sum : sum;
    }

    private double[] kernelSums(KernelView of) {
        double[] made = sums;
        if (made == null) {
            made = of.sums();
            sums = made;
        }
        return made;
    }
}
