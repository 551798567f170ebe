package dev.alambic.cli.command;

import dev.alambic.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command that turns one model file into another writes. */
final class ModelFiles {

    private ModelFiles() {}

    /** Returns {@code -o}, or the input's name with {@code -suffix}; never the input itself. */
    static Path output(Arguments arguments, Path input, String suffix) {
        Path output = arguments.path("out").orElseGet(() -> beside(input, suffix));
        if (output.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize())) {
            throw new UsageException(output + ": would overwrite the input (choose another file by -o)");
        }
        if (Files.exists(output) && !Files.isRegularFile(output)) {
            throw new UsageException(output + ": is no file that could be replaced");
        }
        return output;
    }

    private static Path beside(Path input, String suffix) {
        String name = String.valueOf(input.getFileName()).replaceFirst("\\.onnx$", "");
        return input.resolveSibling(name + "-" + suffix + ".onnx");
    }

    /** Returns the bytes of a file. */
    static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
