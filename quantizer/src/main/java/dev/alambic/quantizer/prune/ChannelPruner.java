package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.Criterion;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.pass.EachGraph;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Repeated;
import dev.alambic.quantizer.precision.ComputeFloat32;
import dev.alambic.quantizer.simplify.ConstantsToInitializers;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import dev.alambic.quantizer.simplify.DropIdentities;
import dev.alambic.quantizer.simplify.FoldConstants;
import dev.alambic.quantizer.simplify.InlineBranches;
import dev.alambic.quantizer.simplify.ResolveShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which channels go, without data.
 *
 * <pre>{@code
 * PrunePlan plan = ChannelPruner.plan(model, ChannelPruning.defaults().withTarget(new PruningTarget.Macs(1_000_000)));
 * Result pruned = Quantizer.prune(model, plan);
 * }</pre>
 *
 * <p>Channels that are coupled, over residual connections for example, go together. Those that the model returns or
 * takes stay, and so do groups with an operator that cannot do without a part; the plan says which.
 */
public final class ChannelPruner {

    private ChannelPruner() {}

    /**
     * Returns what pruning {@code model} cuts.
     *
     * @throws IllegalArgumentException if the target cannot be reached, or a name or score fits nothing in the model
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model does not run on random inputs
     */
    public static PrunePlan plan(OnnxModel model, ChannelPruning options) {
        OnnxModel plain =
                Pipeline.of(preparation()).run(ComputeFloat32.runnable(model)).model();
        DependencyGraph graph = DependencyGraph.of(plain);
        require(graph, options);
        return new Search(graph, selection(graph, options), options).reach();
    }

    /** Returns what goes of {@code graph} at a given part. */
    static Selection selection(DependencyGraph graph, ChannelPruning options) {
        return new Selection(graph, options, left(graph, options));
    }

    private static void require(DependencyGraph graph, ChannelPruning options) {
        options.exclude().stream().map(Pattern::compile).forEach(pattern -> check(graph, pattern));
        if (options.criterion() instanceof Criterion.Scores scores) {
            scores.byTensor().keySet().forEach(name -> check(graph, scores, name));
        }
    }

    /** Returns the exact passes that bring out what depends on what; the plan is of a model after these. */
    public static List<Pass> preparation() {
        return List.of(new Repeated(EachGraph.of(
                new ConstantsToInitializers(),
                new ResolveShapes(),
                new FoldConstants(),
                new InlineBranches(),
                new DropIdentities(),
                new DropDeadNodes())));
    }

    /** Returns each group, in the order of the graph, with the reason why it is left alone, empty if it is not. */
    private static Map<ChannelGroup, String> left(DependencyGraph graph, ChannelPruning options) {
        List<Pattern> excluded =
                options.exclude().stream().map(Pattern::compile).toList();
        Map<ChannelGroup, String> left = new LinkedHashMap<>();
        for (ChannelGroup group : graph.groups()) {
            boolean isWithin = group.members().stream().anyMatch(member -> !member.isWeight());
            if (!group.isFixed() || isWithin) {
                Optional<String> match = excluded.stream()
                        .filter(pattern -> matches(graph, group, pattern))
                        .map(Pattern::pattern)
                        .findFirst();
                left.put(
                        group, match.map(found -> "excluded by '" + found + "'").orElse(group.fixed()));
            }
        }
        return left;
    }

    private static void check(DependencyGraph graph, Pattern pattern) {
        boolean found = graph.model().graph().nodes().stream()
                .flatMap(ChannelPruner::names)
                .anyMatch(name -> pattern.matcher(name).matches());
        if (!found) {
            throw new IllegalArgumentException("exclude: '" + pattern
                    + "' (expected the name of a node or tensor of the" + " model to match, none does)");
        }
    }

    private static void check(DependencyGraph graph, Criterion.Scores scores, String name) {
        int given = scores.byTensor().getOrDefault(name, List.of()).size();
        boolean fits = graph.places().stream()
                .filter(place -> place.value().equals(name))
                .anyMatch(place -> graph.units(place).orElseThrow().length == given);
        if (!fits) {
            throw new IllegalArgumentException("scores: '" + name + "' (expected a tensor of the model with " + given
                    + " channels that can be cut, there is none)");
        }
    }

    private static Stream<String> names(Node node) {
        return Stream.of(Stream.of(node.name()), node.inputs().stream(), node.outputs().stream())
                .flatMap(names -> names);
    }

    private static boolean matches(DependencyGraph graph, ChannelGroup group, Pattern pattern) {
        return group.members().stream()
                .flatMap(member -> Stream.concat(
                        Stream.of(member.place().value()),
                        graph.model().graph().index().producer(member.place().value()).stream()
                                .map(Node::name)))
                .anyMatch(name -> pattern.matcher(name).matches());
    }
}
