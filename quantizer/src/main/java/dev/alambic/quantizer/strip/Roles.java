package dev.alambic.quantizer.strip;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the role of each node, from its operator, its constant inputs and the extents seen in a run. */
final class Roles {
    private final Graph graph;
    private final Map<String, long[]> shapes;
    private final Map<String, Channels> channels;
    private final LinkedRoles linked;

    /** @param channels of the values written so far; grows as the graph is walked */
    Roles(OnnxModel model, Map<String, long[]> shapes, Map<String, Channels> channels) {
        this.graph = model.graph();
        this.shapes = shapes;
        this.channels = channels;
        this.linked = new LinkedRoles(model, shapes, channels);
    }

    Role of(Node node) {
        if (node.isStandard() && node.subgraphs().isEmpty()) {
            Optional<Role> known = switch (node.opType()) {
                case "Gemm" -> gemm(node);
                case "MatMul" -> matMul(node);
                case "Conv" -> node.intAttribute("group", 1) == 1 ? conv(node) : linked.depthwise(node);
                default -> linked.of(node);
            };
            if (known.isPresent()) {
                return known.get();
            }
        }
        return opaque(node);
    }

    /** Returns the role of a node that needs all; what its subgraphs read counts. */
    private Role opaque(Node node) {
        List<Channels> inputs = new ArrayList<>();
        channels.forEach((value, known) -> {
            if (graph.index().consumers(value).contains(node)) {
                inputs.add(known);
            }
        });
        return new Opaque(node, inputs);
    }

    /** Returns the channels of input {@code index}, null if they cannot be cut. */
    private @Nullable Channels input(Node node, int index) {
        return channels.get(node.inputs().get(index));
    }

    private Optional<Role> gemm(Node node) {
        Optional<Tensor> weight = weight(node, 2);
        Channels input = input(node, 0);
        if (weight.isEmpty() || node.intAttribute("transA", 0) != 0 || (input != null && input.axis() != 1)) {
            return Optional.empty();
        }
        Weights weights = new Weights(weight.get(), node.intAttribute("transB", 0) != 0 ? 0 : 1);
        float[] bias = null;
        if (node.input(2).isPresent()) {
            bias = bias(node, weights.outputs());
            if (bias == null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Mixing(node, weights, bias, false, input, 1));
    }

    /** Returns the bias as one number for each output channel, times beta; null if it is not constant or not a row. */
    private float @Nullable [] bias(Node node, int outputs) {
        Optional<Tensor> constant = constant(node, 2);
        if (constant.isEmpty()) {
            return null;
        }
        float[] given = constant.get().floats();
        int rank = constant.get().rank();
        boolean isRow = given.length == outputs && (rank == 0 || constant.get().dim(rank - 1) == outputs);
        if (!isRow && given.length != 1) {
            return null;
        }
        float beta = node.is("Gemm") ? node.floatAttribute("beta", 1) : 1;
        float[] bias = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            bias[o] = beta * given[given.length == 1 ? 0 : o];
        }
        return bias;
    }

    private Optional<Role> matMul(Node node) {
        Optional<Tensor> weight = weight(node, 2);
        long[] extents = shapes.get(node.inputs().get(0));
        Channels input = input(node, 0);
        if (weight.isEmpty() || extents == null || extents.length < 2) {
            return Optional.empty();
        }
        int axis = extents.length - 1;
        if (input != null && input.axis() != axis) {
            return Optional.empty();
        }
        return Optional.of(new Mixing(node, new Weights(weight.get(), 1), null, false, input, axis));
    }

    private Optional<Role> conv(Node node) {
        Optional<Tensor> weight = constant(node, 1);
        Channels input = input(node, 0);
        if (weight.isEmpty() || (input != null && input.axis() != 1)) {
            return Optional.empty();
        }
        Weights weights = new Weights(weight.get(), 0);
        float[] bias = null;
        if (node.input(2).isPresent()) {
            bias = bias(node, weights.outputs());
            if (bias == null) {
                return Optional.empty();
            }
        }
        return Optional.of(new Mixing(node, weights, bias, isPadded(node), input, 1));
    }

    /** Returns whether {@code node} may read zeros beyond the border of its input. */
    static boolean isPadded(Node node) {
        String auto = node.textAttribute("auto_pad", "NOTSET");
        return auto.startsWith("SAME")
                || (auto.equals("NOTSET")
                        && node.intsAttribute("pads")
                                .filter(pads -> Arrays.stream(pads).anyMatch(pad -> pad != 0))
                                .isPresent());
    }

    private Optional<Tensor> weight(Node node, int rank) {
        return constant(node, 1).filter(tensor -> tensor.rank() == rank);
    }

    private Optional<Tensor> constant(Node node, int index) {
        return constant(graph, node, index);
    }

    /** Returns input {@code index} of {@code node} if it is a float32 initializer that no caller can override. */
    static Optional<Tensor> constant(Graph graph, Node node, int index) {
        return node.input(index)
                .filter(name ->
                        graph.inputs().stream().noneMatch(input -> input.name().equals(name)))
                .flatMap(graph::initializer)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT);
    }
}
