package dev.alambic.cli.command;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.pass.ModelSize;
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
        return output(arguments, input, input.resolveSibling(stem(input) + "-" + suffix + ".onnx"));
    }

    /** Returns {@code -o}, or {@code otherwise}; never the input itself. */
    static Path output(Arguments arguments, Path input, Path otherwise) {
        Path output = arguments.path("out").orElse(otherwise);
        if (isSame(output, input)) {
            throw new UsageException(output + ": would overwrite the input (choose another file by -o)");
        }
        if (Files.exists(output) && !Files.isRegularFile(output)) {
            throw new UsageException(output + ": is no file that could be replaced");
        }
        return output;
    }

    private static boolean isSame(Path output, Path input) {
        try {
            return output.toAbsolutePath()
                            .normalize()
                            .equals(input.toAbsolutePath().normalize())
                    || (Files.exists(output) && Files.exists(input) && Files.isSameFile(output, input));
        } catch (IOException e) {
            throw new UncheckedIOException(output + ": cannot be read", e);
        }
    }

    /** Returns the name of a model's file without its ending. */
    static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
    }

    /** Returns the bytes of the file of {@code model}, or of its weights where it lies in none, or outside of it. */
    static long bytes(Path file, OnnxModel model) {
        long weights = ModelSize.of(model).bytes();
        long own = Files.isRegularFile(file) ? bytes(file) : 0;
        return own < weights ? own + weights : own;
    }

    /** Returns the bytes of a model that was written to {@code file}, with the weights that were put beside it. */
    static long written(Path file) {
        Path outside = file.resolveSibling(file.getFileName() + ".data");
        return bytes(file) + (Files.exists(outside) ? bytes(outside) : 0);
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
