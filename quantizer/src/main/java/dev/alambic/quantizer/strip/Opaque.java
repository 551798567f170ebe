package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import java.util.List;
import java.util.Optional;

/** A node that needs all it reads, because it mixes channels in a way that is not known here. */
record Opaque(Node node, List<Channels> inputs) implements Role {

    @Override
    public Optional<Channels> output() {
        return Optional.empty();
    }

    @Override
    public boolean propagate() {
        boolean news = false;
        for (Channels input : inputs) {
            news |= input.needAll("read by " + node.label() + ", which cannot do without channels");
        }
        return news;
    }

    @Override
    public void cut(Graph graph, Graph.Builder out) {
        out.node(node);
    }
}
