package dev.alambic.onnx.cost;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.TiedWeights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.operator.WeightInput;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constants of a graph that carry weights, see {@link Parameters}: the one count that all that tell how many
 * parameters a model has go by.
 *
 * <p>The nodes are walked in order. A constant counts where a {@link WeightInput} reads it, through casts, reshapes and
 * dequantization if need be, in whichever operators that is written. What is computed from weights is marked, so that a
 * constant added to or multiplied with a marked value is a bias or a gain, while the same operator before the first
 * layer is preprocessing.
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

    /** A constant as it is stored, and the node that dequantizes it, or subtracts its zero point, if one does. */
    private record Stored(
            String name, Tensor tensor, @Nullable Node dequantizer) {

        /** Returns whether these are numbers of a code rather than sizes or indices. */
        boolean isCode() {
            return !tensor.dataType().isFloating()
                    && tensor.dataType() != DataType.BOOL
                    && tensor.dataType().bits() > 0
                    && tensor.dataType().bits() <= Byte.SIZE;
        }
    }

    private final Graph graph;
    private final @Nullable WeightCount around;
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> counted = new HashSet<>();
    private final Set<String> copies;
    private long parameters;
    private long nonZeros;

    private WeightCount(Graph graph, @Nullable WeightCount around, Set<String> copies) {
        this.graph = graph;
        this.around = around;
        this.copies = copies;
    }

    /** Counts the parameters of {@code model}, those in subgraphs included. */
    public static Parameters of(OnnxModel model) {
        Map<String, String> ties = TiedWeights.of(model);
        WeightCount count = new WeightCount(model.graph(), null, ties.keySet());
        count.walk();
        return new Parameters(count.parameters, count.nonZeros, ties);
    }

    private void walk() {
        for (Node node : graph.nodes()) {
            boolean weighted = countSlots(node);
            countElementwise(node);
            mark(node, weighted);
            for (Graph body : node.subgraphs()) {
                WeightCount inner = new WeightCount(body, this, Set.of());
                inner.walk();
                parameters += inner.parameters;
                nonZeros += inner.nonZeros;
                markResults(node, body, inner);
            }
        }
    }

    /** Counts the weights that {@code node} reads by the meaning of its inputs; returns whether there are any. */
    private boolean countSlots(Node node) {
        boolean found = false;
        for (WeightInput slot : WeightInput.of(node.opType())) {
            Optional<Stored> stored = node.input(slot.index()).flatMap(this::constant);
            if (stored.isPresent() && carriesWeights(node, stored.get().tensor())) {
                count(node, slot, stored.get());
                found = true;
            }
        }
        return found;
    }

    /** Returns whether the type and rank are those of weights: a lookup in a list of numbers is not an embedding. */
    private boolean carriesWeights(Node node, Tensor tensor) {
        DataType type = tensor.dataType();
        if (type == DataType.INT64 || type == DataType.BOOL || type == DataType.STRING) {
            return false;
        }
        return !node.is("Gather") || (tensor.rank() >= 2 && type != DataType.INT32 && !isScale(node.output()));
    }

    /** Returns whether {@code value} is what the words of a quantized table are multiplied by, or their zero points. */
    private boolean isScale(String value) {
        return graph.index().consumers(value).stream()
                .anyMatch(reader -> (reader.is("DequantizeLinear")
                                && !reader.inputs().get(0).equals(value))
                        || (reader.is("Mul")
                                && reader.inputs().stream().anyMatch(other -> !other.equals(value) && isWords(other))));
    }

    /** Returns whether {@code value} is words of a table of integers, made floats. */
    private boolean isWords(String value) {
        return graph.index()
                .producer(value)
                .filter(node -> node.is("Cast"))
                .flatMap(node -> graph.index().producer(node.inputs().get(0)))
                .filter(node -> node.is("Gather"))
                .flatMap(node -> constant(node.inputs().get(0)))
                .filter(Stored::isCode)
                .isPresent();
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
                count(node, new WeightInput(side, -1), stored.get());
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

    /** Marks what {@code node} gives as {@code body} made it; what a loop collects only as derived. */
    private void markResults(Node node, Graph body, WeightCount inner) {
        List<String> results = body.outputs().stream().map(ValueInfo::name).toList();
        for (int i = 0;
                node.is("If") && i < Math.min(results.size(), node.outputs().size());
                i++) {
            Origin origin = inner.origin(results.get(i));
            if (origin != null) {
                origins.putIfAbsent(node.outputs().get(i), origin);
            }
        }
        if (!node.is("If") && results.stream().anyMatch(result -> inner.origin(result) != null)) {
            node.outputs().forEach(output -> origins.putIfAbsent(output, Origin.DERIVED));
        }
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
                return node.constantValue().map(tensor -> new Stored(found, tensor, last));
            }
            if (node.is("Mul") || node.is("Sub")) {
                return decoded(node);
            }
            if (!Trait.FORM.isOf(node.opType()) || node.input(0).isEmpty()) {
                return Optional.empty();
            }
            dequantizer = node.is("DequantizeLinear") ? node : dequantizer;
            name = node.inputs().get(0);
        }
    }

    /** Returns the codes that {@code node}, a Mul or Sub of constants, makes floats of. */
    private Optional<Stored> decoded(Node node) {
        for (int side = 0; side < 2; side++) {
            Optional<Stored> codes = node.input(side).flatMap(this::constant).filter(Stored::isCode);
            if (codes.isPresent()
                    && node.input(1 - side).filter(this::isComputedOnce).isPresent()) {
                Stored found = codes.get();
                return Optional.of(node.is("Sub") ? new Stored(found.name(), found.tensor(), node) : found);
            }
        }
        return Optional.empty();
    }

    /** Returns whether {@code value} depends on constants alone. */
    private boolean isComputedOnce(String value) {
        if (graph.initializer(value).isPresent()) {
            return true;
        }
        Optional<Node> producer = graph.index().producer(value);
        return producer.isEmpty()
                ? around != null && around.isComputedOnce(value)
                : producer.get().inputs().stream()
                        .filter(input -> !input.isEmpty())
                        .allMatch(this::isComputedOnce);
    }

    private ZeroPoints zeroPoints(Node node, WeightInput slot, Stored stored) {
        Node dequantizer = stored.dequantizer();
        if (dequantizer == null && node.is("Gather")) {
            dequantizer = graph.index()
                    .soleConsumer(node.output())
                    .filter(reader -> reader.is("DequantizeLinear"))
                    .orElse(null);
        }
        if (dequantizer == null) {
            int axis = stored.tensor().rank() == 2 ? 1 : 0;
            return (slot.zeroPoint() < 0 ? Optional.<String>empty() : node.input(slot.zeroPoint()))
                    .flatMap(this::constant)
                    .map(zeros -> ZeroPoints.along(stored.tensor(), zeros.tensor(), axis, 1))
                    .orElse(ZeroPoints.same(0));
        }
        Optional<String> zeros = dequantizer.input(dequantizer.is("Sub") ? 1 : 2);
        int block = Math.max(1, (int) dequantizer.intAttribute("block_size", 1));
        int axis = (int) dequantizer.intAttribute("axis", 1);
        return zeros.flatMap(name -> spread(name, stored.tensor(), axis, block)).orElse(ZeroPoints.same(0));
    }

    /** Returns the zero points called {@code name}, which may be picked from fewer. */
    private Optional<ZeroPoints> spread(String name, Tensor weight, int axis, int block) {
        Optional<Node> gather = graph.index().producer(name).filter(node -> node.is("Gather"));
        Optional<Stored> zeros = gather.map(node -> node.inputs().get(0))
                .or(() -> Optional.of(name))
                .flatMap(this::constant);
        Optional<Tensor> index =
                gather.flatMap(node -> constant(node.inputs().get(1))).map(Stored::tensor);
        return zeros.filter(found -> weight.rank() > 0)
                .map(found -> index.map(picked -> ZeroPoints.of(
                                weight,
                                found.tensor(),
                                (int) gather.orElseThrow().intAttribute("axis", 0),
                                Arrays.stream(picked.longs())
                                        .mapToInt(Math::toIntExact)
                                        .toArray()))
                        .orElseGet(() -> ZeroPoints.along(weight, found.tensor(), axis, block)));
    }

    private void count(Node node, WeightInput slot, Stored stored) {
        if (copies.contains(stored.name()) || !isNew(stored.name())) {
            return;
        }
        Optional<PackedWeight> packed = PackedWeight.of(node, slot.index(), stored.tensor());
        if (packed.isPresent()) {
            parameters += packed.get().elements();
            nonZeros += packed.get()
                    .nonZeros(
                            node.input(slot.zeroPoint()).flatMap(this::constant).map(Stored::tensor));
            return;
        }
        parameters += stored.tensor().elementCount();
        nonZeros += ZeroCount.nonZeros(stored.tensor(), zeroPoints(node, slot, stored), 0);
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
