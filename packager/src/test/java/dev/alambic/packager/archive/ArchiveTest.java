package dev.alambic.packager.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    @TempDir
    Path folder;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path written(Map<String, ByteBuffer> files) {
        Path file = folder.resolve("archive.zip");
        Archive.of(files).write(file);
        return file;
    }

    @Test
    void whatIsWrittenIsReadInTheOrderOfNames() {
        Path file = written(Map.of("b/two.txt", bytes("2"), "a.txt", bytes("one"), "empty", bytes("")));
        Archive read = Archive.read(file);
        assertThat(read.names()).containsExactly("a.txt", "b/two.txt", "empty");
        assertThat(read.text("a.txt")).isEqualTo("one");
        assertThat(read.bytes("empty")).isEmpty();
    }

    @Test
    void everyZipProgramReadsIt() throws IOException {
        Path file = written(Map.of("b/two.txt", bytes("2"), "a.txt", bytes("one")));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(2);
            assertThat(zip.getInputStream(zip.getEntry("a.txt")).readAllBytes())
                    .asString()
                    .isEqualTo("one");
        }
    }

    @Test
    void everyChangeOfAnyByteIsFound() throws IOException {
        byte[] whole = Files.readAllBytes(written(Map.of("a.txt", bytes("one"), "b.txt", bytes("two"))));
        Path changed = folder.resolve("changed.zip");
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {1, 0x20, 0x80, 0xff}) {
                byte[] copy = whole.clone();
                copy[at] ^= (byte) mask;
                Files.write(changed, copy);
                String where = "byte " + at + " xor " + mask;
                // a name may become another that is allowed; whoever lists the files sees that
                assertThat(catchChange(changed)).as(where).isTrue();
            }
        }
    }

    private static boolean catchChange(Path changed) {
        try {
            Archive read = Archive.read(changed);
            return !(read.has("a.txt")
                    && read.has("b.txt")
                    && read.text("a.txt").equals("one")
                    && read.text("b.txt").equals("two"));
        } catch (InvalidPackageException e) {
            return true;
        }
    }

    @Test
    void bytesBeforeBetweenAndBehindAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(written(Map.of("a.txt", bytes("one"))));
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        byte[] later = new byte[whole.length + 1];
        System.arraycopy(whole, 0, later, 1, whole.length);
        for (byte[] content : new byte[][] {longer, later, Arrays.copyOf(whole, whole.length - 1), new byte[0]}) {
            Path file = Files.write(folder.resolve("changed.zip"), content);
            assertThatThrownBy(() -> Archive.read(file)).isInstanceOf(InvalidPackageException.class);
        }
    }

    @Test
    void compressedFilesAreRefused() throws IOException {
        Path file = folder.resolve("other.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(new byte[1 << 20]);
        }
        assertThatThrownBy(() -> Archive.read(file))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("expected method 0, was 8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../up.txt", "/root.txt", "a/../b", "a//b", "C:/x", "a\\b", ".hidden", "a/.b", "", "a b", "é"})
    void namesThatLeaveTheFolderAreNeitherWrittenNorRead(String name) throws IOException {
        assertThatThrownBy(() -> Archive.of(Map.of(name, bytes("x")))).isInstanceOf(IllegalArgumentException.class);
        byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
        String allowed = "x".repeat(Math.max(1, ascii.length));
        byte[] zip = Files.readAllBytes(written(Map.of(allowed, bytes("x"))));
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        String hostile = text.replace("PK\u0003\u0004", "\u0000")
                .replace(allowed, new String(ascii, StandardCharsets.ISO_8859_1))
                .replace("\u0000\u0014", "PK\u0003\u0004\u0014");
        Path file = Files.write(folder.resolve("hostile.zip"), hostile.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Archive.read(file)).isInstanceOf(InvalidPackageException.class);
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        byte[] zip = Files.readAllBytes(written(new TreeMap<>(Map.of("a.txt", bytes("x"), "b.txt", bytes("x")))));
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        for (String second : new String[] {"a.txt", "A.txt"}) {
            Path file = Files.write(
                    folder.resolve("twice.zip"), text.replace("b.txt", second).getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Archive.read(file))
                    .isInstanceOf(InvalidPackageException.class)
                    .hasMessageContaining("stand once");
        }
    }

    @Test
    void aSizeBeyondTheFileIsRefused() throws IOException {
        byte[] zip = Files.readAllBytes(written(Map.of("a.txt", bytes("x"))));
        for (int size : new int[] {2, 1 << 30, -1}) {
            ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(22, size);
            Path file = Files.write(folder.resolve("long.zip"), zip);
            assertThatThrownBy(() -> Archive.read(file)).isInstanceOf(InvalidPackageException.class);
        }
    }

    @Test
    void moreFilesThanAPackageHasAreNeitherWrittenNorRead() throws IOException {
        Map<String, ByteBuffer> most = new TreeMap<>();
        for (int i = 0; i < Archive.MOST_FILES; i++) {
            most.put("f" + i, bytes(""));
        }
        Path file = written(most);
        assertThat(Archive.read(file).names()).hasSize(Archive.MOST_FILES);
        byte[] zip = Files.readAllBytes(file);
        most.put("g", bytes(""));
        assertThatThrownBy(() -> Archive.of(most)).isInstanceOf(IllegalArgumentException.class);

        // the records of 'z' alone, put behind the last of the others
        byte[] one = Files.readAllBytes(written(Map.of("z", bytes(""))));
        int end = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer longer = ByteBuffer.allocate(end + 31).put(zip, 0, end).put(one, 0, 31);
        Path more = Files.write(folder.resolve("more.zip"), longer.array());
        assertThatThrownBy(() -> Archive.read(more))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("a package has few files (expected at most 2000, was more)");
    }

    @Test
    void aBombIsRefusedWithoutUnpackingIt() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("model.onnx"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        assertThatThrownBy(() -> Archive.read(file))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("was it packed again by another program?");
    }

    @Test
    void twoNamesForTheSameBytesAreRefused() throws IOException {
        byte[] zip = Files.readAllBytes(written(new TreeMap<>(Map.of("a", bytes("x"), "b", bytes("y")))));
        int second = new String(zip, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
        ByteBuffer.wrap(zip)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(second + 42, 0); // the offset of 'b' becomes that of 'a'
        Path file = Files.write(folder.resolve("overlap.zip"), zip);
        assertThatThrownBy(() -> Archive.read(file))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("expected the record of the directory");
    }

    @Test
    void aLinkOrAnyOtherAttributeIsRefused() throws IOException {
        byte[] zip = Files.readAllBytes(written(Map.of("a", bytes("/etc/passwd"))));
        int central = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(central + 38, 0xa1ff << 16); // mode of a link
        Path file = Files.write(folder.resolve("link.zip"), zip);
        assertThatThrownBy(() -> Archive.read(file)).isInstanceOf(InvalidPackageException.class);
    }

    @Test
    void aFolderOrNothingIsNoPackage() {
        assertThatThrownBy(() -> Archive.read(folder))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageEndingWith("the package is there (expected a file, was a folder)");
        assertThatThrownBy(() -> Archive.read(folder.resolve("none.zip")))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageEndingWith("(expected a file, was nothing)");
        assertThatThrownBy(() -> Archive.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsAskedForAndNotThereIsNamed() {
        Archive archive = Archive.of(Map.of("a", bytes("x")));
        assertThat(archive.has("b")).isFalse();
        assertThatThrownBy(() -> archive.text("b"))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessage("b: the package has this file (expected a file, was nothing)");
    }

    @Test
    void contentsCannotBeChangedThroughTheArchive() {
        Archive archive = Archive.of(Map.of("a", bytes("x")));
        assertThat(archive.file("a").isReadOnly()).isTrue();
        archive.bytes("a")[0] = 'y';
        assertThat(archive.text("a")).isEqualTo("x");
    }
}
