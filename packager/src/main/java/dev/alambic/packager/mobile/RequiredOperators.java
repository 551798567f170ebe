package dev.alambic.packager.mobile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.packager.manifest.ManifestJson;
import dev.alambic.packager.manifest.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The operators that a reduced build of ONNX Runtime needs for a model, in the form of
 * {@code required_operators.config} with types ({@code domain;opset;Operator{types},...}). An operator of whose types
 * one is not known, or that stands in a subgraph, is listed without, which keeps all of its kernels. Source:
 * onnxruntime.ai, reference/operators/reduced-operator-config-file.
 */
public final class RequiredOperators {
    private static final JsonNode TRACKED = ManifestJson.tree(
                    "type-reduction.json", Resource.text(RequiredOperators.class, "type-reduction.json"))
            .path("operators");

    private final OnnxModel model;
    private final Shapes shapes;
    private final Map<String, Map<String, Optional<Types>>> byDomain = new TreeMap<>();

    private RequiredOperators(OnnxModel model) {
        this.model = model;
        this.shapes = Shapes.inferred(model);
    }

    /** The types of the inputs and outputs that a build asks for, by their index. */
    private record Types(Map<Integer, Set<String>> inputs, Map<Integer, Set<String>> outputs) {

        static Types none() {
            return new Types(new TreeMap<>(), new TreeMap<>());
        }

        private static String json(Map<Integer, Set<String>> types) {
            return types.entrySet().stream()
                    .map(each -> "\"" + each.getKey() + "\": ["
                            + each.getValue().stream()
                                    .map(type -> "\"" + type + "\"")
                                    .collect(Collectors.joining(", "))
                            + "]")
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        String json() {
            List<String> parts = new ArrayList<>();
            if (!inputs.isEmpty()) {
                parts.add("\"inputs\": " + json(inputs));
            }
            if (!outputs.isEmpty()) {
                parts.add("\"outputs\": " + json(outputs));
            }
            return parts.isEmpty() ? "" : "{" + String.join(", ", parts) + "}";
        }
    }

    /** Returns the file for {@code model}, which is optimized as it will be run. */
    public static String of(OnnxModel model) {
        RequiredOperators required = new RequiredOperators(model);
        required.add(model.graph(), true);
        return required.text();
    }

    private void add(Graph graph, boolean main) {
        for (Node node : graph.nodes()) {
            Map<String, Optional<Types>> operators =
                    byDomain.computeIfAbsent(OperatorName.domain(node), domain -> new TreeMap<>());
            Optional<Types> before = operators.getOrDefault(node.opType(), Optional.of(Types.none()));
            operators.put(node.opType(), main ? before.filter(types -> adds(types, node)) : Optional.empty());
            node.subgraphs().forEach(body -> add(body, false));
        }
    }

    /** Adds the types of a node; returns whether all that are asked for are known. */
    private boolean adds(Types types, Node node) {
        JsonNode asked = TRACKED.path(OperatorName.of(node));
        return adds(types.inputs, asked.path("inputs"), node.inputs())
                && adds(types.outputs, asked.path("outputs"), node.outputs());
    }

    private boolean adds(Map<Integer, Set<String>> types, JsonNode asked, List<String> values) {
        for (JsonNode index : asked) {
            Optional<String> type =
                    index.intValue() < values.size() ? type(values.get(index.intValue())) : Optional.empty();
            if (type.isEmpty()) {
                return false;
            }
            types.computeIfAbsent(index.intValue(), each -> new TreeSet<>()).add(type.get());
        }
        return true;
    }

    private Optional<String> type(String value) {
        return shapes.elementType(value).map(RequiredOperators::cppName);
    }

    /** Returns what the runtime's sources call a type. */
    private static String cppName(DataType type) {
        return switch (type) {
            case FLOAT, DOUBLE, BOOL -> type.lowerName();
            case FLOAT16 -> "MLFloat16";
            case BFLOAT16 -> "BFloat16";
            case STRING -> "std::string";
            default -> type.lowerName() + "_t";
        };
    }

    private String text() {
        Set<String> lines = new LinkedHashSet<>();
        lines.add("# for ONNX Runtime's build.sh: --include_ops_by_config required_operators.config"
                + " --enable_reduced_operator_type_support");
        byDomain.forEach((domain, operators) -> lines.add(domain + ";" + opset(domain) + ";"
                + operators.entrySet().stream()
                        .map(each ->
                                each.getKey() + each.getValue().map(Types::json).orElse(""))
                        .collect(Collectors.joining(","))));
        return String.join("\n", lines) + "\n";
    }

    private long opset(String domain) {
        return domain.equals("ai.onnx") ? model.opset() : model.opsets().getOrDefault(domain, 1L);
    }
}
