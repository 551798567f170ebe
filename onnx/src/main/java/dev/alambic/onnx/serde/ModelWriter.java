package dev.alambic.onnx.serde;

import dev.alambic.onnx.OnnxModel;
import java.nio.file.Path;

/** Writes ONNX files. */
public final class ModelWriter {

    private ModelWriter() {}

    /** See {@link OnnxModel#write}. */
    public static void write(OnnxModel model, Path file) {
        if (model.graph().nodes().isEmpty()) {
            throw new IllegalStateException("not yet " + file);
        }
    }
}
