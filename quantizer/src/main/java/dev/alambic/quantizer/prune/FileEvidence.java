package dev.alambic.quantizer.prune;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.Evidence;
import dev.alambic.onnx.structure.SlicedWeight;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a model file tells a criterion of a group. */
final class FileEvidence implements Evidence {
    private final DependencyGraph graph;
    private final ChannelGroup group;
    private final Map<String, float[]> floats;

    /** @param floats values of the weights that were read already, shared between groups */
    FileEvidence(DependencyGraph graph, ChannelGroup group, Map<String, float[]> floats) {
        this.graph = graph;
        this.group = group;
        this.floats = floats;
    }

    @Override
    public String name() {
        return group.name();
    }

    @Override
    public int width() {
        return group.width();
    }

    @Override
    public List<SlicedWeight> weights() {
        return matrices().map(this::sliced).toList();
    }

    @Override
    public List<SlicedWeight> filters() {
        return matrices().filter(this::isProducer).map(this::sliced).toList();
    }

    @Override
    public List<SlicedWeight> scales() {
        return group.members().stream().filter(this::isScale).map(this::sliced).toList();
    }

    @Override
    public List<double[]> given(Map<String, List<Double>> byTensor) {
        return group.members().stream()
                .filter(member ->
                        byTensor.getOrDefault(member.place().value(), List.of()).size() == member.size())
                .map(member ->
                        means(member, byTensor.getOrDefault(member.place().value(), List.of())))
                .toList();
    }

    private double[] means(ChannelGroup.Member member, List<Double> byPosition) {
        double[] means = new double[group.width()];
        for (int unit = 0; unit < means.length; unit++) {
            means[unit] = member.positions()
                    .of(unit)
                    .mapToDouble(byPosition::get)
                    .average()
                    .orElse(0);
        }
        return means;
    }

    private Stream<ChannelGroup.Member> matrices() {
        return group.members().stream()
                .filter(ChannelGroup.Member::isWeight)
                .filter(member ->
                        tensor(member).rank() > 1 && tensor(member).dataType().isFloating());
    }

    private Tensor tensor(ChannelGroup.Member member) {
        return graph.model().graph().constant(member.place().value()).orElseThrow();
    }

    private SlicedWeight sliced(ChannelGroup.Member member) {
        Tensor tensor = tensor(member);
        int inner = 1;
        for (int axis = member.place().axis() + 1; axis < tensor.rank(); axis++) {
            inner *= Math.toIntExact(tensor.dim(axis));
        }
        float[] values = floats.computeIfAbsent(member.place().value(), name -> tensor.floats());
        return new SlicedWeight(values, member.size(), inner, group.width(), member.positions()::of);
    }

    private List<Node> readers(ChannelGroup.Member member) {
        return graph.model().graph().index().consumers(member.place().value());
    }

    /** Returns whether the axis is that of the filters, which make the channels, and not that which reads them. */
    private boolean isProducer(ChannelGroup.Member member) {
        return readers(member).stream()
                .flatMap(node -> graph.flows(node).stream())
                .anyMatch(flow -> flow.from().equals(member.place()));
    }

    private boolean isScale(ChannelGroup.Member member) {
        return member.isWeight()
                && readers(member).stream()
                        .anyMatch(node -> node.is("BatchNormalization")
                                && node.inputs().get(1).equals(member.place().value()));
    }
}
