package dev.alambic.cli.command;

import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where a command that turns one model file into another writes. */
final class ModelFiles {

    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

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
        return String.valueOf(file.getFileName()).replaceFirst("(?i)\\.onnx$", "");
    }

    /**
     * Returns the file of the model that {@code said} names: its path, or, for a name of the catalogue, a copy that
     * lasts as long as this process.
     */
    static Path onDisk(String said, Path path) {
        return ModelSource.isName(said) ? COPIES.computeIfAbsent(said, ModelFiles::copied) : path;
    }

    private static Path copied(String name) {
        return copy(ModelSource.open(name), name);
    }

    /** Writes {@code model} to a file called {@code stem} that lasts as long as this process. */
    static Path copy(OnnxModel model, String stem) {
        try {
            Path folder = Files.createTempDirectory("alambic");
            Path file = folder.resolve(stem + ".onnx");
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            file.resolveSibling(file.getFileName() + ".data").toFile().deleteOnExit();
            model.write(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("no room for a copy of " + stem, e);
        }
    }

    /**
     * Returns the bytes of the file of {@code model} and of its weights beside it; of its weights if it lies in none.
     */
    static long bytes(Path file, OnnxModel model) {
        return Files.isRegularFile(file) ? bytes(file) : ModelSize.of(model).bytes();
    }

    /** Returns the bytes of a model's file and of the files beside it that its weights lie in. */
    static long bytes(Path file) {
        return new Candidate(stem(file), file).bytes();
    }
}
