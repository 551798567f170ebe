package dev.alambic.onnx.shape;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.FreeExtents;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of all values of a model's main graph, their extents being sizes, symbols of the inputs ({@code batch},
 * {@code 12*batch}), or unknown. An input's extent without a name is called by its place: {@code image.2}.
 *
 * <p>{@link #inferred} says what ONNX Runtime infers when it loads the model: it follows from the definitions of the
 * operators and holds for every input; a shape that the graph computes (as exporters of transformers do) ends it.
 * {@link #of} fills such gaps by two runs on random inputs of other sizes: what was the same in both is taken to be
 * fixed, what went with a symbol to be that symbol or a multiple of it. A size that depends on the content of inputs
 * and was the same in both runs by chance is wrongly said to be fixed.
 *
 * <p>Not known are sums of symbols and products of two, values inside subgraphs, and values that are no tensors.
 */
public final class Shapes {

    /** What the runtime calls extents that it has no name for. */
    private static final String NAMELESS = "unk__";

    private final Map<String, TensorType> types;

    private Shapes(Map<String, TensorType> types) {
        this.types = Collections.unmodifiableMap(types);
    }

    /**
     * Returns what follows from the definitions of the operators; nothing is run, and no large weight is touched.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if the model breaks ONNX
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the runtime does not know an operator or the opset
     */
    public static Shapes inferred(OnnxModel model) {
        return asked(model, false, () -> new Shapes(types(model.mapGraph(Shapes::named))));
    }

    /** What besides the graph says what its values are; the model is loaded once for the same. */
    private record Question(Map<String, Long> opsets, Bytes functions, boolean isRun) {}

    private static Shapes asked(OnnxModel model, boolean isRun, Supplier<Shapes> find) {
        Question question = new Question(model.opsets(), model.content().rest(), isRun);
        return model.graph().fact(question, Shapes.class, find);
    }

    /**
     * Returns what is inferred, and what two runs show where the inference leaves something open. A model that does not
     * run on random inputs has what is inferred alone.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if the model breaks ONNX
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the runtime does not know an operator or the opset
     */
    public static Shapes of(OnnxModel model) {
        return asked(model, true, () -> inferred(model).completed(model.mapGraph(Shapes::named)));
    }

    private Shapes completed(OnnxModel named) {
        List<String> open = types.keySet().stream()
                .filter(value -> named.graph().index().producer(value).isPresent())
                .filter(value -> isOpen(types.get(value)))
                .toList();
        if (open.isEmpty()) {
            return this;
        }
        Map<String, TensorType> known = new LinkedHashMap<>(types);
        Observation.of(named, open)
                .ifPresent(seen -> open.forEach(
                        value -> known.computeIfPresent(value, (name, type) -> seen.completed(name, type))));
        return new Shapes(known);
    }

    private static Map<String, TensorType> types(OnnxModel named) {
        Graph graph = named.graph();
        Map<String, TensorType> types = new LinkedHashMap<>();
        graph.inputs().forEach(input -> {
            if (input.type() != null) {
                types.put(input.name(), input.type());
            }
        });
        // the extents of a default are those of one call, not of every one
        graph.initializers()
                .forEach((name, tensor) ->
                        types.putIfAbsent(name, new TensorType(tensor.dataType(), Shape.of(tensor.dims()))));
        types.putAll(Inference.of(named));
        return types;
    }

    /** Gives names to the extents of inputs that have none; symbols stated elsewhere are not trusted. */
    private static Graph named(Graph graph) {
        return graph.edit(out -> {
            out.inputs(graph.inputs().stream()
                    .map(input -> graph.initializers().containsKey(input.name()) ? input : FreeExtents.named(input))
                    .toList());
            out.outputs(graph.outputs().stream().map(Shapes::withoutSymbols).toList());
            out.valueInfos(
                    graph.valueInfos().stream().map(Shapes::withoutSymbols).toList());
        });
    }

    private static ValueInfo withoutSymbols(ValueInfo value) {
        return value.mapDims((axis, dim) -> dim.isFixed() ? dim : Dim.unknown());
    }

    private static boolean isOpen(@Nullable TensorType type) {
        return type != null
                && (type.shape() == null || type.shape().dims().stream().anyMatch(Shapes::isOpen));
    }

    /** Returns whether {@code one} and {@code other} are known to have the same extents for every input. */
    public boolean sameExtents(String one, String other) {
        return shape(one)
                .filter(extents -> shape(other).filter(extents::equals).isPresent())
                .filter(extents -> extents.dims().stream().noneMatch(Dim.Unknown.class::isInstance))
                .isPresent();
    }

    /** Returns whether {@code dim} says nothing but, at most, which other extents are equal. */
    static boolean isOpen(Dim dim) {
        return dim instanceof Dim.Unknown
                || (dim instanceof Dim.Named named && named.symbol().startsWith(NAMELESS));
    }

    /** Returns what is known, by name; values of which nothing is known are left out. */
    public Map<String, TensorType> types() {
        return types;
    }

    /** Returns the type of {@code value}, or empty if it is no tensor or there is no such value. */
    public Optional<TensorType> type(String value) {
        return Optional.ofNullable(types.get(value));
    }

    /** Returns the element type of {@code value}. */
    public Optional<DataType> elementType(String value) {
        return type(value).map(TensorType::elementType);
    }

    /** Returns the extents of {@code value}, or empty if not even the rank is known. */
    public Optional<Shape> shape(String value) {
        TensorType type = types.get(value);
        return type == null ? Optional.empty() : Optional.ofNullable(type.shape());
    }
}
