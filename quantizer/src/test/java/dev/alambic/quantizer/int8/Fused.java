package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ONNX Runtime makes of a model. */
final class Fused {

    private Fused() {}

    /** Returns how often each operator occurs in the graph that really runs. */
    static Map<String, Long> operators(OnnxModel model) {
        return operatorsAsWritten(model(model));
    }

    /** Returns the model that really runs. */
    static OnnxModel model(OnnxModel model) {
        try {
            Path file = Files.createTempFile("fused", ".onnx");
            try {
                Session.open(model, SessionOptions.defaults().withOptimizedModel(file))
                        .close();
                return OnnxModel.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Long> operatorsAsWritten(OnnxModel model) {
        Map<String, Long> counts = new TreeMap<>();
        model.graph().nodes().stream().map(Node::opType).forEach(operator -> counts.merge(operator, 1L, Long::sum));
        return counts;
    }

    /** Returns the worst difference on samples, as a part of the largest output. */
    static double error(OnnxModel model, OnnxModel made, List<Map<String, Tensor>> samples) {
        return samples.stream()
                .mapToDouble(sample -> Agreement.between(model, made, sample).relative())
                .max()
                .orElseThrow();
    }
}
