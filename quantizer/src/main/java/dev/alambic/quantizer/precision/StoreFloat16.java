package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stores large float32 weights as float16 or bfloat16, each followed by one {@code Cast} back: half the file, and the
 * arithmetic stays float32. ONNX Runtime does the casts once, when it loads the model, from its basic optimization
 * level on; memory is as before. Weights in the bodies of {@code If}, {@code Loop} and {@code Scan} are stored so too.
 *
 * <p>A weight that float16 cannot hold (an element above {@value HalfFloat#MAX_FLOAT16}, infinite, NaN, or all of them
 * below 2<sup>-14</sup>) stays float32 and is noted. The error of an element is at most 2<sup>-11</sup> of it, or
 * 2<sup>-25</sup> for those below 2<sup>-14</sup>; in bfloat16, 2<sup>-8</sup> of it.
 */
public final class StoreFloat16 implements Pass.Lossy {

    private final Fp16Options options;
    private final List<Pattern> excluded;

    public StoreFloat16(Fp16Options options) {
        this.options = options;
        this.excluded = options.excluded().stream().map(Pattern::compile).toList();
    }

    /** Returns the lowest opset whose Cast knows the type. */
    public static long opset(Fp16Options options) {
        return options.type() == DataType.BFLOAT16 ? 13 : 7;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Run run = new Run(model.graph().allNames());
        Graph graph = run.stored(model.graph());
        return new Outcome(run.stored == 0 ? model : model.withGraph(graph), run.notes());
    }

    /** One run over a graph and the bodies in it. */
    private final class Run {
        private final Set<String> taken;
        private final List<String> notes = new ArrayList<>();
        private int stored;
        private long vanished;

        /** @param taken names that a value of the model has */
        Run(Set<String> taken) {
            this.taken = taken;
        }

        private String fresh(String base) {
            String candidate = base;
            for (int i = 1; !taken.add(candidate); i++) {
                candidate = base + "_" + i;
            }
            return candidate;
        }

        List<String> notes() {
            if (vanished > 0) {
                notes.add(vanished + " weights are too small for "
                        + options.type().lowerName() + " and became 0");
            }
            return notes;
        }

        Graph stored(Graph graph) {
            Map<String, Tensor> narrow = new LinkedHashMap<>();
            graph.initializers().forEach((name, tensor) -> {
                if (isWanted(graph, name, tensor)) {
                    narrow(name, tensor, narrow);
                }
            });
            stored += narrow.size();
            return graph.edit(out -> {
                List<Node> nodes = new ArrayList<>();
                narrow.forEach((name, tensor) -> {
                    String half = out.initializer(fresh(name + "_f16"), tensor);
                    out.removeInitializer(name);
                    nodes.add(Node.of("Cast", List.of(half), name).withName("").with("to", DataType.FLOAT.code()));
                });
                graph.nodes().forEach(node -> nodes.add(withBodies(node)));
                out.nodes(nodes);
            });
        }

        private Node withBodies(Node node) {
            Node changed = node;
            for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
                if (entry.getValue() instanceof Attribute.OfGraph body) {
                    changed = changed.with(entry.getKey(), stored(body.value()));
                }
            }
            return changed;
        }

        private boolean isWanted(Graph graph, String name, Tensor tensor) {
            return tensor.dataType() == DataType.FLOAT
                    && tensor.elementCount() >= options.minElements()
                    && !graph.index().isOutput(name)
                    && !graph.isInput(name)
                    && excluded.stream().noneMatch(each -> each.matcher(name).matches());
        }

        private void narrow(String name, Tensor tensor, Map<String, Tensor> narrow) {
            Narrowing narrowing = Narrowing.of(tensor, options.type(), false);
            if (narrowing.isLost()) {
                notes.add("'" + name + "' stays float32: " + options.type().lowerName()
                        + " cannot hold all of its elements");
                return;
            }
            narrow.put(name, narrowing.tensor());
            vanished += narrowing.vanished();
        }
    }
}
