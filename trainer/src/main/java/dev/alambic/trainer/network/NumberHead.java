package dev.alambic.trainer.network;

import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import java.util.Map;

/** Brings the standardized numbers that a new head answers with to the units of the targets, inside the model. */
final class NumberHead {

    /** The names of its constants begin with this. */
    static final String PREFIX = "regressor.";

    private static final String NUMBERS = "numbers";

    private NumberHead() {}

    static OnnxModel applyTo(OnnxModel model, Standardization targets) {
        OnnxModel open = ModelInfo.of(model)
                .withLabels(List.of())
                .withTargets(List.of())
                .withTasks(Map.of())
                .applyTo(model);
        return open.mapGraph(graph -> graph.edit(out -> {
            ValueInfo head = graph.outputs().get(0);
            String scale = out.constant(PREFIX + "scale", tensor(targets.scale()));
            String mean = out.constant(PREFIX + "mean", tensor(targets.mean()));
            String scaled = out.node(Node.of("Mul", List.of(head.name(), scale), out.fresh(PREFIX + "scaled")));
            String numbers = out.node(Node.of("Add", List.of(scaled, mean), out.fresh(NUMBERS)));
            out.outputs(List.of(head.withName(numbers)));
        }));
    }

    private static Tensor tensor(List<Float> values) {
        return Tensor.ofFloats(Preprocessing.floats(values), values.size());
    }
}
