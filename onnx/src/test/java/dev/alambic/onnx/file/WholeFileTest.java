package dev.alambic.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {

    @TempDir
    Path folder;

    @Test
    void writingReplacesTheContentAndLeavesNothingBeside() {
        WholeFile.write(folder.resolve("sub/a.json"), "1");
        WholeFile.write(folder.resolve("sub/a.json"), "2");

        assertThat(folder.resolve("sub/a.json")).hasContent("2");
        assertThat(folder.resolve("sub").toFile().list()).containsExactly("a.json");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Path below = Files.writeString(folder.resolve("file"), "").resolve("a.json");

        assertThatThrownBy(() -> WholeFile.write(below, "1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(below + ": cannot be written");
    }

    @Test
    void whatWasNotFinishedIsGone() throws Exception {
        Files.writeString(folder.resolve("a.bin"), "old");
        try (PendingFile pending = new PendingFile(folder.resolve("a.bin"))) {
            pending.write(ByteBuffer.wrap(new byte[10]));
        }

        assertThat(folder.resolve("a.bin")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a.bin");
    }
}
