package dev.alambic.report.run;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the file of a model says of itself.
 *
 * @param tool that wrote it; may be empty
 * @param history the steps that made it, oldest first
 * @param operators number of nodes by operator, by name
 * @param notes what the passes that made it had to say
 */
public record ModelFacts(String tool, List<String> history, Map<String, Integer> operators, List<String> notes) {

    public ModelFacts {
        history = List.copyOf(history);
        operators = Collections.unmodifiableMap(new LinkedHashMap<>(operators));
        notes = List.copyOf(notes);
    }

    /** Returns the facts of a model that nothing is known of. */
    public static ModelFacts none() {
        return new ModelFacts("", List.of(), Map.of(), List.of());
    }

    public static ModelFacts of(OnnxModel model) {
        ModelInfo info = ModelInfo.of(model);
        Map<String, Integer> operators = new TreeMap<>();
        for (Node node : model.graph().nodes()) {
            operators.merge(node.opType(), 1, Integer::sum);
        }
        return new ModelFacts(info.tool(), info.history(), operators, List.of());
    }

    public ModelFacts withNotes(List<String> newNotes) {
        return new ModelFacts(tool, history, operators, newNotes);
    }
}
