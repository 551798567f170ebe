package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import java.util.List;

/**
 * What a pass made.
 *
 * @param notes what the user should know, one sentence each: what was left alone and why, what was clamped
 */
public record Outcome(OnnxModel model, List<String> notes) {

    public Outcome {
        notes = List.copyOf(notes);
    }

    public static Outcome of(OnnxModel model) {
        return new Outcome(model, List.of());
    }
}
