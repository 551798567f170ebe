package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A model in a temporary folder of its own, gone when closed: the runtime reads a path with a third of the memory. */
final class TemporaryModel implements AutoCloseable {
    private final Path folder;

    private TemporaryModel(Path folder) {
        this.folder = folder;
    }

    static TemporaryModel of(OnnxModel model) {
        try {
            TemporaryModel temporary = new TemporaryModel(Files.createTempDirectory("alambic-session-"));
            try {
                model.write(temporary.file());
                return temporary;
            } catch (RuntimeException | Error e) {
                temporary.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder: cannot be made: " + e.getMessage(), e);
        }
    }

    Path file() {
        return folder.resolve("model.onnx");
    }

    @Override
    public void close() {
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
