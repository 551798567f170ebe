package dev.alambic.quantizer.precision;

import dev.alambic.onnx.Attribute;
import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.HalfFloat;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the whole graph compute in float16; inputs and outputs stay float32, with a {@code Cast} at the border.
 *
 * <p>Operators that have no float16 form, or lose too much in it, stay float32 between casts: those of other domains,
 * those with subgraphs, and the list of onnxconverter-common (Resize with its scales among them). Weights beyond ±65504
 * are clamped and noted.
 */
public final class ComputeFloat16 implements Pass {

    private static final Set<String> BLOCKED = Set.of(
            "Bernoulli",
            "CumSum",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "EyeLike",
            "Max",
            "Min",
            "Multinomial",
            "NonMaxSuppression",
            "QuantizeLinear",
            "RandomNormal",
            "RandomNormalLike",
            "RandomUniform",
            "RandomUniformLike",
            "Range",
            "Resize",
            "RoiAlign",
            "TopK",
            "Upsample");

    private static final String WARNING =
            "float16 arithmetic is for accelerators: on a CPU it is slower (ONNX Runtime 1.29 has a very slow float16"
                    + " Gemm, issue 32255), and a comparison on a CPU does not show overflow, because it computes in"
                    + " float32";

    @Override
    public Promise promise() {
        return Promise.LOSSY;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Map<String, DataType> types = new LinkedHashMap<>();
        Map<String, Tensor> values = Probe.values(model);
        values.forEach((name, tensor) -> types.put(name, tensor.dataType()));
        if (types.values().stream().noneMatch(type -> type == DataType.FLOAT)) {
            return Outcome.of(model);
        }
        List<String> notes = new ArrayList<>(List.of(WARNING));
        Graph graph = Graph.build(model.graph().name(), out -> new Rewrite(model.graph(), types, notes, out).run());
        return new Outcome(model.withGraph(graph), notes);
    }

    /** One run: every float32 value has a float16 twin, and each of the two is made when it is first asked for. */
    private static final class Rewrite {
        private final Graph graph;
        private final Map<String, DataType> types;
        private final List<String> notes;
        private final Graph.Builder out;
        private final Map<String, String> halves = new LinkedHashMap<>();
        private final Map<String, String> floats = new LinkedHashMap<>();
        private final Set<String> taken;

        Rewrite(Graph graph, Map<String, DataType> types, List<String> notes, Graph.Builder out) {
            this.graph = graph;
            this.types = types;
            this.notes = notes;
            this.out = out;
            this.taken = new HashSet<>(types.keySet());
        }

        void run() {
            out.rest(graph.rest()).inputs(graph.inputs()).outputs(graph.outputs());
            graph.initializers().forEach((name, tensor) -> {
                if (tensor.dataType() != DataType.FLOAT || isInput(name)) {
                    out.initializer(name, tensor);
                }
            });
            graph.nodes().forEach(this::accept);
            graph.outputs().stream().map(ValueInfo::name).filter(this::isFloat).forEach(this::asFloat);
        }

        private boolean isInput(String name) {
            return graph.inputs().stream().anyMatch(input -> input.name().equals(name));
        }

        private boolean isFloat(String name) {
            return types.get(name) == DataType.FLOAT;
        }

        private void accept(Node node) {
            boolean blocked = !node.isStandard()
                    || BLOCKED.contains(node.opType())
                    || !node.subgraphs().isEmpty();
            if (blocked) {
                types.keySet().stream()
                        .filter(name -> isFloat(name) && reads(node, name))
                        .forEach(this::asFloat);
                node.outputs().stream().filter(this::isFloat).forEach(name -> floats.put(name, name));
                out.node(node);
                return;
            }
            Node half = node.renameInputs(name -> isFloat(name) ? asHalf(name) : name);
            List<String> outputs = node.outputs().stream()
                    .map(name -> isFloat(name) ? halves.computeIfAbsent(name, this::twin) : name)
                    .toList();
            out.node(narrowed(half).withOutputs(outputs));
        }

        private boolean reads(Node node, String name) {
            return node.inputs().contains(name)
                    || (!node.subgraphs().isEmpty()
                            && graph.index().consumers(name).contains(node));
        }

        private Node narrowed(Node node) {
            Node narrowed = node;
            for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
                if (entry.getValue() instanceof Attribute.OfTensor tensor
                        && tensor.value().dataType() == DataType.FLOAT) {
                    narrowed = narrowed.with(entry.getKey(), half(node.label(), tensor.value()));
                }
            }
            boolean widens = node.is("Cast") && node.intAttribute("to", 0) == DataType.FLOAT.code();
            return widens ? narrowed.with("to", DataType.FLOAT16.code()) : narrowed;
        }

        private String twin(String name) {
            String twin = name + "_f16";
            while (!taken.add(twin)) {
                twin += "_";
            }
            return twin;
        }

        private String asHalf(String name) {
            String known = halves.get(name);
            if (known != null) {
                return known;
            }
            String half = twin(name);
            halves.put(name, half);
            Tensor weight = graph.initializers().get(name);
            if (weight != null && !isInput(name)) {
                return out.initializer(half, half(name, weight));
            }
            return out.node(Node.of("Cast", List.of(name), half).withName("").with("to", DataType.FLOAT16.code()));
        }

        private void asFloat(String name) {
            if (isInput(name) || floats.putIfAbsent(name, name) != null) {
                return;
            }
            Tensor weight = graph.initializers().get(name);
            if (weight != null) {
                out.initializer(name, weight);
            } else {
                out.node(Node.of("Cast", List.of(asHalf(name)), name)
                        .withName("")
                        .with("to", DataType.FLOAT.code()));
            }
        }

        private Tensor half(String where, Tensor tensor) {
            float[] values = tensor.floats();
            int clamped = 0;
            for (int i = 0; i < values.length; i++) {
                float inside = Math.max(-HalfFloat.MAX_FLOAT16, Math.min(HalfFloat.MAX_FLOAT16, values[i]));
                clamped += inside != values[i] && !Float.isNaN(values[i]) ? 1 : 0;
                values[i] = inside;
            }
            if (clamped > 0) {
                notes.add("'" + where + "': " + clamped + " elements beyond ±65504 were clamped");
            }
            return Tensor.ofFloats(DataType.FLOAT16, values, tensor.dims());
        }
    }
}
