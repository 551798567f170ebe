package dev.alambic.quantizer.opset;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.shape.Shapes;
import java.util.Set;

/** The model that is being raised: its versions, the names in it, and, if asked for, the types of its values. */
record RaisedModel(OnnxModel model, long target, Set<String> names) {
    static RaisedModel of(OnnxModel model, long target) {
        return new RaisedModel(model, target, model.graph().allNames());
    }

    long from() {
        return model.opset();
    }

    Shapes types() {
        return Shapes.inferred(model);
    }

    String fresh(String base) {
        String candidate = base;
        for (int i = 1; !names.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
