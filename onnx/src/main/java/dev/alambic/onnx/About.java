package dev.alambic.onnx;

import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What is known of a model besides what its file says; it is never written.
 *
 * @param notes what reading had to put in order, one sentence each
 * @param samples inputs that the model takes, as its user has them, whole sets of inputs by name; empty if none are
 *     known, so that inputs are made
 * @param isTrusted whether what is made of the model need not run: its user checks it
 */
public record About(List<String> notes, List<Map<String, Tensor>> samples, boolean isTrusted) {

    static final About NOTHING = new About(List.of(), List.of(), false);

    public About {
        notes = List.copyOf(notes);
        samples = List.copyOf(samples);
    }
}
