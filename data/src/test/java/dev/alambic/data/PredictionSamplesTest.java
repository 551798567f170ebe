package dev.alambic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.onnx.InputMeaning;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PredictionSamplesTest {
    private static final InputMeaning TABLE = new InputMeaning.Table(List.of("area", "radius"));
    private static final InputMeaning.Image GRAY = new InputMeaning.Image(1, 2, 3, 0, 255);
    private static final InputMeaning.Image COLOUR = new InputMeaning.Image(3, 2, 3, 0, 255);

    @TempDir
    private Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("in.csv"), text);
    }

    private Path picture(String format, int type, int... pixels) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, type);
        for (int i = 0; i < pixels.length; i++) {
            image.setRGB(i % 3, i / 3, pixels[i]);
        }
        Path file = folder.resolve("in." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    private static RawSamples read(Path file, InputMeaning input) {
        return read(file.toString(), input);
    }

    private static RawSamples read(String words, InputMeaning input) {
        return SampleSource.read(words, input, DataOptions.defaults());
    }

    private static void refused(Path file, InputMeaning input, String message) {
        assertThatThrownBy(() -> read(file, input))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void aHeaderIsMatchedByNameInAnyOrder() throws IOException {
        Path file = csv("id,radius,area\nq,1,2\nr,3,4\n");

        RawSamples input = read(file, TABLE);

        assertThat(input.values()).isDeepEqualTo(new float[][] {{2, 1}, {4, 3}});
        assertThat(input.names()).containsExactly(file + ":2", file + ":3");
    }

    @Test
    void aRowWithoutHeaderIsTakenInOrder() throws IOException {
        assertThat(read(csv("1,2"), TABLE).values()).isDeepEqualTo(new float[][] {{1, 2}});
        assertThat(read("1, 2", TABLE).values()).isDeepEqualTo(new float[][] {{1, 2}});
        assertThat(read("1,2", TABLE).names()).containsExactly("input:1");
    }

    @Test
    void aFileGoesBeforeARow() throws IOException {
        assertThat(read(csv("1,2").toString(), TABLE).size()).isEqualTo(1);
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        refused(csv("radii,area\n1,2\n"), TABLE, "FILE:1: no column 'radius', did you mean 'radii'?");
    }

    @Test
    void brokenRowsAreRefused() throws IOException {
        refused(csv("1,2,3\n"), TABLE, "FILE:1: wrong number of cells (expected 2, was 3)");
        refused(csv("1,x\n"), TABLE, "FILE:1: column 'radius' is not a number (expected a finite number, was 'x')");
        refused(
                csv("1,NaN\n"),
                TABLE,
                "FILE:1: no value in column 'radius', where training had none missing (leave the row out, or train with"
                        + " data.missing: median)");
        refused(csv("1,inf\n"), TABLE, "FILE:1: column 'radius' is not finite (expected a finite number, was 'inf')");
        refused(csv(""), TABLE, "FILE: empty (expected rows of 2 numbers)");
        refused(csv("area,radius\n"), TABLE, "FILE: no rows below the header line");
        refused(folder.resolve("none.csv"), TABLE, "FILE: no such file");
        refused(folder, TABLE, "FILE: is a folder (expected a file)");
    }

    @Test
    void rowsOfPixelsAreAnImage() throws IOException {
        assertThat(read(csv("a,b,c,d,e,f\n0,1,2,3,4,255\n"), GRAY).values())
                .isDeepEqualTo(new float[][] {{0, 1, 2, 3, 4, 255}});
        assertThat(read("0,1,2,3,4,255", GRAY).values()).isDeepEqualTo(new float[][] {{0, 1, 2, 3, 4, 255}});
    }

    @Test
    void anIdxFileIsManyImages() throws IOException {
        Path file = Files.write(folder.resolve("some"), IdxDataTest.idx(12, 0x0803, 2, 2, 3));

        RawSamples input = read(file, GRAY);

        assertThat(input.names()).containsExactly(file + "[0]", file + "[1]");
        assertThat(input.values()).isDeepEqualTo(new float[][] {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}});
    }

    @Test
    void anIdxFileOfAnotherSizeIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("some"), IdxDataTest.idx(12, 0x0803, 2, 3, 2));

        refused(
                file,
                GRAY,
                "FILE: wrong image size, which --fit stretch, crop or pad brings to the model's (expected 3x2 pixels, was 2x3 pixels)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp"})
    void coloursBecomeGrayByLuminance(String format) throws IOException {
        Path file = picture(format, BufferedImage.TYPE_INT_RGB, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0, 0x808080);

        float[] pixels = read(file, GRAY).values()[0];

        float[] expected = {0.299f * 255, 0.587f * 255, 0.114f * 255, 255, 0, 128};
        assertThat(pixels).containsExactly(expected, within(1e-4f)); // a few ulp of 255
    }

    /** Six rows, since the library loses all but the first of an interlaced GIF of two to four. */
    @Test
    void aGifIsRead() throws IOException {
        byte[] levels = {0, 100, (byte) 255, 7};
        IndexColorModel palette = new IndexColorModel(2, 4, levels, levels, levels);
        BufferedImage image = new BufferedImage(1, 6, BufferedImage.TYPE_BYTE_INDEXED, palette);
        image.getRaster().setPixels(0, 0, 1, 6, new int[] {0, 1, 2, 3, 2, 1});
        Path file = folder.resolve("in.gif");
        ImageIO.write(image, "gif", file.toFile());

        float[][] samples = read(file, new InputMeaning.Image(1, 6, 1, 0, 255)).values();

        assertThat(samples).isDeepEqualTo(new float[][] {{0, 100, 255, 7, 255, 100}});
    }

    @Test
    void aJpegIsRead() throws IOException {
        Path file = picture("jpg", BufferedImage.TYPE_BYTE_GRAY, -1, -1, -1, -1, -1, -1);

        assertThat(read(file, GRAY).values()).isDeepEqualTo(new float[][] {{255, 255, 255, 255, 255, 255}});
    }

    @Test
    void grayValuesAreTakenAsStored() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 1, 64, 128, 200, 255});
        Path file = folder.resolve("gray.png");
        ImageIO.write(image, "png", file.toFile());

        assertThat(read(file, GRAY).values()).isDeepEqualTo(new float[][] {{0, 1, 64, 128, 200, 255}});
        float[] colour = read(file, COLOUR).values()[0];
        assertThat(Arrays.copyOfRange(colour, 12, 18)).containsExactly(0, 1, 64, 128, 200, 255);
    }

    @Test
    void grayOfSixteenBitsIsBroughtToTheSameRange() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 3, 2, new int[] {0, 257, 257 * 128, 65535, 0, 0});
        Path file = folder.resolve("gray.png");
        ImageIO.write(image, "png", file.toFile());

        assertThat(read(file, GRAY).values()).isDeepEqualTo(new float[][] {{0, 1, 128, 255, 0, 0}});
    }

    @Test
    void transparencyLiesOnBlack() throws IOException {
        int half = new Color(255, 255, 255, 51).getRGB();
        Path file = picture("png", BufferedImage.TYPE_INT_ARGB, 0x00ffffff, half, -1, -1, -1, -1);

        float[] pixels = read(file, GRAY).values()[0];

        assertThat(pixels).containsExactly(new float[] {0, 51, 255, 255, 255, 255}, within(1e-4f)); // a few ulp of 255
    }

    @Test
    void coloursArePlanes() throws IOException {
        Path file = picture("png", BufferedImage.TYPE_INT_RGB, 0x010203, 0x040506, 0, 0, 0, 0x070809);

        assertThat(read(file, COLOUR).values())
                .isDeepEqualTo(new float[][] {{1, 4, 0, 0, 0, 7, 2, 5, 0, 0, 0, 8, 3, 6, 0, 0, 0, 9}});
    }

    @Test
    void pixelsAreBroughtToTheRangeOfTheModel() throws IOException {
        Path file = picture("png", BufferedImage.TYPE_INT_RGB, 0, 0xffffff, 0, 0, 0, 0);

        float[][] samples = read(file, new InputMeaning.Image(1, 2, 3, -1, 1)).values();

        assertThat(samples).isDeepEqualTo(new float[][] {{-1, 1, -1, -1, -1, -1}});
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() throws IOException {
        Path file = picture("png", BufferedImage.TYPE_INT_RGB);

        refused(
                file,
                new InputMeaning.Image(1, 28, 28, 0, 255),
                "FILE: wrong image size, which --fit stretch, crop or pad brings to the model's (expected 28x28 pixels, was 3x2 pixels)");
    }

    @Test
    void brokenPicturesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture at all");
        Path whole = picture("png", BufferedImage.TYPE_INT_RGB);
        byte[] bytes = Files.readAllBytes(whole);
        Path part = Files.write(folder.resolve("part.png"), Arrays.copyOf(bytes, bytes.length - 25));
        Path start = Files.write(folder.resolve("start.png"), Arrays.copyOf(bytes, 20));

        refused(text, GRAY, "FILE: not an image (expected PNG, JPEG, WebP, GIF, BMP or TIFF)");
        refused(
                Files.createFile(folder.resolve("empty.png")),
                GRAY,
                "FILE: not an image (expected PNG, JPEG, WebP, GIF, BMP or TIFF)");
        for (Path broken : List.of(part, start)) {
            assertThatThrownBy(() -> read(broken, GRAY))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageStartingWith(broken + ": broken image: ");
        }
        refused(folder.resolve("none.png"), GRAY, "FILE: no such file");
    }

    @Test
    void aModelOfFourChannelsTakesNoPicture() throws IOException {
        refused(
                picture("png", BufferedImage.TYPE_INT_RGB),
                new InputMeaning.Image(4, 2, 3, 0, 255),
                "FILE: a picture has gray or red, green and blue (expected 1 or 3 channels, was 4)");
    }
}
