package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.message.Nearest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives inputs of a model one value for good, a number or a truth value for each of their elements, and takes them from
 * its inputs: a sample rate, a mask of ones. What depends on them alone folds to constants, and the branches of an
 * {@code If} that are not taken go.
 *
 * <p>An extent that another input has by the same name is that of the other input at run time.
 *
 * <p>No {@code Pass}, since the model takes fewer inputs than before: what it computes on the others is the same.
 */
public final class FixInputs {

    private final Map<String, String> values;

    /** @param values by input: a number, {@code true} or {@code false} */
    public FixInputs(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /**
     * Returns {@code model} without these inputs; the samples that are known of it are without them too.
     *
     * @throws IllegalArgumentException if there is no such input, it is no tensor of numbers, its type cannot have the
     *     value, or its size is not known
     */
    public OnnxModel apply(OnnxModel model) {
        if (values.isEmpty()) {
            return model;
        }
        checkNames(model.graph());
        OnnxModel fixed = model.mapGraph(this::fixed);
        String history = model.metadata().getOrDefault(ModelMetadata.HISTORY, "");
        fixed = fixed.withMetadata(ModelMetadata.HISTORY, history.isEmpty() ? "FixInputs" : history + "; FixInputs");
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (Map<String, Tensor> sample : model.about().samples()) {
            Map<String, Tensor> left = new LinkedHashMap<>(sample);
            left.keySet().removeAll(values.keySet());
            samples.add(left);
        }
        return fixed.withSamples(samples);
    }

    private void checkNames(Graph graph) {
        Set<String> names = new TreeSet<>();
        graph.inputs().forEach(input -> names.add(input.name()));
        for (String name : values.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "input '" + name + "': the model has none of that name" + Nearest.choices(names));
            }
        }
    }

    private Graph fixed(Graph graph) {
        List<ValueInfo> left = graph.inputs().stream()
                .filter(input -> !values.containsKey(input.name()))
                .toList();
        return graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            graph.inputs().stream()
                    .filter(input -> values.containsKey(input.name()))
                    .forEach(input -> nodes.addAll(
                            new Fixing(out, input, left).nodes(Objects.requireNonNull(values.get(input.name())))));
            nodes.addAll(graph.nodes());
            out.inputs(left).nodes(nodes);
        });
    }

    /**
     * One input that becomes a constant.
     *
     * @param left the inputs that stay
     */
    private record Fixing(Graph.Builder out, ValueInfo input, List<ValueInfo> left) {

        /** Adds the constant; returns what brings it to a size that is only known at run time. */
        List<Node> nodes(String value) {
            TensorType type = input.type();
            if (type == null || type.elementType() == DataType.STRING) {
                throw new IllegalArgumentException(
                        where() + ": only a tensor of numbers or truth values can be fixed (was "
                                + (type == null ? "no tensor, or of a type that the model does not tell" : "of strings")
                                + ")");
            }
            Shape shape = type.shape();
            if (shape == null) {
                throw new IllegalArgumentException(where() + ": its size is not known: fix that first, by --shape");
            }
            if (shape.isFixed()) {
                out.initializer(input.name(), filled(type.elementType(), value, shape.sizes()));
                return List.of();
            }
            List<Node> nodes = new ArrayList<>();
            List<String> extents = new ArrayList<>();
            Map<String, String> known = new HashMap<>();
            for (Dim dim : shape.dims()) {
                extents.add(
                        dim instanceof Dim.Fixed fixed
                                ? out.constant(input.name() + "_extent", Tensor.ofLongs(new long[] {fixed.size()}, 1))
                                : known.computeIfAbsent(dim.toString(), any -> extent(dim, nodes)));
            }
            String size = out.fresh(input.name() + "_size");
            nodes.add(Node.of("Concat", extents, size).with("axis", 0));
            String one = out.constant(input.name() + "_value", filled(type.elementType(), value));
            out.removeInitializer(input.name());
            nodes.add(Node.of("Expand", List.of(one, size), input.name()));
            return nodes;
        }

        private String where() {
            return "input '" + input.name() + "'";
        }

        /** Returns the extent that another input has by the same name. */
        private String extent(Dim dim, List<Node> nodes) {
            for (ValueInfo other : left) {
                Shape shape = other.type() == null ? null : other.type().shape();
                int axis = shape == null || !(dim instanceof Dim.Named)
                        ? -1
                        : shape.dims().indexOf(dim);
                if (axis >= 0) {
                    String sizes = out.fresh(other.name() + "_size");
                    nodes.add(Node.of("Shape", List.of(other.name()), sizes));
                    String index = out.constant(input.name() + "_axis", Tensor.ofLongs(new long[] {axis}, 1));
                    String extent = out.fresh(input.name() + "_extent");
                    nodes.add(Node.of("Gather", List.of(sizes, index), extent));
                    return extent;
                }
            }
            throw new IllegalArgumentException(
                    where() + ": how many elements it has is not known (expected fixed sizes,"
                            + " or those of another input, was " + input.type() + "): fix that first, by --shape");
        }

        private Tensor filled(DataType type, String text, long... dims) {
            String number = switch (text) {
                case "true" -> "1";
                case "false" -> "0";
                default -> text;
            };
            try {
                BigDecimal value = new BigDecimal(number);
                if (type == DataType.DOUBLE) {
                    return doubles(value.doubleValue(), dims);
                }
                if (!type.isFloating()) {
                    requireRange(type, value, text);
                }
                return Tensor.filled(type, value::doubleValue, dims);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException(
                        where() + ": expected a value of " + type.lowerName() + ", was '" + text + "'", e);
            }
        }

        private static Tensor doubles(double value, long... dims) {
            Shape shape = Shape.of(dims);
            int count = Math.toIntExact(Arrays.stream(shape.sizes()).reduce(1, Math::multiplyExact));
            ByteBuffer buffer =
                    ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                buffer.putDouble(value);
            }
            return Tensor.of(DataType.DOUBLE, dims, buffer.flip());
        }

        private static void requireRange(DataType type, BigDecimal value, String text) {
            boolean unsigned = type.name().startsWith("U");
            long exact = value.longValueExact();
            int bits = type == DataType.BOOL ? 1 : unsigned ? Math.min(63, type.bits()) : type.bits() - 1;
            long most = bits >= 63 ? Long.MAX_VALUE : (1L << bits) - 1;
            long least = type == DataType.BOOL || unsigned ? 0 : -most - 1;
            if (exact < least || exact > most) {
                throw new NumberFormatException(text);
            }
        }
    }
}
