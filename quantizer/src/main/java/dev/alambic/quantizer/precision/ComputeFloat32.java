package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has a model that computes in float16 or bfloat16 compute in float32, with its weights as float32 numbers of the same
 * value; inputs and outputs keep their types. It is what comes before quantization: the integer kernels of ONNX Runtime
 * stand between float32 values, and so weights that are stored in 16 bits with a {@code Cast} behind are found too.
 * Bodies of {@code If}, {@code Loop} and {@code Scan} are treated like the graph around them.
 */
public final class ComputeFloat32 implements Pass {

    /** Returns whether {@code model} holds numbers of 16-bit floating point. */
    public static boolean concerns(OnnxModel model) {
        return holdsHalf(model.graph());
    }

    /** Returns {@code model}, in float32 with a note if it computes on bfloat16, for which a CPU has no kernels. */
    public static OnnxModel runnable(OnnxModel model) {
        return isNeededToRun(model)
                ? model.mapGraph(ComputeFloat32::whole)
                        .noted("bfloat16 was made float32, since ONNX Runtime does not compute in it on a CPU")
                : model;
    }

    private static boolean isNeededToRun(OnnxModel model) {
        Graph graph = model.graph();
        return graph.inputs().stream().anyMatch(input -> isOf(input, DataType.BFLOAT16))
                || graph.nodes().stream()
                        .filter(node -> !node.is("Cast"))
                        .flatMap(node -> node.inputs().stream())
                        .anyMatch(name -> graph.initializer(name)
                                .filter(tensor -> tensor.dataType() == DataType.BFLOAT16)
                                .isPresent());
    }

    /** The casts at the border of the whole, which stay, are no sign of it. */
    private static boolean holdsHalf(Graph graph) {
        return graph.inputs().stream().anyMatch(input -> isHalf(input) && isComputedOn(graph, input))
                || graph.initializers().values().stream().anyMatch(tensor -> isHalf(tensor.dataType()))
                || graph.nodes().stream()
                        .filter(node -> !node.is("Cast") || !graph.index().isOutput(node.output()))
                        .anyMatch(ComputeFloat32::holdsHalf);
    }

    private static boolean isComputedOn(Graph graph, ValueInfo input) {
        return graph.index().isOutput(input.name())
                || graph.index().consumers(input.name()).stream()
                        .anyMatch(node -> !node.is("Cast") || node.intAttribute("to", 0) != DataType.FLOAT.code());
    }

    private static boolean holdsHalf(Node node) {
        return !widened(node).equals(node) || node.subgraphs().stream().anyMatch(ComputeFloat32::holdsHalf);
    }

    private static boolean isHalf(DataType type) {
        return type == DataType.FLOAT16 || type == DataType.BFLOAT16;
    }

    private static boolean isHalf(ValueInfo value) {
        return isOf(value, DataType.FLOAT16) || isOf(value, DataType.BFLOAT16);
    }

    private static boolean isOf(ValueInfo value, DataType type) {
        return value.type() != null && value.type().elementType() == type;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        return concerns(model) ? Outcome.of(model.mapGraph(ComputeFloat32::whole)) : Outcome.of(model);
    }

    private static Graph whole(Graph graph) {
        return graph.edit(out -> {
            Map<String, String> wide = new LinkedHashMap<>();
            List<Node> before = new ArrayList<>();
            List<Node> after = new ArrayList<>();
            for (ValueInfo input : graph.requiredInputs()) {
                if (isHalf(input)) {
                    String name = out.fresh(input.name() + "_f32");
                    wide.put(input.name(), name);
                    before.add(cast(input.name(), name, DataType.FLOAT));
                }
            }
            for (ValueInfo output : graph.outputs()) {
                TensorType type = output.type();
                if (type != null && isHalf(output) && !graph.isInput(output.name())) {
                    String name = out.fresh(output.name() + "_f32");
                    wide.put(output.name(), name);
                    after.add(cast(name, output.name(), type.elementType()));
                }
            }
            initializers(graph, out, wide);
            List<Node> nodes = new ArrayList<>(before);
            graph.nodes().forEach(node -> nodes.add(renamed(wide(node), wide)));
            nodes.addAll(after);
            out.valueInfos(List.of()).nodes(nodes);
        });
    }

    private static Node cast(String from, String to, DataType type) {
        return Node.of("Cast", List.of(from), to).withName("").with("to", type.code());
    }

    private static void initializers(Graph graph, Graph.Builder out, Map<String, String> wide) {
        graph.initializers().forEach((name, tensor) -> {
            boolean overridable = graph.isInput(name);
            if (isHalf(tensor.dataType()) && !overridable) {
                out.removeInitializer(name);
                out.initializer(wide.getOrDefault(name, name), wide(tensor));
            }
        });
    }

    private static Tensor wide(Tensor tensor) {
        return Tensor.ofFloats(tensor.floats(), tensor.dims());
    }

    private static Graph body(Graph graph) {
        return graph.edit(out -> {
            out.inputs(graph.inputs().stream().map(ComputeFloat32::wide).toList());
            out.outputs(graph.outputs().stream().map(ComputeFloat32::wide).toList());
            initializers(graph, out, Map.of());
            out.valueInfos(List.of())
                    .nodes(graph.nodes().stream().map(ComputeFloat32::wide).toList());
        });
    }

    private static ValueInfo wide(ValueInfo value) {
        TensorType type = value.type();
        return type != null && isHalf(value)
                ? new ValueInfo(value.name(), new TensorType(DataType.FLOAT, type.shape()), Bytes.EMPTY)
                : value;
    }

    /** Returns {@code node} with its bodies in float32. */
    private static Node wide(Node node) {
        Node wide = widened(node);
        for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            if (entry.getValue() instanceof Attribute.OfGraph body) {
                wide = wide.with(entry.getKey(), body(body.value()));
            }
        }
        return wide;
    }

    /** Returns {@code node} with attributes that name a 16-bit type, or hold numbers of one, in float32. */
    private static Node widened(Node node) {
        Node wide = node;
        for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            if (entry.getValue() instanceof Attribute.OfTensor tensor
                    && isHalf(tensor.value().dataType())) {
                wide = wide.with(entry.getKey(), wide(tensor.value()));
            }
        }
        for (String key : List.of("to", "dtype", "output_dtype")) {
            long code = node.attributes().get(key) instanceof Attribute.OfInt number ? number.value() : 0;
            if (code == DataType.FLOAT16.code() || code == DataType.BFLOAT16.code()) {
                wide = wide.with(key, DataType.FLOAT.code());
            }
        }
        return wide;
    }

    /** Returns {@code node} reading and writing the wide values, also where its bodies read them. */
    private static Node renamed(Node node, Map<String, String> wide) {
        Node renamed = node.rename(name -> wide.getOrDefault(name, name));
        for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            if (entry.getValue() instanceof Attribute.OfGraph body) {
                renamed = renamed.with(entry.getKey(), inside(body.value(), wide));
            }
        }
        return renamed;
    }

    private static Graph inside(Graph body, Map<String, String> wide) {
        return body.edit(out -> {
            out.nodes(body.nodes().stream().map(node -> renamed(node, wide)).toList());
            out.outputs(body.outputs().stream()
                    .map(output -> output.withName(wide.getOrDefault(output.name(), output.name())))
                    .toList());
        });
    }
}
