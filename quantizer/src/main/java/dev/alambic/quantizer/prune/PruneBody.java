package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;

/**
 * Cuts channels of a body of {@code If}, {@code Loop} or {@code Scan}, as of a model of its own: the part that the plan
 * of the main graph came to. What the body takes and gives stays.
 */
final class PruneBody implements Pass.Lossy {
    private final PrunePlan plan;

    PruneBody(PrunePlan plan) {
        this.plan = plan;
    }

    @Override
    public Outcome apply(OnnxModel body) {
        DependencyGraph graph = DependencyGraph.of(body);
        List<PrunePlan.GroupPlan> cut = ChannelPruner.selection(graph, plan.options()).at(plan.ratio()).stream()
                .filter(group -> group.after() < group.before())
                .toList();
        return cut.isEmpty()
                ? Outcome.of(body)
                : new Outcome(
                        graph.without(cut.stream().map(PrunePlan.GroupPlan::cut).toList()),
                        cut.stream().map(PrunePlan.GroupPlan::toString).toList());
    }
}
