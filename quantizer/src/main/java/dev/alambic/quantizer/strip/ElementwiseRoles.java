package dev.alambic.quantizer.strip;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.pass.Evaluation;
import dev.alambic.quantizer.strip.Linked.Link;
import dev.alambic.quantizer.strip.Linked.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Roles of the nodes that compute each position by itself, with constants that are one number a channel.
 *
 * <p>What such a node makes of constant channels is computed by running it, in ONNX Runtime, on those constants alone.
 */
final class ElementwiseRoles {
    private static final Set<String> OPERATORS = Set.of(
            "Abs",
            "Add",
            "BatchNormalization",
            "Celu",
            "Clip",
            "Div",
            "Dropout",
            "Elu",
            "Erf",
            "Exp",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Log",
            "Max",
            "Min",
            "Mish",
            "Mul",
            "Neg",
            "PRelu",
            "Pow",
            "Reciprocal",
            "Relu",
            "Selu",
            "Sigmoid",
            "Softplus",
            "Softsign",
            "Sqrt",
            "Sub",
            "Sum",
            "Tanh",
            "ThresholdedRelu");

    private final OnnxModel model;
    private final Graph graph;
    private final Map<String, long[]> shapes;
    private final Map<String, Channels> channels;

    ElementwiseRoles(OnnxModel model, Map<String, long[]> shapes, Map<String, Channels> channels) {
        this.model = model;
        this.graph = model.graph();
        this.shapes = shapes;
        this.channels = channels;
    }

    Optional<Role> of(Node node) {
        long[] extents = shapes.get(node.output());
        if (!OPERATORS.contains(node.opType()) || extents == null || isTraining(node)) {
            return Optional.empty();
        }
        return frame(node, extents).flatMap(frame -> role(node, frame));
    }

    private boolean isTraining(Node node) {
        boolean several = node.outputs().stream().skip(1).anyMatch(graph.index()::isUsed);
        return several
                || node.intAttribute("training_mode", 0) != 0
                || (node.is("Dropout") && node.input(2).isPresent());
    }

    /** The axis of the channels in the output, how many there are, and the rank. */
    private record Frame(int axis, int size, int rank) {
        long[] dims() {
            long[] dims = new long[rank];
            Arrays.fill(dims, 1);
            dims[axis] = size;
            return dims;
        }
    }

    /** Returns the frame that all inputs with channels of their own agree on. */
    private Optional<Frame> frame(Node node, long[] extents) {
        Frame frame = null;
        for (String name : node.inputs()) {
            Channels input = channels.get(name);
            if (input != null) {
                int axis = input.axis() + extents.length - Objects.requireNonNull(shapes.get(name)).length;
                Frame other = new Frame(axis, Math.toIntExact(extents[axis]), extents.length);
                if (input.size() == other.size() && frame != null && !frame.equals(other)) {
                    return Optional.empty();
                }
                frame = input.size() == other.size() ? other : frame;
            }
        }
        return Optional.ofNullable(frame);
    }

    /** What the inputs of a node are to its channels. */
    private static final class Inputs {
        final List<Link> links = new ArrayList<>();
        final List<Channels> pinned = new ArrayList<>();
        final List<Parameter> parameters = new ArrayList<>();
        boolean follows = true;
        boolean fixed;
    }

    private Optional<Role> role(Node node, Frame frame) {
        Inputs inputs = new Inputs();
        for (int index = 0; index < node.inputs().size(); index++) {
            String name = node.inputs().get(index);
            Channels known = channels.get(name);
            if (name.isEmpty()) {
                continue;
            }
            if (known != null) {
                boolean linked = known.size() == frame.size() && sameAxis(known, frame);
                if (linked) {
                    inputs.links.add(new Link(known, 0, 1));
                } else {
                    inputs.pinned.add(known);
                    inputs.follows = false;
                }
            } else if (Roles.constant(graph, node, index).isPresent()) {
                if (!parameter(node, index, frame, inputs)) {
                    return Optional.empty();
                }
            } else {
                inputs.follows = false;
                inputs.fixed |= extentAt(name, frame) != 1;
            }
        }
        List<Integer> fixed =
                inputs.fixed ? IntStream.range(0, frame.size()).boxed().toList() : List.of();
        Channels output = new Channels(node.output(), frame.axis(), constants(node, frame, inputs));
        return Optional.of(new Linked(node, inputs.links, inputs.pinned, inputs.parameters, fixed, output));
    }

    private boolean sameAxis(Channels known, Frame frame) {
        return known.axis() + frame.rank() - Objects.requireNonNull(shapes.get(known.value())).length == frame.axis();
    }

    private long extentAt(String name, Frame frame) {
        long[] extents = shapes.get(name);
        if (extents == null) {
            return -1;
        }
        int axis = frame.axis() - (frame.rank() - extents.length);
        return axis < 0 ? 1 : extents[axis];
    }

    /** Notes a constant input; returns false if it is not one number a channel. */
    private boolean parameter(Node node, int index, Frame frame, Inputs inputs) {
        Tensor tensor = Roles.constant(graph, node, index).orElseThrow();
        if (tensor.elementCount() == 1 && !node.is("BatchNormalization")) {
            return true;
        }
        int lead = node.is("BatchNormalization") ? frame.axis() : frame.rank() - tensor.rank();
        int axis = frame.axis() - lead;
        if (lead < 0 || axis < 0 || axis >= tensor.rank() || tensor.dim(axis) != frame.size()) {
            // broadcast along the channels; constants are followed only if it is the same number everywhere
            inputs.follows = false;
            return lead >= 0 && (axis < 0 || tensor.dim(axis) == 1);
        }
        inputs.parameters.add(new Parameter(index, axis));
        inputs.follows &= tensor.elementCount() == frame.size();
        return true;
    }

    private double[] constants(Node node, Frame frame, Inputs inputs) {
        double[] constants = Channels.unknown(frame.size());
        if (inputs.follows) {
            Map<String, Tensor> feeds = feeds(frame, inputs);
            Tensor result = Objects.requireNonNull(
                    Evaluation.of(model, List.of(node), feeds).get(node.output()));
            float[] values = result.floats();
            for (int c = 0; c < constants.length; c++) {
                int channel = c;
                boolean known =
                        inputs.links.stream().allMatch(link -> link.input().isConstant(channel));
                constants[c] = known || isErased(node, channel) ? values[c] : Double.NaN;
            }
        }
        if (node.is("Mul")) {
            for (int c = 0; c < constants.length; c++) {
                int channel = c;
                boolean zero =
                        inputs.links.stream().anyMatch(link -> link.input().constant(channel) == 0);
                constants[c] = zero ? 0 : constants[c];
            }
        }
        return constants;
    }

    private Map<String, Tensor> feeds(Frame frame, Inputs inputs) {
        Map<String, Tensor> feeds = new HashMap<>(graph.initializers());
        for (Link link : inputs.links) {
            float[] values = new float[frame.size()];
            for (int c = 0; c < values.length; c++) {
                values[c] = link.input().isConstant(c) ? (float) link.input().constant(c) : 1;
            }
            feeds.put(link.input().value(), Tensor.ofFloats(values, frame.dims()));
        }
        return feeds;
    }

    /** Returns whether {@code node} multiplies {@code channel} by a constant zero. */
    private boolean isErased(Node node, int channel) {
        if (node.is("BatchNormalization")) {
            return at(node, 1, channel) == 0;
        }
        return node.is("Mul") && (at(node, 0, channel) == 0 || at(node, 1, channel) == 0);
    }

    private double at(Node node, int index, int channel) {
        Optional<Tensor> tensor =
                Roles.constant(graph, node, index).filter(found -> found.dataType() == DataType.FLOAT);
        return tensor.map(found -> found.floats())
                .map(values -> (double) values[values.length == 1 ? 0 : channel])
                .orElse(Double.NaN);
    }
}
