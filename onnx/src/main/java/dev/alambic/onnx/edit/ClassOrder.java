package dev.alambic.onnx.edit;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.AnswerForm;
import java.util.List;

/** The classes of a model in another order, or only some of them, found by their names. */
public final class ClassOrder {

    private static final String OUTPUT = "classes.logits";

    private ClassOrder() {}

    /** Returns {@code model} with logits of {@code classes} if it knows all of them by name; else as it is. */
    public static OnnxModel ifKnown(OnnxModel model, List<String> classes) {
        return ModelInfo.of(model).labels().containsAll(classes) ? of(model, classes, "model") : model;
    }

    /**
     * Returns {@code model} with logits of {@code classes}; itself if it has these classes, or does not name its own.
     *
     * @param who the model in messages
     * @throws UnsupportedModelException if it does not know one of them
     */
    public static OnnxModel of(OnnxModel model, List<String> classes, String who) {
        List<String> own = ModelInfo.of(model).labels();
        if (own.isEmpty() || own.equals(classes)) {
            return model;
        }
        List<String> missing =
                classes.stream().filter(name -> !own.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new UnsupportedModelException(who + ": answers with other classes than the data have (expected "
                    + classes + ", was " + own + ")");
        }
        long[] places = classes.stream().mapToLong(own::indexOf).toArray();
        String output = model.graph().outputs().get(0).name();
        String logits = AnswerForm.logits(model.graph(), output);
        boolean sigmoid = AnswerForm.of(model.graph(), output) == AnswerForm.SIGMOID;
        boolean several = own.size() != 2 || ModelInfo.of(model).task().equals(ModelMetadata.MULTI_LABEL);
        if (sigmoid && !(several && !logits.equals(output))) {
            throw new UnsupportedModelException(who + ": answers with one probability, of the second of " + own
                    + ", and cannot be asked in another order (expected " + classes + ")");
        }
        TensorType type = model.graph().outputs().get(0).type();
        Dim batch = type == null || type.shape() == null
                ? Dim.unknown()
                : type.shape().dim(0);
        OnnxModel ordered = model.mapGraph(graph -> graph.edit(out -> {
            String order = out.constant("classes.order", Tensor.ofLongs(places, places.length));
            out.node(Node.of("Gather", List.of(logits, order), OUTPUT).with("axis", 1));
            out.outputs(List.of(
                    ValueInfo.of(OUTPUT, DataType.FLOAT, new Shape(List.of(batch, Dim.of(classes.size()))))));
        }));
        return ModelInfo.of(model).withLabels(classes).applyTo(ordered);
    }
}
