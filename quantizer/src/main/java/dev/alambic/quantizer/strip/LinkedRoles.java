package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.strip.Linked.Link;
import dev.alambic.quantizer.strip.Linked.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Tells which nodes keep the channels of what they read, and what they make of constant ones. */
final class LinkedRoles {
    private final Graph graph;
    private final Map<String, long[]> shapes;
    private final Map<String, Channels> channels;
    private final ElementwiseRoles elementwise;

    LinkedRoles(OnnxModel model, Map<String, long[]> shapes, Map<String, Channels> channels) {
        this.graph = model.graph();
        this.shapes = shapes;
        this.channels = channels;
        this.elementwise = new ElementwiseRoles(model, shapes, channels);
    }

    Optional<Role> of(Node node) {
        return switch (node.opType()) {
            case "MaxPool", "GlobalMaxPool", "GlobalAveragePool" ->
                node.outputs().size() == 1 ? onFirst(node, constant -> constant) : Optional.empty();
            case "AveragePool" -> onFirst(node, countsPadding(node) ? LinkedRoles::zeroOnly : constant -> constant);
            case "ReduceMean" -> reduceMean(node);
            case "Flatten" -> node.intAttribute("axis", 1) == 1 ? flattened(node, List.of()) : Optional.empty();
            case "Reshape" -> reshape(node);
            case "Squeeze" -> flattened(node, List.of()).filter(role -> rank(node.output()) == 2);
            case "Concat" -> concat(node);
            default -> elementwise.of(node);
        };
    }

    private static boolean countsPadding(Node node) {
        return node.intAttribute("count_include_pad", 0) != 0 && Roles.isPadded(node);
    }

    private static double zeroOnly(double constant) {
        return constant == 0 ? 0 : Double.NaN;
    }

    private int rank(String value) {
        long[] extents = shapes.get(value);
        return extents == null ? -1 : extents.length;
    }

    /** Returns the role of a node that works on each channel of its first input, at axis 1, alone. */
    private Optional<Role> onFirst(Node node, DoubleUnaryOperator ofConstant) {
        Channels input = channels.get(node.inputs().get(0));
        if (input == null || input.axis() != 1) {
            return Optional.empty();
        }
        double[] constants = IntStream.range(0, input.size())
                .mapToDouble(input::constant)
                .map(ofConstant)
                .toArray();
        return Optional.of(
                linked(node, List.of(new Link(input, 0, 1)), List.of(), new Channels(node.output(), 1, constants)));
    }

    private static Linked linked(Node node, List<Link> links, List<Parameter> parameters, Channels output) {
        return new Linked(node, links, List.of(), parameters, List.of(), output);
    }

    /** Conv of as many groups as channels: each output channel is made from its own input channel. */
    Optional<Role> depthwise(Node node) {
        Channels input = channels.get(node.inputs().get(0));
        Optional<Tensor> weight = Roles.constant(graph, node, 1);
        long group = node.intAttribute("group", 1);
        boolean isDepthwise = weight.isPresent()
                && weight.get().dim(0) == group
                && weight.get().dim(1) == 1;
        Optional<Tensor> bias = Roles.constant(graph, node, 2);
        if (!isDepthwise
                || input == null
                || input.size() != group
                || node.input(2).isPresent() != bias.isPresent()) {
            return Optional.empty();
        }
        double[] sums = new Weights(weight.get(), 0).sums();
        boolean[] isUsed = new boolean[sums.length];
        Arrays.stream(usedOutputs(weight.get())).forEach(o -> isUsed[o] = true);
        float[] shift = bias.map(Tensor::floats).orElse(new float[sums.length]);
        boolean padded = Roles.isPadded(node);
        double[] constants = new double[sums.length];
        for (int c = 0; c < constants.length; c++) {
            double constant = padded ? zeroOnly(input.constant(c)) : input.constant(c);
            constants[c] = shift[c] + (isUsed[c] ? constant * sums[c] : 0);
        }
        List<Parameter> parameters = new ArrayList<>(List.of(new Parameter(1, 0)));
        if (bias.isPresent()) {
            parameters.add(new Parameter(2, 0));
        }
        Channels output = new Channels(node.output(), 1, constants);
        return Optional.of(linked(node, List.of(new Link(input, 0, 1)), parameters, output));
    }

    private static int[] usedOutputs(Tensor weight) {
        var used = new Weights(weight, 0).used();
        return IntStream.range(0, used.length).filter(o -> !used[o].isEmpty()).toArray();
    }

    private Optional<Role> reduceMean(Node node) {
        long[] extents = shapes.get(node.inputs().get(0));
        Optional<long[]> axes = node.input(1).isPresent()
                ? node.input(1).flatMap(graph::initializer).map(Tensor::longs)
                : node.intsAttribute("axes");
        if (extents == null || axes.isEmpty()) {
            return Optional.empty();
        }
        boolean spatial = Arrays.stream(axes.get())
                .map(axis -> axis < 0 ? axis + extents.length : axis)
                .allMatch(axis -> axis > 1);
        return spatial ? onFirst(node, constant -> constant) : Optional.empty();
    }

    /** [N, C, ...] seen as [N, C * ...]: channel c becomes the block of its positions. */
    private Optional<Role> flattened(Node node, List<Parameter> parameters) {
        Channels input = channels.get(node.inputs().get(0));
        long[] from = shapes.get(node.inputs().get(0));
        long[] to = shapes.get(node.output());
        if (input == null || input.axis() != 1 || from == null || to == null || to.length != 2 || from[0] != to[0]) {
            return Optional.empty();
        }
        int block = Math.toIntExact(to[1] / Math.max(1, input.size()));
        if ((long) block * input.size() != to[1]) {
            return Optional.empty();
        }
        double[] constants = new double[block * input.size()];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = input.constant(i / block);
        }
        Channels output = new Channels(node.output(), 1, constants);
        return Optional.of(linked(node, List.of(new Link(input, 0, block)), parameters, output));
    }

    private Optional<Role> reshape(Node node) {
        return node.input(1).flatMap(graph::initializer).isPresent()
                ? flattened(node, List.of(new Parameter(1, Parameter.TARGET)))
                : Optional.empty();
    }

    private Optional<Role> concat(Node node) {
        int rank = rank(node.output());
        long given = node.intAttribute("axis", 1);
        long axis = given < 0 ? given + rank : given;
        List<Link> links = new ArrayList<>();
        List<Integer> fixed = new ArrayList<>();
        List<Double> constants = new ArrayList<>();
        for (String name : node.inputs()) {
            Channels input = channels.get(name);
            long[] extents = shapes.get(name);
            if (extents == null || (input != null && input.axis() != axis)) {
                return Optional.empty();
            }
            int offset = constants.size();
            for (int c = 0; c < extents[(int) axis]; c++) {
                constants.add(input == null ? Double.NaN : input.constant(c));
                if (input == null) {
                    fixed.add(offset + c);
                }
            }
            if (input != null) {
                links.add(new Link(input, offset, 1));
            }
        }
        double[] all = constants.stream().mapToDouble(Double::doubleValue).toArray();
        Channels output = new Channels(node.output(), (int) axis, all);
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(new Linked(node, links, List.of(), List.of(), fixed, output));
    }
}
