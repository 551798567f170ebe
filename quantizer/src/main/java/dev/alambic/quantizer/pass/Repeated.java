package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes that are run one after the other, again and again until none of them changes the model; each stands in the
 * report with what it did in all rounds.
 */
public record Repeated(List<Pass> passes) implements Pass {

    /** What no model needs that its passes shrink. */
    static final int MOST_ROUNDS = 30;

    public Repeated {
        passes = List.copyOf(passes);
    }

    @Override
    public Outcome apply(OnnxModel model) {
        OnnxModel current = model;
        List<String> notes = new ArrayList<>();
        boolean changed = true;
        for (int round = 0; round < MOST_ROUNDS && changed; round++) {
            OnnxModel before = current;
            for (Pass pass : passes) {
                Outcome outcome = pass.apply(current);
                current = outcome.model();
                notes.addAll(outcome.notes());
            }
            changed = !current.equals(before);
        }
        return new Outcome(current, notes.stream().distinct().toList());
    }
}
