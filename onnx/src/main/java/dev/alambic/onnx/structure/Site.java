package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node while its rule says what it does with axes. What the rule does not speak of is never cut: the default of an
 * unknown operator is to say nothing.
 */
record Site(Node node, long opset, Axes axes, Set<ValueAxis> spokenOf, List<Flow> flows) {
    static Site of(Node node, long opset, Axes axes) {
        return new Site(node, opset, axes, new HashSet<>(), new ArrayList<>());
    }

    GraphIndex index() {
        return axes.graph().index();
    }

    private ValueAxis place(int input, int axis) {
        return new ValueAxis(node.inputs().get(input), axis);
    }

    boolean has(int input) {
        return node.input(input).isPresent();
    }

    /** Returns the extents of an input, null if it is left out or is no tensor. */
    long @Nullable [] dims(int input) {
        return node.input(input).map(axes::dims).orElse(null);
    }

    /** Returns the extents of an output, null if it is left out or is no tensor. */
    long @Nullable [] outputDims(int output) {
        return output < node.outputs().size() ? axes.dims(node.outputs().get(output)) : null;
    }

    int size(int input, int axis) {
        return Math.toIntExact(Objects.requireNonNull(dims(input))[axis]);
    }

    int rank(int input) {
        long[] dims = dims(input);
        return dims == null ? -1 : dims.length;
    }

    Optional<Tensor> constant(int input) {
        return node.input(input).flatMap(axes.graph()::constant);
    }

    Optional<Tensor> constant(String value) {
        return axes.graph().constant(value);
    }

    /** Returns whether an axis of an input can be cut so far. */
    boolean isTracked(int input, int axis) {
        return axes.units(place(input, axis)) != null;
    }

    /** Returns whether the first positions of an axis can only be cut together. */
    boolean areTied(int input, int axis) {
        int[] found = axes.units(place(input, axis));
        return found != null
                && found.length > 1
                && axes.units().root(found[0]) == axes.units().root(found[1]);
    }

    /** Says that positions of an output are those of an input. */
    void flow(int input, int axis, int output, int outputAxis, PositionPairs pairs) {
        spokenOf.add(place(input, axis));
        flows.add(new Flow(place(input, axis), new ValueAxis(node.outputs().get(output), outputAxis), pairs));
    }

    /** Says that an output has an axis as long as one of another value, which is cut with it. */
    void follow(ValueAxis other, int output, int outputAxis) {
        ValueAxis target = new ValueAxis(node.outputs().get(output), outputAxis);
        int size = Math.toIntExact(Objects.requireNonNull(axes.dims(other.value()))[other.axis()]);
        flows.add(new Flow(other, target, PositionPairs.same(size)));
    }

    /** Says that an extent that this node is told must stay as it is. */
    void keepExtents(Set<ValueAxis> read) {
        read.stream()
                .filter(place -> axes.units(place) != null)
                .forEach(place -> axes.pin(place, node.label() + " takes its extent"));
    }

    /** Returns whether an extent that is read can be cut so far. */
    boolean isTracked(ValueAxis read) {
        return axes.units(read) != null;
    }

    /** Says that an axis of an output is that of an input, position by position. */
    void pass(int input, int axis, int output, int outputAxis) {
        flow(input, axis, output, outputAxis, PositionPairs.same(size(input, axis)));
    }

    /** Says that positions of two inputs are cut together. */
    void tie(int a, int axisOfA, int b, int axisOfB, PositionPairs pairs) {
        spokenOf.add(place(a, axisOfA));
        spokenOf.add(place(b, axisOfB));
        join(place(a, axisOfA), place(b, axisOfB), pairs);
    }

    /** Says that an axis may be cut, but that the outputs change by more than what is cut. */
    void inexact(int input, int axis, String why) {
        spokenOf.add(place(input, axis));
        int[] found = axes.units(place(input, axis));
        if (found != null) {
            for (int unit : found) {
                axes.units().markInexact(unit, node.label() + " " + why);
            }
        }
    }

    /** Says that an axis of an input must stay as it is. */
    void keep(int input, int axis, String why) {
        spokenOf.add(place(input, axis));
        axes.pin(place(input, axis), node.label() + " " + why);
    }

    /** Says that it does not matter to this node whether an axis is cut. */
    void ignore(int input, int axis) {
        spokenOf.add(place(input, axis));
    }

    private void join(ValueAxis a, ValueAxis b, PositionPairs pairs) {
        int[] ofA = axes.units(a);
        int[] ofB = axes.units(b);
        for (int i = 0; i < pairs.count(); i++) {
            if (ofA != null && ofB != null) {
                axes.units().join(ofA[pairs.from(i)], ofB[pairs.to(i)]);
            } else if (ofA != null) {
                axes.units().fix(ofA[pairs.from(i)], reason(b));
            } else if (ofB != null) {
                axes.units().fix(ofB[pairs.to(i)], reason(a));
            }
        }
    }

    private String reason(ValueAxis uncut) {
        return node.label() + " takes it together with '" + uncut.value() + "', which cannot be cut";
    }

    /** Carries out what the rule said; returns the flows from inputs into axes that can be cut. */
    List<Flow> close() {
        Map<ValueAxis, List<Flow>> byTarget = new LinkedHashMap<>();
        flows.forEach(flow ->
                byTarget.computeIfAbsent(flow.to(), place -> new ArrayList<>()).add(flow));
        byTarget.values().removeIf(into -> into.stream().allMatch(flow -> axes.units(flow.from()) == null));
        byTarget.forEach((target, into) -> {
            long[] dims = Objects.requireNonNull(axes.dims(target.value()));
            axes.define(target, Math.toIntExact(dims[target.axis()]));
            into.forEach(flow -> join(flow.from(), target, flow.pairs()));
        });
        GraphIndex.reads(node).forEach(this::keepTheRest);
        return byTarget.values().stream()
                .flatMap(List::stream)
                .filter(flow -> node.inputs().contains(flow.from().value()))
                .toList();
    }

    private void keepTheRest(String value) {
        long[] dims = axes.dims(value);
        for (int axis = 0; dims != null && axis < dims.length; axis++) {
            ValueAxis place = new ValueAxis(value, axis);
            if (!spokenOf.contains(place)) {
                axes.pin(place, node.label() + " reads it and cannot do without a part");
            }
        }
    }
}
