package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import java.util.Optional;

/** What a node does with the channels of the values it reads and writes. */
sealed interface Role permits Mixing, Linked, Opaque {

    Node node();

    /** Returns what is known of the channels of the first output, if they can be cut. */
    Optional<Channels> output();

    /** Carries needs between what is read and what is written; returns whether any is new. */
    boolean propagate();

    /** Appends the node, cut as the needs say. */
    void cut(Graph graph, Graph.Builder out);
}
