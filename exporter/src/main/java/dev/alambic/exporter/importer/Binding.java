package dev.alambic.exporter.importer;

/** Reads a node once, when the graph is built, and returns what computes it. */
@FunctionalInterface
interface Binding {

    /**
     * Returns what computes {@code node}.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if this form of the operator cannot be trained
     */
    Operator bind(NodeView node);
}
