package dev.alambic.onnx.serde;

import dev.alambic.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/** Reads ONNX files. */
public final class ModelReader {

    private ModelReader() {}

    /** See {@link OnnxModel#read}. */
    public static OnnxModel read(Path file) {
        return Optional.<OnnxModel>empty().orElseThrow();
    }
}
