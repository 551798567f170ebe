package dev.alambic.onnx.structure;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Networks of random layers in which some neurons and channels are zeroed. */
public final class RandomNetworks {
    private static final List<String> ACTIVATIONS =
            List.of("Relu", "Sigmoid", "Tanh", "Elu", "LeakyRelu", "HardSwish", "Softplus", "Identity");

    private final Random random;
    private final Weights weights;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private int names;

    private RandomNetworks(long seed) {
        random = new Random(seed);
        weights = new Weights(seed);
    }

    /** Returns a perceptron of 2 to 4 layers, some of them joined by Concat with the input. */
    public static OnnxModel perceptron(long seed) {
        RandomNetworks net = new RandomNetworks(seed);
        net.lines.add("x: float[batch, 5]");
        String value = "x";
        int width = 5;
        for (int layers = 2 + net.random.nextInt(3); layers > 0; layers--) {
            int next = 3 + net.random.nextInt(8);
            String linear = net.linear(value, width, next);
            value = net.activation(linear);
            width = next;
            if (net.random.nextInt(3) == 0) {
                value = net.line("Concat(" + value + ", x)", " axis=1");
                width += 5;
            }
        }
        return net.finish(net.linear(value, width, 3));
    }

    /**
     * Returns a CNN of 2 to 4 blocks (plain, residual, depthwise, concatenated, grouped, gated by a split, squeezed and
     * excited), pooled or flattened.
     */
    public static OnnxModel convolutional(long seed) {
        RandomNetworks net = new RandomNetworks(seed);
        net.lines.add("x: float[batch, 2, 8, 8]");
        int channels = 4 + net.random.nextInt(4);
        String value = net.activation(net.norm(net.conv("x", 2, channels, 1), channels));
        for (int blocks = 1 + net.random.nextInt(3); blocks > 0; blocks--) {
            switch (net.random.nextInt(7)) {
                case 0 -> {
                    String branch = net.conv(net.activation(net.conv(value, channels, 5, 1)), 5, channels, 0);
                    value = net.activation(net.line("Add(" + value + ", " + branch + ")", ""));
                }
                case 1 -> {
                    String other = net.activation(net.conv(value, channels, 3, net.random.nextInt(2)));
                    value = net.line("Concat(" + value + ", " + other + ")", " axis=1");
                    channels += 3;
                }
                case 2 -> value = net.activation(net.depthwise(value, channels));
                case 3 -> value = net.excited(value, channels);
                case 4 -> {
                    value = net.grouped(net.conv(value, channels, 6, 0));
                    channels = 9;
                }
                case 5 -> {
                    value = net.gated(net.conv(value, channels, 8, 0));
                    channels = 4;
                }
                default -> {
                    value = net.activation(net.norm(net.conv(value, channels, 6, net.random.nextInt(2)), 6));
                    channels = 6;
                }
            }
        }
        value = net.line(
                (net.random.nextBoolean() ? "MaxPool(" : "AveragePool(") + value + ")",
                " kernel_shape=[2,2] strides=[2,2]");
        boolean pooled = net.random.nextBoolean();
        value = pooled ? net.line("GlobalAveragePool(" + value + ")", "") : value;
        value = net.line("Flatten(" + value + ")", "");
        return net.finish(net.linear(value, channels * (pooled ? 1 : 16), 3));
    }

    private OnnxModel finish(String output) {
        lines.add("return " + output);
        return GraphText.model(String.join("\n", lines), b -> constants.forEach(b::initializer));
    }

    private String line(String call, String attributes) {
        String name = "v" + names++;
        lines.add(name + " = " + call + attributes);
        return name;
    }

    private String constant(Tensor tensor) {
        String name = "w" + names++;
        constants.put(name, tensor);
        return name;
    }

    /** Returns about a third of {@code count} positions. */
    private int[] some(int count) {
        return IntStream.range(0, count).filter(i -> random.nextInt(3) == 0).toArray();
    }

    private Tensor rows(long... dims) {
        return weights.zeroedRows(some((int) dims[0]), dims);
    }

    private String linear(String value, int from, int to) {
        String w = constant(rows(to, from));
        String b = constant(weights.tensor(to));
        return line("Gemm(" + value + ", " + w + ", " + b + ")", " transB=1");
    }

    /** Returns a Conv that keeps the sides: 1x1 without padding or 3x3 with. */
    private String conv(String value, int from, int to, int padding) {
        int side = 2 * padding + 1;
        String w = constant(rows(to, from, side, side));
        String bias = random.nextBoolean() ? ", " + constant(weights.tensor(to)) : "";
        return line("Conv(" + value + ", " + w + bias + ")", " pads=[" + (padding + ",").repeat(3) + padding + "]");
    }

    private String depthwise(String value, int channels) {
        String w = constant(rows(channels, 1, 3, 3));
        return line("Conv(" + value + ", " + w + ")", " pads=[1,1,1,1] group=" + channels);
    }

    /** Three groups of two channels become three of three. */
    private String grouped(String value) {
        String w = constant(rows(9, 2, 3, 3));
        return activation(line("Conv(" + value + ", " + w + ")", " pads=[1,1,1,1] group=3"));
    }

    /** One half of eight channels opens and closes the other. */
    private String gated(String value) {
        String name = "v" + names++;
        lines.add(name + ", " + name + "g = Split(" + value + ") axis=1");
        return line("Mul(" + name + ", " + line("Sigmoid(" + name + "g)", "") + ")", "");
    }

    /** Squeeze and excitation: each channel is scaled by what a small network makes of the means of all. */
    private String excited(String value, int channels) {
        String squeezed = activation(conv(line("GlobalAveragePool(" + value + ")", ""), channels, 3, 0));
        String scale = line("Sigmoid(" + conv(squeezed, 3, channels, 0) + ")", "");
        return line("Mul(" + value + ", " + scale + ")", "");
    }

    private String norm(String value, int channels) {
        float[] variance = weights.normal(channels);
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.5f + Math.abs(variance[i]);
        }
        String parameters = String.join(
                ", ",
                constant(rows(channels, 1).reshaped(channels)),
                constant(weights.tensor(channels)),
                constant(weights.tensor(channels)),
                constant(Tensor.ofFloats(variance, channels)));
        return line("BatchNormalization(" + value + ", " + parameters + ")", "");
    }

    private String activation(String value) {
        return line(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())) + "(" + value + ")", "");
    }
}
