package dev.alambic.onnx.edit;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The answers to several tasks: as a network learns them, one output [batch, values of all tasks], and as a model gives
 * them, an output [batch, values] for each task that is called as the task is.
 */
public final class TaskOutputs {

    private static final String JOINED = "answers";

    private TaskOutputs() {}

    /**
     * Returns a model with an output for each task.
     *
     * @param model whose first output is float [batch, the sum of the widths]
     * @param widths values of each task by its name, in their order
     * @throws UnsupportedModelException if an input of the model is called as a task is
     */
    public static OnnxModel split(OnnxModel model, Map<String, Integer> widths) {
        Graph graph = withoutNames(model.graph(), widths.keySet());
        List<String> names = List.copyOf(widths.keySet());
        long[] sizes = names.stream().mapToLong(widths::get).toArray();
        return model.withGraph(graph.edit(out -> {
            ValueInfo joined = graph.outputs().get(0);
            List<String> operands = new ArrayList<>(List.of(joined.name()));
            if (model.opset() >= 13) {
                operands.add(out.constant(JOINED + ".widths", Tensor.ofLongs(sizes, sizes.length)));
            }
            Node split = Node.of("Split", operands, names).with("axis", 1);
            out.node(model.opset() >= 13 ? split : split.with("split", sizes));
            List<ValueInfo> outputs = new ArrayList<>();
            for (int i = 0; i < sizes.length; i++) {
                Shape shape = new Shape(List.of(batch(joined), Dim.of(sizes[i])));
                outputs.add(ValueInfo.of(names.get(i), DataType.FLOAT, shape));
            }
            out.outputs(outputs);
        }));
    }

    /** Returns {@code graph} with none of its values called so. */
    private static Graph withoutNames(Graph graph, Collection<String> names) {
        for (ValueInfo input : graph.inputs()) {
            if (names.contains(input.name())) {
                throw new UnsupportedModelException("task '" + input.name()
                        + "': an input of the model is called so (expected another name of the task)");
            }
        }
        return graph.renamedAll(value -> names.contains(value) ? value + ".value" : value);
    }

    /**
     * Returns a model whose answers to several tasks are one output, [batch, values of all tasks], in the order of
     * their outputs; itself if it has one output.
     */
    public static OnnxModel join(OnnxModel model) {
        List<ValueInfo> outputs = model.graph().outputs();
        if (outputs.size() == 1) {
            return model;
        }
        List<String> names = outputs.stream().map(ValueInfo::name).toList();
        long width = outputs.stream().mapToLong(TaskOutputs::width).sum();
        OnnxModel joined = model.mapGraph(graph -> graph.edit(out -> {
            String all = out.node(Node.of("Concat", names, out.fresh(JOINED)).with("axis", 1));
            Shape shape = new Shape(List.of(batch(outputs.get(0)), Dim.of(width)));
            out.outputs(List.of(ValueInfo.of(all, DataType.FLOAT, shape)));
        }));
        return joined.withGraph(withoutSplit(joined.graph(), names));
    }

    /** Returns a graph without a Split whose parts are but put together again. */
    private static Graph withoutSplit(Graph graph, List<String> parts) {
        Node first = graph.index().producer(parts.get(0)).orElse(null);
        if (first == null
                || !first.opType().equals("Split")
                || !first.outputs().equals(parts)
                || parts.stream().anyMatch(part -> graph.index().consumers(part).size() != 1)) {
            return graph;
        }
        ValueInfo output = graph.outputs().get(0);
        return Cut.withoutUnneeded(graph.edit(
                out -> out.outputs(List.of(output.withName(first.inputs().get(0))))));
    }

    private static long width(ValueInfo output) {
        TensorType type = output.type();
        Shape shape = type == null ? null : type.shape();
        if (shape != null && shape.rank() == 2 && shape.dim(1) instanceof Dim.Fixed fixed) {
            return fixed.size();
        }
        throw new UnsupportedModelException("output '" + output.name()
                + "': the answers to a task are rows of a known width (expected [batch, values], was " + type + ")");
    }

    private static Dim batch(ValueInfo output) {
        TensorType type = output.type();
        return type == null || type.shape() == null || type.shape().rank() == 0
                ? Dim.unknown()
                : type.shape().dim(0);
    }
}
