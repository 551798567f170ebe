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

    private static final String IDLE = ": nothing to do";

    /** Returns that a pass left {@code model} as it is, for lack of what {@code why} tells. */
    public static Outcome idle(OnnxModel model, String why) {
        return new Outcome(model, List.of(why + IDLE));
    }

    /** Returns whether {@code note} says no more than that there was nothing to do. */
    static boolean isIdle(String note) {
        return note.endsWith(IDLE);
    }

    public static Outcome of(OnnxModel model) {
        return new Outcome(model, List.of());
    }
}
