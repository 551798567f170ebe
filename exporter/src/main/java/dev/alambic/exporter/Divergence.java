package dev.alambic.exporter;

import dev.alambic.exporter.trace.Trace;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where a model first departs from the trace that it was made of; a node has the name of its value in the trace. */
record Divergence(OnnxModel model, Trace trace, double tolerance) {

    /** Returns a sentence on the first node that differs at the traced sizes. */
    String describe() {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        model.graph().inputs().forEach(input -> inputs.put(input.name(), trace.tensor(input.name())));
        List<Node> nodes = model.graph().nodes().stream()
                .filter(node -> trace.knows(node.name()))
                .toList();
        List<String> names = nodes.stream().map(Node::output).toList();
        SessionOptions plain = SessionOptions.defaults().withOptimization(OptimizationLevel.NONE);
        try (Session session = Session.open(model, names, plain)) {
            Map<String, Tensor> actual = session.run(inputs, names);
            return nodes.stream()
                    .flatMap(node -> difference(node, actual).stream())
                    .findFirst()
                    .orElse("every node agrees at the traced sizes " + inputs.values());
        }
    }

    private Optional<String> difference(Node node, Map<String, Tensor> actual) {
        Tensor expected = trace.tensor(node.name());
        double relative = Agreement.of(expected, Objects.requireNonNull(actual.get(node.output())))
                .relative();
        return relative <= tolerance
                ? Optional.empty()
                : Optional.of("the first node that differs is " + node.label() + " by " + (float) relative);
    }
}
