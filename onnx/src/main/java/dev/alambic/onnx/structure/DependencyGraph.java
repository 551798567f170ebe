package dev.alambic.onnx.structure;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which parts of a model can only be cut together.
 *
 * <p>Every position along every axis that comes from a weight is a node of this graph, and every operator joins
 * positions that it needs both or neither of: the connected parts are the units. Units that appear in the same places
 * are one {@link ChannelGroup}. An axis that reaches the inputs or outputs of the model, or an operator that cannot do
 * without a part, is fixed, with the reason.
 *
 * <p>Source: Fang et al., <cite>DepGraph: Towards Any Structural Pruning</cite>, arXiv:2301.12900; there the graph is
 * of layers, here of single positions, so that Concat, Split, flattening, heads and shared weights need no case of
 * their own.
 */
public final class DependencyGraph {
    private final OnnxModel model;
    private final Axes axes;
    private final IdentityHashMap<Node, List<Flow>> flows = new IdentityHashMap<>();

    private DependencyGraph(OnnxModel model, Map<String, long[]> shapes) {
        this.model = model;
        this.axes = Axes.of(model.graph(), shapes);
    }

    /**
     * Returns the dependencies of {@code model}, whose extents are seen in a run on random inputs.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model does not run on random inputs
     */
    public static DependencyGraph of(OnnxModel model) {
        return of(model, Extents.of(model));
    }

    /**
     * Returns the dependencies of {@code model}.
     *
     * @param shapes extents of every value, as seen in a run
     */
    public static DependencyGraph of(OnnxModel model, Map<String, long[]> shapes) {
        DependencyGraph made = new DependencyGraph(model, shapes);
        Graph graph = model.graph();
        for (Node node : graph.nodes()) {
            Site site = Site.of(node, model.opset(), made.axes);
            AxisRules.of(node).couple(site);
            made.flows.put(node, site.close());
        }
        graph.outputs().forEach(made::fix);
        return made;
    }

    private void fix(ValueInfo output) {
        long[] dims = axes.dims(output.name());
        for (int axis = 0; dims != null && axis < dims.length; axis++) {
            axes.pin(new ValueAxis(output.name(), axis), "the model returns '" + output.name() + "'");
        }
    }

    public OnnxModel model() {
        return model;
    }

    /** Returns the extents of a value in the run that was seen, empty if it is no tensor. */
    public Optional<long[]> dims(String value) {
        return Optional.ofNullable(axes.dims(value)).map(long[]::clone);
    }

    /** Returns the unit of each position along {@code place}; empty if that axis cannot be cut. */
    public Optional<int[]> units(ValueAxis place) {
        return Optional.ofNullable(axes.known().get(place))
                .map(units -> Arrays.stream(units).map(axes.units()::root).toArray());
    }

    /** Returns all axes that have units, in the order in which the graph uses them. */
    public List<ValueAxis> places() {
        return List.copyOf(axes.known().keySet());
    }

    /** Returns why a unit can never be cut. */
    public Optional<String> fixedBecause(int unit) {
        return axes.units().fixedBecause(unit);
    }

    /** Returns why a cut of this unit changes more than what is cut. */
    public Optional<String> inexactBecause(int unit) {
        return axes.units().inexactBecause(unit);
    }

    /** Returns which positions of what {@code node} writes are those of what it reads. */
    public List<Flow> flows(Node node) {
        return flows.getOrDefault(node, List.of());
    }

    /** Returns the groups that a weight is part of, those that cannot be cut included, in the order of the graph. */
    public List<ChannelGroup> groups() {
        return Groups.of(this, model.graph().initializers().keySet());
    }

    /** Returns the number by which {@link #units} knows a unit of one of the {@link #groups}. */
    public int unit(ChannelGroup group, int index) {
        ChannelGroup.Member member = group.members().get(0);
        int[] units = units(member.place()).orElseThrow();
        return units[member.positions().of(index).findFirst().orElseThrow()];
    }

    /** Returns the model without the units of {@code cuts}; what they say need not keep the outputs as they are. */
    public OnnxModel without(List<ChannelCut> cuts) {
        BitSet removed = new BitSet();
        cuts.forEach(cut -> cut.units().forEach(index -> removed.set(unit(cut.group(), index))));
        return without(removed);
    }

    /**
     * Returns the model without units.
     *
     * @param removed units by number
     * @throws IllegalArgumentException if one of them is fixed, or if nothing would be left of an axis
     */
    public OnnxModel without(BitSet removed) {
        check(removed);
        return model.mapGraph(graph -> graph.edit(out -> {
            AxisCut cut = AxisCut.of(axes, model.opset(), removed, out);
            cut.weights(graph);
            List<Node> nodes = new ArrayList<>();
            graph.nodes().forEach(node -> {
                Node made = AxisRules.of(node).cut(node, cut);
                nodes.addAll(cut.added());
                cut.added().clear();
                nodes.add(made);
            });
            out.nodes(nodes).valueInfos(List.of());
        }));
    }

    private void check(BitSet removed) {
        removed.stream()
                .forEach(unit -> fixedBecause(unit).ifPresent(reason -> {
                    throw new IllegalArgumentException(
                            "a unit to cut: it can be cut (expected so, but " + reason + ")");
                }));
        axes.known().forEach((place, units) -> {
            if (units.length > 0
                    && Arrays.stream(units)
                            .allMatch(unit -> removed.get(axes.units().root(unit)))) {
                throw new IllegalArgumentException(place + ": one position stays (expected so, was cut whole)");
            }
        });
    }

    /** Returns the extents that all values would have without {@code removed} in the run that was seen. */
    public Map<String, long[]> shapesWithout(BitSet removed) {
        Map<String, long[]> shapes = new LinkedHashMap<>(axes.shapes());
        axes.known().forEach((place, units) -> {
            long[] dims = Objects.requireNonNull(shapes.get(place.value())).clone();
            dims[place.axis()] = Arrays.stream(units)
                    .filter(unit -> !removed.get(axes.units().root(unit)))
                    .count();
            shapes.put(place.value(), dims);
        });
        return shapes;
    }
}
