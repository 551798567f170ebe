package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.cli.terminal.Console;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.run.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTest {

    private static UncheckedIOException disk(String message, IOException cause) {
        return new UncheckedIOException(message, cause);
    }

    @Test
    void eachKindHasItsCode() {
        assertThat(Failure.of(new UsageException("u"))).isEqualTo(new Failure(2, "u"));
        assertThat(Failure.of(new IllegalArgumentException("i"))).isEqualTo(new Failure(2, "i"));
        assertThat(Failure.of(new InvalidModelException("m", new IOException())))
                .isEqualTo(new Failure(3, "m"));
        assertThat(Failure.of(new InvalidDataException("d"))).isEqualTo(new Failure(3, "d"));
        assertThat(Failure.of(new UnsupportedModelException("s"))).isEqualTo(new Failure(4, "s"));
        assertThat(Failure.of(new IllegalStateException("x")).exitCode()).isEqualTo(70);
        assertThat(Failure.of(new AssertionError("bug: x")).line()).contains("bug: x", "--debug");
    }

    @Test
    void troubleWithTheDiskIsToldInWords() {
        assertThat(Failure.of(
                        disk("cannot write a.onnx", new FileSystemException("a", null, "No space left on device"))))
                .isEqualTo(new Failure(3, "cannot write a.onnx: no space left on device"));
        assertThat(Failure.of(disk("cannot write a.onnx", new IOException("No space left on device"))))
                .isEqualTo(new Failure(3, "cannot write a.onnx: no space left on device"));
        assertThat(Failure.of(new UncheckedIOException(new AccessDeniedException("/root/x"))))
                .isEqualTo(new Failure(3, "/root/x: permission denied"));
        assertThat(Failure.of(new UncheckedIOException(new NoSuchFileException("gone"))))
                .isEqualTo(new Failure(3, "gone: no such file or folder"));
        assertThat(Failure.of(disk("a.ckpt: cannot write the checkpoint: Broken", new IOException("Broken"))))
                .isEqualTo(new Failure(3, "a.ckpt: cannot write the checkpoint: Broken"));
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(
                new PrintStream(full, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(new CommandLineRunner(console).run(List.of("recipes"))).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("alambic: standard output: the result could not be written" + System.lineSeparator());
    }
}
