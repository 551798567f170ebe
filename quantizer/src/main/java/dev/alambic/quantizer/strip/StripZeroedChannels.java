package dev.alambic.quantizer.strip;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes neurons, channels, attention heads and hidden units whose output is the same for every input, or that nobody
 * reads.
 *
 * <p>A row of zero weights gives a constant (its bias); the constant is followed through activations, normalization and
 * pooling to the next weights, whose bias takes it in. See {@link StripPlan} for what is cut and what is kept.
 */
public final class StripZeroedChannels implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Analysis analysis = Analysis.of(model);
        StripPlan plan = analysis.plan();
        List<String> notes = new ArrayList<>();
        plan.cuts()
                .forEach(cut -> notes.add("removed " + cut.units().size() + " of "
                        + cut.group().width() + " channels of '" + cut.group().name() + "'"));
        plan.kept().forEach(kept -> notes.add(kept.toString()));
        return new Outcome(plan.isEmpty() ? model : analysis.cut(), notes);
    }
}
