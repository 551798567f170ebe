package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.FreeExtents;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fixes sizes that the caller of a model could choose, in the types of its inputs, outputs and inner values, so that
 * arithmetic on shapes folds to constants and accelerators that want fixed sizes take the model.
 *
 * <p>No {@code Pass}, since the model takes fewer inputs than before: what it computes on those is the same.
 */
public final class FixDimensions {

    private final Map<String, Long> sizes;
    private final Map<String, List<Long>> shapes;

    /** @param sizes by symbol of an input ({@code batch}); an extent without a name goes by its place ({@code x.0}) */
    public FixDimensions(Map<String, Long> sizes) {
        this(sizes, Map.of());
    }

    /**
     * @param sizes by symbol of an input ({@code batch}); an extent without a name goes by its place ({@code x.0})
     * @param shapes all sizes of an input, by its name
     */
    public FixDimensions(Map<String, Long> sizes, Map<String, List<Long>> shapes) {
        this.sizes = Map.copyOf(sizes);
        this.shapes = Map.copyOf(shapes);
        this.sizes.forEach((name, size) -> {
            if (size < 1) {
                throw new IllegalArgumentException("dimension '" + name + "': a size is at least 1, was " + size);
            }
        });
    }

    /**
     * Returns {@code model} with these sizes.
     *
     * @throws IllegalArgumentException if no input has a dimension of one of the names, or a shape does not fit
     */
    public OnnxModel apply(OnnxModel model) {
        if (!shapes.isEmpty()) {
            return new FixDimensions(bySymbol(model.graph())).apply(ranked(model));
        }
        if (sizes.isEmpty()) {
            return model;
        }
        checkNames(model.graph());
        OnnxModel fixed = model.mapGraph(graph -> graph.edit(out -> {
            out.inputs(fixed(graph.inputs()));
            out.outputs(fixed(graph.outputs()));
            out.valueInfos(fixed(graph.valueInfos()));
        }));
        String history = model.metadata().getOrDefault(ModelMetadata.HISTORY, "");
        return fixed.withMetadata(
                ModelMetadata.HISTORY, history.isEmpty() ? "FixDimensions" : history + "; FixDimensions");
    }

    /** Returns {@code model} in which inputs of unknown rank have that of their shape. */
    private OnnxModel ranked(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(out -> out.inputs(graph.inputs().stream()
                .map(input -> {
                    List<Long> shape = shapes.get(input.name());
                    TensorType type = input.type();
                    return shape == null || type == null || type.shape() != null
                            ? input
                            : input.withType(new TensorType(type.elementType(), Shape.of(numbers(shape))));
                })
                .toList())));
    }

    private static long[] numbers(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Returns what the sizes and shapes say of each symbol. */
    private Map<String, Long> bySymbol(Graph graph) {
        Map<String, Long> all = new TreeMap<>(sizes);
        shapes.forEach((name, shape) -> {
            ValueInfo input = graph.requiredInputs().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("shape of '" + name + "': no input has that name"));
            TensorType type = FreeExtents.named(input).type();
            if (type == null) {
                throw new IllegalArgumentException("shape of '" + name + "': the input is no tensor");
            }
            if (type.shape() != null) {
                fit(name, type.shape(), shape, all);
            }
        });
        return all;
    }

    private static void fit(String input, Shape known, List<Long> shape, Map<String, Long> all) {
        boolean fits = known.rank() == shape.size();
        for (int axis = 0; fits && axis < known.rank(); axis++) {
            long size = shape.get(axis);
            if (known.dim(axis) instanceof Dim.Named symbol) {
                Long earlier = all.put(symbol.symbol(), size);
                fits = earlier == null || earlier == size;
            } else {
                fits = known.dim(axis).equals(Dim.of(size));
            }
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "shape of '" + input + "': expected one that fits " + known + ", was " + shape);
        }
    }

    private void checkNames(Graph graph) {
        Set<String> names = new LinkedHashSet<>();
        graph.requiredInputs()
                .forEach(input -> FreeExtents.named(input).mapDims((axis, dim) -> {
                    if (dim instanceof Dim.Named named) {
                        names.add(named.symbol());
                    }
                    return dim;
                }));
        for (String name : new TreeSet<>(sizes.keySet())) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("dimension '" + name + "': no input has it (expected "
                        + (names.isEmpty() ? "none, all are fixed" : "one of " + String.join(", ", names)) + ")");
            }
        }
    }

    private List<ValueInfo> fixed(List<ValueInfo> values) {
        return values.stream().map(this::fixed).toList();
    }

    private ValueInfo fixed(ValueInfo value) {
        ValueInfo named = FreeExtents.named(value);
        return value.mapDims((axis, dim) -> size(named, axis).map(Dim::of).orElse(dim));
    }

    private Optional<Long> size(ValueInfo named, int axis) {
        TensorType type = named.type();
        return type != null && type.shape() != null && type.shape().dim(axis) instanceof Dim.Named symbol
                ? Optional.ofNullable(sizes.get(symbol.symbol()))
                : Optional.empty();
    }
}
