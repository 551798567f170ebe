package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.KernelView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Conv, ConvTranspose (one group), Gemm or MatMul with constant weights, into which affine maps of channels before
 * and after it can go.
 *
 * @param outputAxis axis of the weight that has the channels of the output
 */
public record Linear(Graph graph, Node node, Tensor weight, int outputAxis) {

    /** Returns the view of {@code node}, if its weight is constant, its own, and its bias one number a channel. */
    static Optional<Linear> of(Graph graph, Node node) {
        int axis = outputAxis(node);
        Optional<Tensor> weight = axis < 0 ? Optional.empty() : graph.floatConstant(node, 1);
        return weight.filter(tensor -> tensor.rank() >= 2 && (!node.is("MatMul") || tensor.rank() == 2))
                .map(tensor -> new Linear(graph, node, tensor, axis))
                .filter(linear -> linear.bias().isPresent());
    }

    /** Returns {@code tensor} with each slice along {@code axis} multiplied by its factor. */
    static Tensor scaled(Tensor tensor, int axis, double[] factors) {
        float[] values = tensor.floats();
        int inner = tensor.inner(axis);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[i / inner % factors.length]);
        }
        return Tensor.ofFloats(values, tensor.dims());
    }

    private static int outputAxis(Node node) {
        if (node.is("Conv")) {
            return 0;
        }
        if (node.is("ConvTranspose")) {
            return node.intAttribute("group", 1) == 1 ? 1 : -1;
        }
        if (node.is("Gemm")) {
            return node.intAttribute("transB", 0) != 0 ? 0 : 1;
        }
        return node.is("MatMul") ? 1 : -1;
    }

    private KernelView kernels() {
        return new KernelView(weight, outputAxis);
    }

    int outputs() {
        return kernels().outputs();
    }

    /** Returns the rank of the output; that of a MatMul is only known to be at least this. */
    int rank() {
        return weight.rank();
    }

    private boolean ownsWeight() {
        return graph.index().consumers(node.inputs().get(1)).size() == 1;
    }

    /** Returns one number a channel of the output, zeros without a bias. */
    Optional<double[]> bias() {
        return KernelView.bias(graph, node, outputs());
    }

    /** Returns whether {@code map} of the output of this can go into it. */
    boolean takesAfter(Affine map) {
        boolean fits = node.is("MatMul")
                ? map.isScaling() && (map.axis() <= 0) && map.fits(outputs(), rank() - 1, rank())
                : map.fits(outputs(), 1, rank());
        return fits && (map.isShifting() || ownsWeight());
    }

    /** Returns this with {@code map} of its output in it, writing {@code output}. */
    Node withAfter(Affine map, String output, Graph.Builder out) {
        double[] bias = bias().orElseThrow();
        double[] factors = new double[outputs()];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = map.factor(c);
            bias[c] = bias[c] * factors[c] + map.shift(c);
        }
        Tensor scaled = map.isShifting() ? weight : scaled(weight, outputAxis, factors);
        boolean withoutBias = node.input(2).isEmpty() && map.isScaling();
        return with(scaled, withoutBias ? new double[0] : bias, out).withOutputs(List.of(output));
    }

    /** Returns whether {@code map} of the input of this, a factor for all, can go into it. */
    boolean takesBefore(Affine map) {
        return map.isScaling() && map.isUniform() && fitsBefore(map);
    }

    /**
     * Returns whether {@code norm} of the input of this can go into it. Its shift before a padded Conv would show at
     * the border, and integers must not become worse by it.
     */
    boolean takesBefore(BatchNorm norm) {
        boolean place = node.is("Gemm") || (node.is("Conv") && isUnpadded());
        return place && fitsBefore(Affine.of(norm, node.inputs().get(0))) && RoundingCost.isBearable(this, norm);
    }

    private boolean fitsBefore(Affine map) {
        boolean place = !node.is("ConvTranspose") && node.intAttribute("transA", 0) == 0 && ownsWeight();
        boolean fits = node.is("MatMul")
                ? map.axis() <= 0 && map.fits(inputs(), rank() - 1, rank())
                : map.fits(inputs(), 1, rank());
        return place && fits;
    }

    private boolean isUnpadded() {
        long[] pads = node.intsAttribute("pads").orElse(new long[0]);
        String auto = node.textAttribute("auto_pad", "NOTSET");
        return Arrays.stream(pads).allMatch(pad -> pad == 0) && (auto.equals("NOTSET") || auto.equals("VALID"));
    }

    private int groups() {
        return Math.toIntExact(node.is("Conv") ? node.intAttribute("group", 1) : 1);
    }

    /** Returns the number of channels of the input. */
    int inputs() {
        return kernels().inputs() * groups();
    }

    /** Returns the channel of the output that element {@code i} of the weight belongs to. */
    int output(int i) {
        return kernels().output(i);
    }

    /** Returns the channel of the input that element {@code i} of the weight belongs to. */
    int input(int i) {
        return output(i) / (outputs() / groups()) * (inputs() / groups())
                + kernels().input(i);
    }

    /** Returns this with {@code map} of its input in it. */
    Node withBefore(Affine map, Graph.Builder out) {
        float[] values = weight.floats();
        double[] bias = bias().orElseThrow();
        double alpha = node.is("Gemm") ? node.floatAttribute("alpha", 1) : 1;
        for (int i = 0; i < values.length; i++) {
            int input = input(i);
            bias[output(i)] += alpha * values[i] * map.shift(input);
            values[i] = (float) (values[i] * map.factor(input));
        }
        boolean withoutBias = node.input(2).isEmpty() && map.isScaling();
        return with(Tensor.ofFloats(values, weight.dims()), withoutBias ? new double[0] : bias, out)
                .withInput(0, map.input());
    }

    private Node with(Tensor newWeight, double[] bias, Graph.Builder out) {
        List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
        if (!newWeight.equals(weight)) {
            inputs.set(1, out.constant(inputs.get(1), newWeight));
        }
        if (bias.length > 0) {
            float[] rounded = new float[bias.length];
            for (int c = 0; c < rounded.length; c++) {
                rounded[c] = (float) bias[c];
            }
            String base = node.input(2).orElse(node.output() + "_bias");
            inputs.add(out.constant(base, Tensor.ofFloats(rounded, rounded.length)));
        }
        Node made = node.withInputs(inputs);
        return node.is("Gemm") ? made.without("beta") : made;
    }
}
