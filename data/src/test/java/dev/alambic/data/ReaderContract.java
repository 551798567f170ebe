package dev.alambic.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.alambic.data.file.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every reader does with a file that is not what it should be: it names the file and what was expected. */
abstract class ReaderContract {

    @TempDir
    Path folder;

    /** Returns the name of a file of the format, not packed. */
    abstract String name();

    /** Returns a whole file. */
    abstract byte[] content();

    /** Reads a file through the door that users take. */
    abstract void open(Path file);

    /** Returns what is said of an empty file. */
    abstract String emptyFile();

    /** Returns what is said of a folder of that name. */
    abstract String instead();

    private Path write(String ending, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name() + ending), bytes);
    }

    static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private void refused(Path file, String part) {
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(part);
    }

    @Test
    void aWholeFileIsReadPackedOrNot() throws IOException {
        Path plain = write("", content());
        Path packed = write(".gz", packed(content()));

        assertThatCode(() -> open(plain)).doesNotThrowAnyException();
        assertThatCode(() -> open(packed)).doesNotThrowAnyException();
    }

    @Test
    void aMissingFileIsNamed() {
        refused(folder.resolve(name()), "no such file");
    }

    @Test
    void anEmptyFileSaysWhatWasExpected() throws IOException {
        refused(write("", new byte[0]), emptyFile());
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        refused(Files.createDirectory(folder.resolve(name())), instead());
    }

    @Test
    void aPackedFileThatEndsTooEarlyIsTruncated() throws IOException {
        byte[] packed = packed(content());
        for (int length : new int[] {0, 5, packed.length / 2, packed.length - 4}) {
            refused(write(".gz", Arrays.copyOf(packed, length)), "truncated");
        }
    }

    @Test
    void whatIsNotPackedIsNoPackedFile() throws IOException {
        refused(write(".gz", content()), "broken gzip file");
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = write("", content());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "the administrator may read every file");

        refused(file, "no permission to read the file");
    }
}
