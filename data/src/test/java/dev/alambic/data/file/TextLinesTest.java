package dev.alambic.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {

    @TempDir
    private Path folder;

    @Test
    void marksBlanksAndEndsOfLinesAreNoPartOfThem() throws IOException {
        Path file = Files.writeString(folder.resolve("labels.txt"), "\uFEFFcat \r\n\r\n\tnaïve dog\r\nbird");

        assertThat(TextLines.read(file)).containsExactly("cat", "naïve dog", "bird");
    }

    @Test
    void anotherEncodingIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("labels.txt");
        Files.write(file, "cat\nnaïve\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TextLines.read(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ":2: not UTF-8 (the byte 0xef, as Latin-1 or UTF-16 have it): save the file as"
                        + " UTF-8");
        Files.write(file, "cat\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> TextLines.read(file)).hasMessageContaining(":1: not UTF-8 (the byte 0xfe");
    }
}
