package dev.alambic.workbench.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.chart.table.Numbers;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All about one node.
 *
 * @param weights how many, of which how many are zero; null without
 * @param micros time in one run, µs; null if it was not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeFacts(
        int index,
        String name,
        String operator,
        String domain,
        List<Value> inputs,
        List<Value> outputs,
        List<Value> attributes,
        @Nullable String weights,
        @Nullable Double micros,
        List<Integer> blocks) {
    private static final int LONGEST = 120;

    public NodeFacts {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = List.copyOf(attributes);
        blocks = List.copyOf(blocks);
    }

    /** A value and its type, or an attribute and what it is. */
    public record Value(String name, String what) {}

    /** @param types of values, where they are known */
    static NodeFacts of(GraphPlan plan, int index, Function<String, @Nullable TensorType> types) {
        Node node = plan.nodes().get(index);
        NodeLook look = plan.look(index);
        List<Value> attributes = new ArrayList<>();
        node.attributes().forEach((key, value) -> attributes.add(new Value(key, cut(text(value)))));
        return new NodeFacts(
                index,
                node.name(),
                node.opType(),
                node.domain(),
                values(plan.graph(), node.inputs(), types),
                values(plan.graph(), node.outputs(), types),
                attributes,
                look.weights() == 0
                        ? null
                        : Numbers.grouped(look.weights()) + " " + look.precision() + ", "
                                + Numbers.percent((double) look.zeros() / look.weights(), 1) + " zeros",
                look.micros() > 0 ? look.micros() : null,
                plan.around(index));
    }

    private static String text(Attribute attribute) {
        if (attribute instanceof Attribute.OfInt of) {
            return Long.toString(of.value());
        }
        if (attribute instanceof Attribute.OfFloat of) {
            return Float.toString(of.value());
        }
        if (attribute instanceof Attribute.OfInts of) {
            return of.values().toString();
        }
        if (attribute instanceof Attribute.OfFloats of) {
            return of.values().toString();
        }
        if (attribute instanceof Attribute.OfString of) {
            return of.value().asUtf8();
        }
        return attribute.asTensor().map(NodeFacts::constant).orElse("a graph");
    }

    private static List<Value> values(Graph graph, List<String> names, Function<String, @Nullable TensorType> types) {
        return names.stream()
                .filter(name -> !name.isEmpty())
                .map(name -> new Value(
                        name, graph.constant(name).map(NodeFacts::constant).orElseGet(() -> type(types.apply(name)))))
                .toList();
    }

    private static String type(@Nullable TensorType type) {
        return type == null ? "" : type.toString().toLowerCase(Locale.ROOT);
    }

    private static String constant(Tensor tensor) {
        String extents = Arrays.stream(tensor.dims()).mapToObj(Long::toString).collect(Collectors.joining(" × "));
        return "constant, " + NodeLook.called(tensor.dataType()) + (extents.isEmpty() ? "" : " " + extents);
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }
}
