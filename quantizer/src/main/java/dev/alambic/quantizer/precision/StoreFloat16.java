package dev.alambic.quantizer.precision;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.HalfFloat;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores large float32 weights as float16, each followed by one {@code Cast} back: half the file, and the arithmetic
 * stays float32. ONNX Runtime does the casts once, when it loads the model, from its basic optimization level on;
 * memory is as before.
 *
 * <p>A weight with an element that float16 cannot hold (above {@value HalfFloat#MAX_FLOAT16}, infinite, NaN) stays
 * float32 and is noted. The error of an element is at most 2<sup>-11</sup> of it, or 2<sup>-25</sup> for those below
 * 2<sup>-14</sup>.
 */
public final class StoreFloat16 implements Pass {

    /** Below this many elements a Cast costs more bytes than it saves. */
    static final long MIN_ELEMENTS = 257;

    @Override
    public Promise promise() {
        return Promise.LOSSY;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        List<String> notes = new ArrayList<>();
        Map<String, Tensor> stored = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (isLarge(graph, name, tensor)) {
                if (fits(tensor)) {
                    stored.put(name, Tensor.ofFloats(DataType.FLOAT16, tensor.floats(), tensor.dims()));
                } else {
                    notes.add("'" + name + "' stays float32: float16 cannot hold all of its elements");
                }
            }
        });
        return new Outcome(stored.isEmpty() ? model : model.withGraph(narrowed(graph, stored)), notes);
    }

    private static boolean isLarge(Graph graph, String name, Tensor tensor) {
        return tensor.dataType() == DataType.FLOAT
                && tensor.elementCount() >= MIN_ELEMENTS
                && !graph.index().isOutput(name)
                && graph.inputs().stream().noneMatch(input -> input.name().equals(name));
    }

    private static boolean fits(Tensor tensor) {
        for (float value : tensor.floats()) {
            if (!(Math.abs(value) <= HalfFloat.MAX_FLOAT16)) {
                return false;
            }
        }
        return true;
    }

    private static Graph narrowed(Graph graph, Map<String, Tensor> stored) {
        return graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            stored.forEach((name, tensor) -> {
                String half = out.initializer(out.fresh(name + "_f16"), tensor);
                out.removeInitializer(name);
                nodes.add(Node.of("Cast", List.of(half), name).withName("").with("to", DataType.FLOAT.code()));
            });
            nodes.addAll(graph.nodes());
            out.nodes(nodes);
        });
    }
}
