package dev.alambic.quantizer.precision;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores float32 weights in 16 bits where that loses nothing, each followed by one {@code Cast} back: what
 * {@link WidenWeights} brought out and no other pass needed takes half the bytes again.
 */
public final class NarrowWeights implements Pass {
    private final DataType type;
    private final long minElements = Fp16Options.defaults().minElements();

    /** @param type FLOAT16 or BFLOAT16 */
    public NarrowWeights(DataType type) {
        this.type = type;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, Tensor> narrow = new LinkedHashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (isWanted(graph, name, tensor)) {
                Tensor stored = Narrowing.of(tensor, type, false).tensor();
                if (Tensor.ofFloats(stored.floats(), stored.dims()).equals(tensor)) {
                    narrow.put(name, stored);
                }
            }
        });
        return Outcome.of(
                narrow.isEmpty()
                        ? model
                        : model.withGraph(graph.edit(out -> {
                            List<Node> nodes = new ArrayList<>();
                            narrow.forEach((name, stored) -> {
                                String half = out.constant(name + "_f16", stored);
                                out.removeInitializer(name);
                                nodes.add(Node.of("Cast", List.of(half), name)
                                        .withName("")
                                        .with("to", DataType.FLOAT.code()));
                            });
                            nodes.addAll(graph.nodes());
                            out.nodes(nodes);
                        })));
    }

    private boolean isWanted(Graph graph, String name, Tensor tensor) {
        return tensor.dataType() == DataType.FLOAT
                && tensor.elementCount() >= minElements
                && graph.index().isUsed(name)
                && !graph.index().isOutput(name)
                && !graph.isInput(name);
    }
}
