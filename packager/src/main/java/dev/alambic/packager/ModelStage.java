package dev.alambic.packager;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The model as it goes into the package: the very bytes of its file, or, if its weights lie in files beside it, one
 * file with all of them.
 */
record ModelStage(OnnxModel model, Path file, ByteBuffer content, boolean rewritten) {
    static final String FILE = "model.onnx";

    static ModelStage of(Path source, WorkFolder work) {
        OnnxModel model = OnnxModel.read(source);
        long weights = model.graph().initializers().values().stream()
                .mapToLong(Tensor::byteSize)
                .sum();
        if (weights <= size(source)) {
            return new ModelStage(model, source, WorkFolder.mapped(source), false);
        }
        Path whole = work.file(FILE);
        model.write(whole);
        if (Files.exists(work.file(FILE + ".data"))) {
            throw new UnsupportedModelException(source + ": a package is smaller than 2 GiB");
        }
        return new ModelStage(OnnxModel.read(whole), whole, WorkFolder.mapped(whole), true);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
