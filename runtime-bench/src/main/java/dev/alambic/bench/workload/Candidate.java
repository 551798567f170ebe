package dev.alambic.bench.workload;

import dev.alambic.onnx.state.StatePairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model file to measure, under the name that tables show.
 *
 * @param file an ONNX model; its weights may stand in external files beside it
 * @param feeds what this model alone is fed; null for what the workload feeds to all
 * @param states what it carries from call to call
 */
public record Candidate(String name, Path file, @Nullable Feeds feeds, StatePairs states) {
    public Candidate {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a candidate needs a name: " + file);
        }
    }

    public Candidate(String name, Path file) {
        this(name, file, null, StatePairs.NONE);
    }

    /** Returns the files that the model is made of: its own, and the weights that the writer puts beside it. */
    public List<Path> files() {
        Path external = file.resolveSibling(file.getFileName() + ".data");
        return Files.exists(external) ? List.of(file, external) : List.of(file);
    }

    /** Returns the bytes of {@link #files}. */
    public long bytes() {
        long bytes = 0;
        for (Path part : files()) {
            try {
                bytes += Files.size(part);
            } catch (IOException e) {
                throw new UncheckedIOException(part + ": cannot be read", e);
            }
        }
        return bytes;
    }

    public Candidate withFeeds(Feeds newFeeds) {
        return new Candidate(name, file, newFeeds, states);
    }

    public Candidate withStates(StatePairs newStates) {
        return new Candidate(name, file, feeds, newStates);
    }
}
