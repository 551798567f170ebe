package dev.alambic.packager.mobile;

import dev.alambic.onnx.graph.Node;

/** How the runtime's documentation names operators: {@code ai.onnx:Conv}. */
final class OperatorName {
    private static final String STANDARD = "ai.onnx";

    private OperatorName() {}

    static String of(Node node) {
        return domain(node) + ":" + node.opType();
    }

    static String domain(Node node) {
        return node.domain().isEmpty() ? STANDARD : node.domain();
    }
}
