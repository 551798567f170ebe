package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds a constant {@code Pad} of spatial axes into the padding of what reads it: zeros into a Conv, zeros into an
 * AveragePool (which then counts them) and the lowest number into a MaxPool.
 *
 * <p>Pools keep it where a side would be padded by a whole window, which the standard does not allow, or where the last
 * window may reach over the end ({@code ceil_mode}).
 */
public final class FoldPad implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Set<Node> gone = new HashSet<>();
        Map<Node, Node> padded = new HashMap<>();
        graph.nodes().stream()
                .filter(node -> node.is("Pad"))
                .forEach(pad -> graph.index()
                        .soleConsumer(pad.output())
                        .filter(reader -> reader.inputs().get(0).equals(pad.output()))
                        .flatMap(reader -> folded(graph, pad, reader).map(made -> Map.entry(reader, made)))
                        .ifPresent(entry -> {
                            gone.add(pad);
                            padded.put(
                                    entry.getKey(),
                                    entry.getValue().withInput(0, pad.inputs().get(0)));
                        }));
        if (padded.isEmpty()) {
            return Outcome.of(model);
        }
        return Outcome.of(model.mapGraph(whole -> whole.rewrite((out, node) -> {
            if (!gone.contains(node)) {
                out.node(padded.getOrDefault(node, node));
            }
        })));
    }

    private static Optional<Node> folded(Graph graph, Node pad, Node reader) {
        boolean possible = pad.textAttribute("mode", "constant").equals("constant")
                && pad.input(3).isEmpty();
        Optional<long[]> pads = possible ? spatial(graph, pad) : Optional.empty();
        Optional<Float> value = value(graph, pad);
        if (pads.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        return switch (reader.isStandard() ? reader.opType() : "") {
            case "Conv" -> value.get() == 0 ? sum(reader, pads.get()) : Optional.empty();
            case "AveragePool" -> value.get() == 0 ? averaged(reader, pads.get()) : Optional.empty();
            case "MaxPool" -> value.get() <= -Float.MAX_VALUE ? pooled(reader, pads.get()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Returns the padding of the axes after the first two, begins then ends; empty if the first two are padded. */
    private static Optional<long[]> spatial(Graph graph, Node pad) {
        Optional<long[]> all =
                pad.intsAttribute("pads").or(() -> graph.constant(pad, 1).map(Tensor::longs));
        return all.filter(pads -> pads.length > 4 && Arrays.stream(pads).allMatch(each -> each >= 0))
                .filter(pads -> pads[0] + pads[1] + pads[pads.length / 2] + pads[pads.length / 2 + 1] == 0)
                .map(pads -> {
                    int spatial = pads.length / 2 - 2;
                    long[] kept = Arrays.copyOf(Arrays.copyOfRange(pads, 2, 2 + spatial), 2 * spatial);
                    System.arraycopy(pads, pads.length / 2 + 2, kept, spatial, spatial);
                    return kept;
                });
    }

    private static Optional<Float> value(Graph graph, Node pad) {
        if (pad.input(2).isEmpty()) {
            return Optional.of(pad.floatAttribute("value", 0));
        }
        return graph.floatConstant(pad, 2).map(tensor -> tensor.floats()[0]);
    }

    /** Returns {@code reader} with {@code pads} added to its own; empty if it makes its own of the extents. */
    private static Optional<Node> sum(Node reader, long[] pads) {
        String auto = reader.textAttribute("auto_pad", "NOTSET");
        if (!auto.equals("NOTSET") && !auto.equals("VALID")) {
            return Optional.empty();
        }
        long[] sum = reader.intsAttribute("pads").orElseGet(() -> new long[pads.length]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += pads[i];
        }
        return Optional.of(reader.without("auto_pad").with("pads", sum));
    }

    private static Optional<Node> averaged(Node reader, long[] pads) {
        boolean counts = reader.intAttribute("count_include_pad", 0) != 0;
        boolean unpadded =
                Arrays.stream(reader.intsAttribute("pads").orElse(new long[0])).allMatch(each -> each == 0);
        return counts || unpadded
                ? pooled(reader, pads).map(node -> node.with("count_include_pad", 1))
                : Optional.empty();
    }

    private static Optional<Node> pooled(Node reader, long[] pads) {
        List<Long> window = Arrays.stream(reader.intsAttribute("kernel_shape").orElse(new long[0]))
                .boxed()
                .toList();
        boolean alone = reader.outputs().size() == 1 && reader.intAttribute("ceil_mode", 0) == 0;
        return sum(reader, pads)
                .filter(node -> alone && isWithin(node.intsAttribute("pads").orElseThrow(), window));
    }

    private static boolean isWithin(long[] pads, List<Long> window) {
        for (int i = 0; i < pads.length; i++) {
            if (pads[i] >= window.get(i % window.size())) {
                return false;
            }
        }
        return true;
    }
}
