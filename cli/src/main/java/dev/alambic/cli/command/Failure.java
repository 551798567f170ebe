package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.quantizer.RuinedModelException;
import dev.alambic.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;

/**
 * What a failure means to the user: one line and an exit code. The only place that maps exceptions.
 *
 * @param exitCode see {@link ExitCode}
 */
public record Failure(int exitCode, String line) {

    /** Returns what to say of {@code thrown}. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof UsageException || thrown instanceof IllegalArgumentException) {
            return new Failure(ExitCode.USAGE, text(thrown));
        }
        if (thrown instanceof InvalidModelException
                || thrown instanceof InvalidDataException
                || thrown instanceof InvalidPackageException) {
            return new Failure(ExitCode.BAD_FILE, text(thrown));
        }
        if (thrown instanceof UncheckedIOException unchecked) {
            return new Failure(ExitCode.BAD_FILE, disk(unchecked));
        }
        if (thrown instanceof RuinedModelException) {
            return new Failure(ExitCode.GOAL_MISSED, text(thrown));
        }
        if (thrown instanceof UnsupportedModelException || thrown instanceof EndlessRunException) {
            return new Failure(ExitCode.UNSUPPORTED, text(thrown));
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(ExitCode.UNSUPPORTED, "out of memory: set ALAMBIC_JAVA_OPTS=-Xmx… to allow more");
        }
        return new Failure(ExitCode.BUG, "a bug in alambic: " + thrown + " (--debug shows where)");
    }

    /** Tells the user. */
    int report(Console console, Throwable cause) {
        console.error(line, cause);
        return exitCode;
    }

    private static String text(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    private static String disk(UncheckedIOException unchecked) {
        IOException cause = Objects.requireNonNull(unchecked.getCause(), "an UncheckedIOException has a cause");
        String reason = reason(cause);
        String file = cause instanceof FileSystemException known && known.getFile() != null ? known.getFile() : "";
        String said = text(unchecked).replace(cause.toString(), "").strip();
        boolean saysMore = !said.isEmpty() && !said.equals(file);
        if (!saysMore) {
            return file.isEmpty() ? reason : file + ": " + reason;
        }
        boolean complete = said.toLowerCase(Locale.ROOT).endsWith(reason);
        return complete ? said : said.replaceAll("[:,]$", "") + ": " + reason;
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        String reason = cause instanceof FileSystemException known ? known.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
    }
}
