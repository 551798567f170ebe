package dev.alambic.bench.size;

import dev.alambic.bench.record.ModelSize;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.operator.WeightInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constants of a graph that carry weights, see {@link ModelSize}.
 *
 * <p>The nodes are walked in order. A constant counts where a {@link WeightInput} reads it, through casts, reshapes and
 * dequantization if need be. What is computed from weights is marked, so that a constant added to or multiplied with a
 * marked value is a bias or a gain, while the same operator before the first layer is preprocessing.
 */
public final class WeightCount {

    /** How a value came from weights; absent for what depends on none. */
    private enum Origin {
        /** The integer product of quantized factors, not scaled back yet: a constant multiplied with it is a scale. */
        INTEGER_PRODUCT,
        /** The product itself: a constant added to it is a bias, even a single number. */
        PRODUCT,
        DERIVED
    }

    private static final Set<String> PRODUCTS =
            Set.of("Conv", "ConvTranspose", "Einsum", "FusedMatMul", "Gemm", "MatMul", "QLinearMatMul");

    /** A constant as it is stored, and the node that dequantizes it, if one does. */
    private record Stored(
            String name, Tensor tensor, @Nullable Node dequantizer) {}

    private final Graph graph;
    private final @Nullable WeightCount around;
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> counted = new HashSet<>();
    private long parameters;
    private long nonZeros;

    private WeightCount(Graph graph, @Nullable WeightCount around) {
        this.graph = graph;
        this.around = around;
    }

    /** Counts the parameters of {@code model}, those in subgraphs included. */
    public static ModelSize of(OnnxModel model) {
        WeightCount count = new WeightCount(model.graph(), null);
        count.walk();
        return new ModelSize(count.parameters, count.nonZeros);
    }

    private void walk() {
        for (Node node : graph.nodes()) {
            boolean weighted = countSlots(node);
            countElementwise(node);
            mark(node, weighted);
            for (Graph body : node.subgraphs()) {
                WeightCount inner = new WeightCount(body, this);
                inner.walk();
                parameters += inner.parameters;
                nonZeros += inner.nonZeros;
            }
        }
    }

    /** Counts the weights that {@code node} reads by the meaning of its inputs; returns whether there are any. */
    private boolean countSlots(Node node) {
        boolean found = false;
        for (WeightInput slot : WeightInput.of(node.opType())) {
            Optional<Stored> stored = node.input(slot.index()).flatMap(this::constant);
            if (stored.isPresent() && carriesWeights(node, stored.get().tensor())) {
                count(stored.get(), zeroPoint(node, slot, stored.get()));
                found = true;
            }
        }
        return found;
    }

    /** Returns whether the type and rank are those of weights: a lookup in a list of numbers is not an embedding. */
    private static boolean carriesWeights(Node node, Tensor tensor) {
        DataType type = tensor.dataType();
        if (type == DataType.INT64 || type == DataType.BOOL || type == DataType.STRING) {
            return false;
        }
        return !node.is("Gather") || (tensor.rank() >= 2 && type != DataType.INT32);
    }

    private void countElementwise(Node node) {
        boolean sum = node.is("Add") || node.is("Sub");
        if (!Trait.ARITHMETIC.isOf(node)) {
            return;
        }
        for (int side = 0; side < 2; side++) {
            Optional<Stored> stored = node.input(side).flatMap(this::constant);
            Origin other =
                    node.input(1 - side).isEmpty() ? null : origin(node.inputs().get(1 - side));
            if (stored.isPresent() && other != null && isLearnt(stored.get().tensor(), sum, other)) {
                count(stored.get(), zeroPoint(node, new WeightInput(side, -1), stored.get()));
            }
        }
    }

    private static boolean isLearnt(Tensor constant, boolean sum, Origin other) {
        if (constant.dataType() == DataType.INT64) {
            return false;
        }
        return switch (other) {
            case INTEGER_PRODUCT -> sum;
            case PRODUCT -> sum || constant.elementCount() > 1;
            case DERIVED -> constant.elementCount() > 1;
        };
    }

    private void mark(Node node, boolean weighted) {
        Origin origin = originOfOutput(node, weighted);
        if (origin == null || Trait.EXTENTS.isOf(node.opType())) {
            return;
        }
        if (node.is("DynamicQuantizeLinear")) {
            origins.put(node.output(), origin);
            return;
        }
        node.outputs().forEach(output -> origins.put(output, origin));
    }

    private @Nullable Origin originOfOutput(Node node, boolean weighted) {
        if (weighted) {
            return node.is("MatMulInteger") || node.is("ConvInteger")
                    ? Origin.INTEGER_PRODUCT
                    : PRODUCTS.contains(node.opType()) ? Origin.PRODUCT : Origin.DERIVED;
        }
        List<Origin> inputs = node.inputs().stream()
                .flatMap(input -> Stream.ofNullable(origin(input)))
                .toList();
        if (inputs.isEmpty()) {
            return null;
        }
        if (Trait.FORM.isOf(node.opType())) {
            return inputs.get(0);
        }
        return node.is("Mul") && inputs.contains(Origin.INTEGER_PRODUCT) ? Origin.INTEGER_PRODUCT : Origin.DERIVED;
    }

    private @Nullable Origin origin(String value) {
        Origin here = origins.get(value);
        return here != null || around == null ? here : around.origin(value);
    }

    /** Returns the constant that {@code value} is, seen through operators that only change its form. */
    private Optional<Stored> constant(String value) {
        Node dequantizer = null;
        String name = value;
        while (true) {
            Optional<Tensor> initializer = graph.initializer(name);
            if (initializer.isPresent()) {
                return Optional.of(new Stored(name, initializer.get(), dequantizer));
            }
            Optional<Node> producer = graph.index().producer(name);
            if (producer.isEmpty()) {
                return around == null ? Optional.empty() : around.constant(name);
            }
            Node node = producer.get();
            if (node.is("Constant")) {
                Node last = dequantizer;
                String found = name;
                return node.tensorAttribute("value").map(tensor -> new Stored(found, tensor, last));
            }
            if (!Trait.FORM.isOf(node.opType()) || node.input(0).isEmpty()) {
                return Optional.empty();
            }
            dequantizer = node.is("DequantizeLinear") ? node : dequantizer;
            name = node.inputs().get(0);
        }
    }

    private @Nullable ZeroPoint zeroPoint(Node node, WeightInput slot, Stored stored) {
        Node dequantizer = stored.dequantizer();
        if (dequantizer == null && node.is("Gather")) {
            dequantizer = graph.index()
                    .soleConsumer(node.output())
                    .filter(reader -> reader.is("DequantizeLinear"))
                    .orElse(null);
        }
        Optional<Stored> zero = dequantizer != null
                ? dequantizer.input(2).flatMap(this::constant)
                : slot.zeroPoint() < 0
                        ? Optional.empty()
                        : node.input(slot.zeroPoint()).flatMap(this::constant);
        int axis = dequantizer != null
                ? (int) dequantizer.intAttribute("axis", 1)
                : stored.tensor().rank() == 2 ? 1 : 0;
        return zero.map(found -> new ZeroPoint(found.tensor(), axis)).orElse(null);
    }

    /** The integer that stands for zero, and the axis along which there are several. */
    private record ZeroPoint(Tensor tensor, int axis) {}

    private void count(Stored stored, @Nullable ZeroPoint zeroPoint) {
        if (!isNew(stored.name())) {
            return;
        }
        parameters += stored.tensor().elementCount();
        nonZeros += zeroPoint == null
                ? ZeroCount.nonZeros(stored.tensor(), null, 0)
                : ZeroCount.nonZeros(stored.tensor(), zeroPoint.tensor(), zeroPoint.axis());
    }

    /** Marks the constant as counted in the graph that holds it; returns whether it was not counted before. */
    private boolean isNew(String name) {
        boolean elsewhere = !graph.initializers().containsKey(name)
                && graph.index().producer(name).isEmpty();
        if (elsewhere && around != null) {
            return around.isNew(name);
        }
        return counted.add(name);
    }
}
