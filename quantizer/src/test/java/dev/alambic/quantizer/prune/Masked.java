package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.ChannelGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models whose weights that read the channels of a cut are zero instead of cut: what pruning must be equal to. */
final class Masked {

    private Masked() {}

    static OnnxModel of(OnnxModel model, List<ChannelCut> cuts) {
        Graph graph = model.graph();
        Map<String, Tensor> weights = new LinkedHashMap<>(graph.initializers());
        for (ChannelCut cut : cuts) {
            cut.group().members().stream()
                    .filter(member -> member.isWeight() && isRead(graph, member))
                    .forEach(member -> weights.computeIfPresent(
                            member.place().value(), (name, tensor) -> masked(tensor, member, cut.units())));
        }
        return model.withGraph(graph.edit(out -> weights.forEach(out::initializer)));
    }

    private static boolean isRead(Graph graph, ChannelGroup.Member member) {
        Node node = graph.index().consumers(member.place().value()).get(0);
        int inner = switch (node.opType()) {
            case "Conv" -> node.intAttribute("group", 1) == 1 ? 1 : -1;
            case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 1 : 0;
            case "MatMul" -> 0;
            default -> -1;
        };
        return member.place().axis() == inner
                && node.inputs().get(1).equals(member.place().value());
    }

    private static Tensor masked(Tensor tensor, ChannelGroup.Member member, List<Integer> units) {
        float[] values = tensor.floats();
        int axis = member.place().axis();
        int inner = 1;
        for (int i = axis + 1; i < tensor.rank(); i++) {
            inner *= (int) tensor.dim(i);
        }
        for (int unit : units) {
            for (int position : member.positions().of(unit).toArray()) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = i / inner % member.size() == position ? 0 : values[i];
                }
            }
        }
        return Tensor.ofFloats(values, tensor.dims());
    }
}
