package dev.alambic.quantizer.precision;

import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the float32 inputs and outputs of a model 16-bit ones. It is no pass: the model takes other inputs afterwards,
 * so that it cannot be compared.
 */
public final class HalfBorder {

    private HalfBorder() {}

    /**
     * Returns {@code model} with inputs and outputs of {@code type}; casts that turn them into it are left out. Inputs
     * that have a default, or that the bodies of control flow read, stay float32.
     */
    public static OnnxModel of(OnnxModel model, DataType type) {
        Graph graph = model.graph();
        Set<String> inputs = new HashSet<>();
        graph.requiredInputs().stream()
                .filter(HalfBorder::isFloat)
                .map(ValueInfo::name)
                .filter(name -> graph.nodes().stream().noneMatch(node -> captures(node, name)))
                .forEach(inputs::add);
        Set<String> outputs = new HashSet<>();
        graph.outputs().stream()
                .filter(HalfBorder::isFloat)
                .map(ValueInfo::name)
                .filter(name -> graph.index().producer(name).isPresent())
                .filter(name -> graph.nodes().stream().noneMatch(node -> captures(node, name)))
                .forEach(outputs::add);
        OnnxModel made = model.withGraph(graph.edit(out -> {
            out.inputs(retyped(graph.inputs(), inputs, type)).outputs(retyped(graph.outputs(), outputs, type));
            out.nodes(new Border(model, inputs, outputs, type).nodes());
        }));
        ModelVerifier.verify(made);
        return made;
    }

    private static boolean isFloat(ValueInfo value) {
        return value.type() != null && value.type().elementType() == DataType.FLOAT;
    }

    private static boolean captures(Node node, String name) {
        return !node.subgraphs().isEmpty() && GraphIndex.reads(node).contains(name);
    }

    private static List<ValueInfo> retyped(List<ValueInfo> values, Set<String> changed, DataType type) {
        return values.stream()
                .map(value -> value.type() != null && changed.contains(value.name())
                        ? new ValueInfo(
                                value.name(), new TensorType(type, value.type().shape()), Bytes.EMPTY)
                        : value)
                .toList();
    }

    /** One rewriting of the nodes. */
    private static final class Border {
        private final Graph graph;
        private final Set<String> inputs;
        private final Set<String> outputs;
        private final DataType type;
        private final Shapes shapes;
        private final Map<String, String> wide = new HashMap<>();
        private final Set<String> taken = new HashSet<>();

        Border(OnnxModel model, Set<String> inputs, Set<String> outputs, DataType type) {
            this.graph = model.graph();
            this.inputs = inputs;
            this.outputs = outputs;
            this.type = type;
            this.shapes = Shapes.inferred(model);
            taken.addAll(graph.initializers().keySet());
            graph.inputs().forEach(input -> taken.add(input.name()));
            graph.nodes().forEach(node -> taken.addAll(node.outputs()));
            inputs.forEach(name -> wide.put(name, fresh(name)));
            outputs.forEach(name -> wide.put(name, fresh(name)));
        }

        private String fresh(String name) {
            String fresh = name + "_f32";
            while (!taken.add(fresh)) {
                fresh += "_";
            }
            return fresh;
        }

        private String wide(String name) {
            return wide.getOrDefault(name, name);
        }

        List<Node> nodes() {
            List<Node> nodes = new ArrayList<>();
            inputs.stream().sorted().forEach(input -> nodes.add(cast(input, wide(input), DataType.FLOAT)));
            graph.nodes().forEach(node -> nodes.addAll(written(node)));
            return nodes;
        }

        private List<Node> written(Node node) {
            if (node.is("Cast")
                    && node.intAttribute("to", 0) == type.code()
                    && inputs.contains(node.inputs().get(0))) {
                return List.of(Node.of("Identity", node.inputs(), node.output()).withName(""));
            }
            List<Node> nodes = new ArrayList<>();
            nodes.add(node.rename(this::wide));
            boolean widens =
                    node.is("Cast") && shapes.elementType(node.inputs().get(0)).equals(Optional.of(type));
            node.outputs().stream()
                    .filter(outputs::contains)
                    .forEach(output -> nodes.add(
                            widens
                                    ? Node.of("Identity", node.inputs(), output).withName("")
                                    : cast(wide(output), output, type)));
            return nodes;
        }
    }

    private static Node cast(String from, String to, DataType type) {
        return Node.of("Cast", List.of(from), to).withName("").with("to", type.code());
    }
}
