package dev.alambic.exporter.trainable;

/** Reads a node once, when the graph is built, and returns what computes it. */
@FunctionalInterface
interface Binding {

    /**
     * Returns what computes {@code node}.
     *
     * @throws dev.alambic.onnx.UnsupportedModelException if this form of the operator cannot be trained
     */
    Operator bind(NodeView node);
}
