package dev.alambic.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotThereHasNoLines() {
        Path file = folder.resolve("none.jsonl");
        JsonLines.cut(file);
        assertThat(JsonLines.read(file)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "'{', 0", "'1;', 1", "'1;2', 1", "'1;2;', 2", "'1;;', 2"})
    void onlyALineWithItsEndIsWhole(String text, int lines) throws Exception {
        String content = text.replace(';', '\n');
        Path file = Files.writeString(folder.resolve("a.jsonl"), content);
        assertThat(JsonLines.read(file)).hasSize(lines);

        JsonLines.cut(file);
        assertThat(file).hasContent(content.substring(0, content.lastIndexOf('\n') + 1));
    }

    @Test
    void aLetterThatWasCutInTheMiddleIsTakenAway() throws Exception {
        Path file = Files.write(folder.resolve("a.jsonl"), new byte[] {'1', '\n', '"', (byte) 0xc3});
        JsonLines.cut(file);
        JsonLines.append(file, "\"ä\"");
        assertThat(JsonLines.read(file)).containsExactly("1", "\"ä\"");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("no/folder/a.jsonl");
        assertThatThrownBy(() -> JsonLines.append(file, "1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file);
    }
}
