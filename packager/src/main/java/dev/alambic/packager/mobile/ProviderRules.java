package dev.alambic.packager.mobile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one execution provider takes, by the runtime's documentation. */
final class ProviderRules {
    private final JsonNode rules;
    private final Map<String, JsonNode> operators = new HashMap<>();

    private ProviderRules(JsonNode rules) {
        this.rules = rules;
        rules.path("operators")
                .forEach(each -> operators.put(each.path("operator").asText(), each));
    }

    static List<ProviderRules> all() {
        List<ProviderRules> all = new ArrayList<>();
        ManifestJson.tree("providers.json", Resource.text(ProviderRules.class, "providers.json"))
                .path("providers")
                .forEach(each -> all.add(new ProviderRules(each)));
        return all;
    }

    String name() {
        return rules.path("name").asText();
    }

    String platform() {
        return rules.path("platform").asText();
    }

    String source() {
        return rules.path("source").asText();
    }

    /** Returns since when it is given up, and what to use; empty if it is not. */
    String deprecation() {
        return rules.path("deprecation").asText();
    }

    /** Returns whether free extents must be fixed. */
    boolean wantsFixedShapes() {
        return rules.path("fixedShapes").asBoolean();
    }

    String fixedShapesSource() {
        return rules.path("fixedShapesSource").asText();
    }

    /** Returns what the documentation says of an operator that it lists, beyond its name. */
    String note(Node node) {
        return Optional.ofNullable(operators.get(OperatorName.of(node)))
                .map(rule -> rule.path("note").asText())
                .orElse("");
    }

    /** Returns why the provider does not take a node; empty if nothing is known against it. */
    Optional<String> refusal(Node node, Graph graph, Shapes shapes) {
        JsonNode rule = operators.get(OperatorName.of(node));
        if (rule == null) {
            return Optional.of("not in the list");
        }
        for (JsonNode index : rule.path("constant")) {
            Optional<String> value = node.input(index.intValue());
            if (value.isPresent() && !isConstant(value.get(), graph)) {
                return Optional.of("input " + index + " is no constant");
            }
        }
        Optional<Integer> rank = node.input(0).flatMap(value -> rank(value, graph, shapes));
        if (rank.isPresent() && rule.has("ranks") && !contains(rule.path("ranks"), rank.get())) {
            return Optional.of("input of rank " + rank.get());
        }
        return node.inputs().stream()
                .flatMap(value -> shapes.elementType(value).stream())
                .filter(type -> rule.has("types") && !contains(rule.path("types"), type.lowerName()))
                .map(type -> "input of type " + type.lowerName())
                .findFirst();
    }

    /** Returns whether a value is stored in the model, or is what DequantizeLinear makes of one. */
    private static boolean isConstant(String value, Graph graph) {
        return graph.stored(value).isPresent()
                || graph.index()
                        .producer(value)
                        .filter(node -> node.is("DequantizeLinear"))
                        .flatMap(node -> node.input(0).flatMap(graph::stored))
                        .isPresent();
    }

    private static Optional<Integer> rank(String value, Graph graph, Shapes shapes) {
        Optional<Integer> stored = graph.stored(value).map(Tensor::rank);
        return stored.or(() -> shapes.type(value)
                .flatMap(type -> Optional.ofNullable(type.shape()))
                .map(Shape::rank));
    }

    private static boolean contains(JsonNode list, Object wanted) {
        for (JsonNode each : list) {
            if (each.asText().equals(wanted.toString())) {
                return true;
            }
        }
        return false;
    }
}
