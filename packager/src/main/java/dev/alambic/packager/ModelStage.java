package dev.alambic.packager;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
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

    /** Bytes of a model without its weights. */
    private static final long LONGEST_GRAPH = 64 << 20;

    static ModelStage of(Path source, WorkFolder work) {
        OnnxModel model = OnnxModel.read(source);
        long weights = model.graph().initializers().values().stream()
                .mapToLong(Tensor::byteSize)
                .sum();
        if (weights <= size(source) && isWhole(source, work)) {
            return new ModelStage(model, source, WorkFolder.mapped(source), false);
        }
        Path whole = work.file(FILE);
        model.write(whole);
        if (Files.exists(work.file(FILE + ".data"))) {
            throw new UnsupportedModelException(source + ": a package is smaller than 2 GiB");
        }
        return new ModelStage(OnnxModel.read(whole), whole, WorkFolder.mapped(whole), true);
    }

    /** Returns this with what the model carries from call to call, as {@code h=hn,c=cn}; empty if its file says it. */
    ModelStage told(String state) {
        return state.isEmpty()
                ? this
                : new ModelStage(model.withMetadata(ModelMetadata.STATE, state), file, content, rewritten);
    }

    /**
     * Returns whether a file that is no smaller than its weights holds them: a long graph with few of them need not.
     */
    private static boolean isWhole(Path source, WorkFolder work) {
        if (size(source) > LONGEST_GRAPH) {
            return true;
        }
        Path alone = work.write("alone.onnx", WorkFolder.mapped(source));
        try {
            OnnxModel.read(alone);
            return true;
        } catch (InvalidModelException e) {
            return false; // it was read beside its weights
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
