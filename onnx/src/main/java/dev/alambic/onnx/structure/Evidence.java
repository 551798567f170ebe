package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is known of units that stay or go together in a group of coupled weights.
 *
 * @param name of the group
 * @param width number of units
 * @param weights the weights proper: neither biases nor the parameters of normalizations
 * @param filters those of the weights whose slices make the units, and do not read them
 * @param scales the scales of BatchNormalization
 * @param given tells, of the importance of each position along the axis of the units in tensors by name, that of each
 *     unit in each tensor of the group that is named
 */
public record Evidence(
        String name,
        int width,
        List<SlicedWeight> weights,
        List<SlicedWeight> filters,
        List<SlicedWeight> scales,
        Function<Map<String, List<Double>>, List<double[]>> given) {
    /**
     * Returns what a model file tells of {@code group}.
     *
     * @param floats values of the weights that were read already, shared between groups
     */
    public static Evidence of(DependencyGraph graph, ChannelGroup group, Map<String, float[]> floats) {
        return new File(graph, group, floats).evidence();
    }

    /** A group in a model file. */
    private record File(DependencyGraph dependencies, ChannelGroup group, Map<String, float[]> floats) {
        private Graph graph() {
            return dependencies.model().graph();
        }

        Evidence evidence() {
            List<ChannelGroup.Member> weights = group.members().stream()
                    .filter(ChannelGroup.Member::isWeight)
                    .toList();
            List<ChannelGroup.Member> matrices = weights.stream()
                    .filter(member -> tensor(member).rank() > 1
                            && tensor(member).dataType().isFloating())
                    .toList();
            return new Evidence(
                    group.name(),
                    group.width(),
                    matrices.stream().map(this::sliced).toList(),
                    matrices.stream().filter(this::isProducer).map(this::sliced).toList(),
                    weights.stream().filter(this::isScale).map(this::sliced).toList(),
                    this::given);
        }

        private List<double[]> given(Map<String, List<Double>> byTensor) {
            return group.members().stream()
                    .filter(member -> byTensor.getOrDefault(member.place().value(), List.of())
                                    .size()
                            == member.size())
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

        private Tensor tensor(ChannelGroup.Member member) {
            return graph().constant(member.place().value()).orElseThrow();
        }

        private SlicedWeight sliced(ChannelGroup.Member member) {
            Tensor tensor = tensor(member);
            float[] values = floats.computeIfAbsent(member.place().value(), name -> tensor.floats());
            int inner = tensor.inner(member.place().axis());
            return new SlicedWeight(values, member.size(), inner, group.width(), member.positions()::of);
        }

        private List<Node> readers(ChannelGroup.Member member) {
            return graph().index().consumers(member.place().value());
        }

        /** Returns whether the axis is that of the filters, which make the channels, and not that which reads them. */
        private boolean isProducer(ChannelGroup.Member member) {
            return readers(member).stream()
                    .flatMap(node -> dependencies.flows(node).stream())
                    .anyMatch(flow -> flow.from().equals(member.place()));
        }

        private boolean isScale(ChannelGroup.Member member) {
            return readers(member).stream()
                    .anyMatch(node -> node.is("BatchNormalization")
                            && node.inputs().get(1).equals(member.place().value()));
        }
    }
}
