package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.pass.EachGraph;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;
import java.util.Map;

/**
 * Cuts the channels that a plan names: the weights become smaller, inputs and outputs of the model stay.
 *
 * <p>What a channel would have added to those that stay is lost, so that the model is trained again afterwards. Without
 * that, the outputs are those of the model with the weights that read the channels set to zero, but for normalizations
 * over channels, whose statistics are then of the rest.
 */
public final class PruneChannels implements Pass.Lossy {
    private final PrunePlan plan;

    /** Returns the pass for the main graph and the bodies in it. */
    public static Pass ofAll(PrunePlan plan) {
        return EachGraph.of(new PruneChannels(plan), new PruneBody(plan), "");
    }

    /** As {@link #ofAll}, with what stays in the main graph doing the work of what goes, as samples tell. */
    public static List<Pass> making(PrunePlan plan, Iterable<Map<String, Tensor>> samples) {
        return List.of(new MakeUpForCuts(plan, samples), ofAll(plan));
    }

    /** @param plan for the model that comes in, prepared by {@link ChannelPruner#preparation()} */
    public PruneChannels(PrunePlan plan) {
        this.plan = plan;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        if (plan.cuts().isEmpty()) {
            return Outcome.of(model);
        }
        List<String> notes = plan.groups().stream()
                .filter(group -> group.after() < group.before())
                .filter(group -> !group.cut().group().inexact().isEmpty())
                .map(group -> "'" + group.name() + "' is cut although "
                        + group.cut().group().inexact() + ": what stays changes too")
                .toList();
        return new Outcome(DependencyGraph.of(model).without(plan.cuts()), notes);
    }
}
