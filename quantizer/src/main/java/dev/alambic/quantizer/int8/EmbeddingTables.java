package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Writes embedding tables as integers, each once; see {@link QuantizedTable}. */
final class EmbeddingTables {
    private final Map<String, QuantizedTable> written = new HashMap<>();

    /** Writes {@code node}, which picks rows of {@code table}. */
    void gather(Graph.Builder out, Node node, Tensor table) {
        String name = node.inputs().get(0);
        written.computeIfAbsent(name, any -> QuantizedTable.of(out, name, table))
                .gather(out, node);
    }
}
