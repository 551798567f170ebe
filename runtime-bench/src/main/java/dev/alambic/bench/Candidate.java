package dev.alambic.bench;

import java.nio.file.Path;

/**
 * A model file to measure, under the name that tables show.
 *
 * @param file an ONNX model; its weights may stand in external files beside it
 */
public record Candidate(String name, Path file) {
    public Candidate {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a candidate needs a name: " + file);
        }
    }
}
