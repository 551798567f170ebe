package dev.alambic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public final class IdxDataTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    @TempDir
    private Path folder;

    /** An IDX file: header of the given ints, then bytes 0, 1, 2, ... */
    public static byte[] idx(int bytes, int... header) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + bytes);
        Arrays.stream(header).forEach(buffer::putInt);
        for (int i = 0; i < bytes; i++) {
            buffer.put((byte) i);
        }
        return buffer.array();
    }

    /** Images of 3x2 pixels. */
    private static byte[] images(int count) {
        return idx(6 * count, IMAGES, count, 2, 3);
    }

    private static byte[] labels(int... labels) {
        byte[] file = idx(labels.length, LABELS, labels.length);
        for (int i = 0; i < labels.length; i++) {
            file[8 + i] = (byte) labels[i];
        }
        return file;
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            out.write(content);
        }
        return file;
    }

    private void refused(String message) {
        assertThatThrownBy(() -> DataSource.open(folder.toString(), DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("DIR", folder.toString()));
    }

    private void pair(byte[] images, byte[] labels) throws IOException {
        write("train-images-idx3-ubyte", images);
        write("train-labels-idx1-ubyte", labels);
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, train-labels-idx1-ubyte, ''",
        "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte, ''",
        "train-images.idx3-ubyte, train-labels.idx1-ubyte, ''",
        "images-idx3-ubyte, labels-idx1-ubyte.gz, ''",
        "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz, ''",
        "letters-train-images-idx3-ubyte, letters-train-labels-idx1-ubyte, letters",
        "my-images-idx3-ubyte, my-labels-idx1-ubyte, my-images-idx3-ubyte",
    })
    void aPairIsFound(String images, String labels, String at) throws IOException {
        write(images, images(2));
        write(labels, labels(7, 3));

        LoadedData data = DataSource.open(folder.resolve(at).toString(), DEFAULTS);

        float[] pixels = new float[6];
        data.all().copySample(1, pixels, 0);
        assertThat(data.test()).isNull();
        assertThat(data.all().input()).isEqualTo(new InputMeaning.Image(1, 2, 3, 0, 255));
        assertThat(data.all().classes()).containsExactly("3", "7");
        assertThat(data.all().labels()).containsExactly(1, 0);
        assertThat(pixels).containsExactly(6f, 7f, 8f, 9f, 10f, 11f);
    }

    @Test
    void bytesAreUnsigned() throws IOException {
        pair(idx(256, IMAGES, 2, 8, 16), labels(0, 200));

        Dataset data = DataSource.open(folder.toString(), DEFAULTS).all();

        float[] pixels = new float[128];
        data.copySample(1, pixels, 0);
        assertThat(pixels[127]).isEqualTo(255f);
        assertThat(data.classes()).containsExactly("0", "200");
    }

    @Test
    void theTestPartHasTheClassesOfTheTrainPart() throws IOException {
        pair(images(3), labels(1, 2, 3));
        write("t10k-images-idx3-ubyte", images(2));
        write("t10k-labels-idx1-ubyte", labels(3, 2));

        Dataset test = Objects.requireNonNull(
                DataSource.open(folder.toString(), DEFAULTS).test());

        assertThat(test.classes()).containsExactly("1", "2", "3");
        assertThat(test.labels()).containsExactly(2, 1);
    }

    @Test
    void pixelsAreBroughtToTheRangeOfTheModel() throws IOException {
        pair(idx(256, IMAGES, 2, 8, 16), labels(0, 1));
        InputMeaning wanted = new InputMeaning.Image(1, 8, 16, -1, 1);

        Dataset data =
                DataSource.open(folder.toString(), DEFAULTS.withInput(wanted)).all();

        float[] pixels = new float[128];
        data.copySample(0, pixels, 0);
        assertThat(pixels[0]).isEqualTo(-1f);
        data.copySample(1, pixels, 0);
        assertThat(pixels[127]).isEqualTo(1f);
    }

    @Test
    void aTestLabelThatTrainingNeverSawIsRefused() throws IOException {
        pair(images(2), labels(1, 2));
        write("t10k-images-idx3-ubyte", images(3));
        write("t10k-labels-idx1-ubyte", labels(1, 2, 4));

        refused("DIR/t10k-labels-idx1-ubyte[2]: a label that training never saw (expected one of '1', '2', was '4')");
    }

    @Test
    void imagesWithoutLabelsAreRefused() throws IOException {
        write("train-images-idx3-ubyte", images(2));

        refused("DIR/train-images-idx3-ubyte: no file of labels beside the images "
                + "(expected train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz)");
    }

    @Test
    void anEmptyFolderIsRefused() {
        refused(
                "DIR: no labelled data in this folder (expected train-images-idx3-ubyte[.gz] and its labels or pictures, texts or sounds in <class>/ or train/<class>/, or a CSV of file and label)");
    }

    @Test
    void anotherNumberOfLabelsIsRefused() throws IOException {
        pair(images(3), labels(1, 2));

        refused("DIR/train-labels-idx1-ubyte: one label an image of DIR/train-images-idx3-ubyte (expected 3, was 2)");
    }

    @Test
    void aWrongMagicNumberIsRefused() throws IOException {
        pair(idx(12, 0x0d03, 2, 2, 3), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: not an IDX file of images "
                + "(expected magic number 0x00000803, was 0x00000d03)");
    }

    @Test
    void labelsInPlaceOfImagesAreRefused() throws IOException {
        pair(labels(1, 2), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: not an IDX file of images "
                + "(expected magic number 0x00000803, was 0x00000801)");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        pair(idx(11, IMAGES, 2, 2, 3), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: truncated (expected 28 bytes, was at most 27)");
    }

    @Test
    void aTruncatedPackedFileIsRefused() throws IOException {
        write("images-idx3-ubyte.gz", idx(11, IMAGES, 2, 2, 3));
        write("labels-idx1-ubyte", labels(1, 2));

        refused("DIR/images-idx3-ubyte.gz: truncated (expected 2 images, was 1 whole ones)");
    }

    @Test
    void aPackedFileThatEndsEarlyIsRefused() throws IOException {
        Path file = write("images-idx3-ubyte.gz", images(40));
        write("labels-idx1-ubyte", labels(1, 2));
        byte[] packed = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(packed, packed.length - 20));

        refused("DIR/images-idx3-ubyte.gz: the file is truncated");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        pair(new byte[3], labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: too short for an IDX file of images");
    }

    /** Two billion images of 4 GB each would be announced in 16 bytes; nothing may be allocated for them. */
    @ParameterizedTest
    @CsvSource({"2147483647, 1, 1", "2147483647, 20000, 20000", "1, 20000, 20000"})
    void anAnnouncedSizeIsCheckedBeforeAllocation(int count, int height, int width) throws IOException {
        pair(idx(6, IMAGES, count, height, width), labels(1, 2));
        long bytes = 16 + (long) count * height * width;

        refused("DIR/train-images-idx3-ubyte: truncated (expected " + bytes + " bytes, was at most 22)");
    }

    @Test
    void aPackedFileCannotAnnounceMoreThanItCanHold() throws IOException {
        Path file = write("images-idx3-ubyte.gz", idx(0, IMAGES, 2_000_000_000, 1000, 1000));
        write("labels-idx1-ubyte", labels(1, 2));

        refused("DIR/images-idx3-ubyte.gz: truncated (expected 2000000000000016 bytes, was at most "
                + 1032 * Files.size(file) + ")");
    }

    @Test
    void hugeImagesAreRefused() throws IOException {
        pair(idx(6, IMAGES, 1, Integer.MAX_VALUE, Integer.MAX_VALUE), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: images too large (expected at most 2^29 pixels, was "
                + (long) Integer.MAX_VALUE * Integer.MAX_VALUE + ")");
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 3, images, 0", "-1, 2, 3, images, 4294967295", "2, 0, 3, rows of pixels, 0"})
    void anExtentThatCannotBeIsRefused(int count, int height, int width, String what, String was) throws IOException {
        pair(idx(12, IMAGES, count, height, width), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: number of " + what + " (expected 1 to 2147483647, was " + was + ")");
    }

    @Test
    void bytesAfterTheEndAreRefused() throws IOException {
        pair(idx(13, IMAGES, 2, 2, 3), labels(1, 2));

        refused("DIR/train-images-idx3-ubyte: bytes after the last sample");
    }

    @Test
    void oneClassIsRefused() throws IOException {
        pair(images(2), labels(4, 4));

        refused("DIR/train-labels-idx1-ubyte: fewer than 2 classes (expected at least 2, was 1 '4')");
    }

    @Test
    void imagesAreRefusedForAModelOfTables() throws IOException {
        pair(images(2), labels(4, 5));
        DataOptions options = DEFAULTS.withInput(new InputMeaning.Table(List.of("a")));

        assertThatThrownBy(() -> DataSource.open(folder.toString(), options))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("images cannot be fed to a model of tables");
    }
}
