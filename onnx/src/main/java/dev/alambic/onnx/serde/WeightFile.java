package dev.alambic.onnx.serde;

import dev.alambic.onnx.file.PendingFile;
import dev.alambic.onnx.graph.ModelContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The weights of several models in one file beside them; a tensor that models share is written once. For files that do
 * not outlive the process: nothing is forced to disk.
 */
public final class WeightFile implements AutoCloseable {
    /** Smaller weights stay in the model, where the runtime can compute with them while it loads. */
    private static final long THRESHOLD_BYTES = 1 << 16;

    private final PendingFile file;
    private final DataFile data;

    /** Starts the file {@code weights.data} of {@code folder}. */
    public WeightFile(Path folder) {
        try {
            file = new PendingFile(folder.resolve("weights.data"));
            file.commit();
            data = new DataFile(file, THRESHOLD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes {@code model}, which must lie in the folder of the weights, to {@code path}. */
    public void write(ModelContent model, Path path) {
        ModelWriter.writeUnforced(model, path, data);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file.target() + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
