package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.GeluMatch;
import dev.alambic.onnx.match.LayerNormMatch;
import dev.alambic.onnx.match.Replacement;
import dev.alambic.onnx.match.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces what exporters spell out in small nodes and the engine computes in one call, with less memory and time:
 * layer normalization, Gelu, and the product with a matrix plus a bias. The nodes found are replaced by one of the
 * domain {@value #DOMAIN}; a place is left alone if any value inside of it is asked for. Only the evaluation changes:
 * the model that is written back has its own nodes.
 */
final class Fusion {

    static final String DOMAIN = "alambic";

    private final Values values;
    private final Map<String, Shape> shapes = new HashMap<>();

    private Fusion(Source source, Graph graph) {
        this.values = Values.ofFloats(graph);
        Stream.concat(source.inputs().stream(), source.stated().stream()).forEach(this::note);
    }

    private void note(ValueInfo value) {
        TensorType type = value.type();
        Shape shape = type == null ? null : type.shape();
        if (shape != null) {
            shapes.put(value.name(), shape);
        }
    }

    /** Returns {@code source} with the places replaced that can be. */
    static Source of(Source source) {
        Graph graph = Graph.build("source", out -> {
            source.inputs().forEach(out::input);
            source.constants().forEach(out::initializer);
            source.nodes().forEach(out::node);
            source.outputs().forEach(name -> out.output(new ValueInfo(name, null, Bytes.EMPTY)));
        });
        Fusion fusion = new Fusion(source, graph);
        return source.withNodes(Replacement.all(graph, fusion::replacement).nodes());
    }

    private Optional<Replacement> replacement(Node last) {
        return LayerNormMatch.ending(values, last, value -> Optional.ofNullable(shapes.get(value)))
                .map(match -> new Replacement(match.inner(), List.of(normalization(last, match))))
                .or(() -> GeluMatch.ending(values, last)
                        .filter(GeluMatch::exact)
                        .map(match -> new Replacement(match.inner(), List.of(fused("Gelu", last, match.x())))))
                .or(() -> linear(last));
    }

    private static Node fused(String opType, Node last, String... inputs) {
        return Node.of(opType, List.of(inputs), last.output())
                .withDomain(DOMAIN)
                .withName(last.name());
    }

    private static Node normalization(Node last, LayerNormMatch match) {
        return fused("LayerNormalization", last, match.x(), match.scale(), match.bias())
                .with("axis", -match.axes())
                .with("epsilon", match.epsilon());
    }

    /** x · matrix + bias. */
    private Optional<Replacement> linear(Node sum) {
        if (!sum.is("Add")) {
            return Optional.empty();
        }
        String first = sum.inputs().get(0);
        String second = sum.inputs().get(1);
        return linear(sum, first, second).or(() -> linear(sum, second, first));
    }

    private Optional<Replacement> linear(Node sum, String factor, String bias) {
        long[] row = dims(bias);
        return values.inner(factor, "MatMul")
                .filter(product -> {
                    long[] matrix = dims(product.inputs().get(1));
                    return matrix.length == 2 && row.length == 1 && row[0] == matrix[1];
                })
                .map(product -> new Replacement(
                        List.of(product),
                        List.of(fused(
                                "Linear",
                                sum,
                                product.inputs().get(0),
                                product.inputs().get(1),
                                bias))));
    }

    private long[] dims(String value) {
        return values.constant(value).map(Tensor::dims).orElse(new long[0]);
    }

    static void addTo(Operators operators) {
        operators
                .on(DOMAIN + "::LayerNormalization", NormalizationOperators::layerNormalization)
                .unary(DOMAIN + "::Gelu", x -> x.getNDArrayInternal().gelu())
                .onCall(
                        DOMAIN + "::Linear",
                        call -> call.array(0)
                                .getNDArrayInternal()
                                .linear(call.array(0), call.array(1).transpose(1, 0), call.array(2))
                                .get(0));
    }
}
