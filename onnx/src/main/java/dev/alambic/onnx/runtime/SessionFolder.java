package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.serde.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder from which models are loaded, gone when closed. A tensor that several of them share is written
 * once, and the runtime maps it instead of copying it.
 *
 * <pre>{@code
 * try (SessionFolder folder = SessionFolder.create()) {
 *     try (Session before = folder.open(model, options)) { ... }
 *     try (Session after = folder.open(changed, options)) { ... }
 * }
 * }</pre>
 */
public final class SessionFolder implements AutoCloseable {
    private final Path folder;
    private final WeightFile weights;
    private int models;

    private SessionFolder(Path folder) {
        this.folder = folder;
        this.weights = new WeightFile(folder);
    }

    public static SessionFolder create() {
        try {
            return new SessionFolder(Files.createTempDirectory("alambic-session-"));
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder: cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Loads {@code model}; see {@link Session#open(Path, SessionOptions)} for failures. Close the session before this.
     */
    public Session open(OnnxModel model, SessionOptions options) {
        Hazards.require(model);
        return Session.open(written(model, options), "model '" + model.graph().name() + "'", null, options);
    }

    /** As {@link Session#open(OnnxModel, Collection, SessionOptions)}. */
    public Session open(OnnxModel model, Collection<String> intermediates, SessionOptions options) {
        return open(
                model.mapGraph(graph -> Intermediates.expose(graph, intermediates)),
                Intermediates.keeping(model.graph(), intermediates, options));
    }

    /**
     * Writes {@code model} to this folder; whole if the runtime is to write what it runs, which points to the weights
     * that lie outside and outlives them.
     */
    Path written(OnnxModel model, SessionOptions options) {
        Path file = folder.resolve("model" + models++ + ".onnx");
        if (options.optimizedModel() == null) {
            weights.write(model.content(), file);
        } else {
            model.write(file);
        }
        return file;
    }

    @Override
    public void close() {
        weights.close();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
