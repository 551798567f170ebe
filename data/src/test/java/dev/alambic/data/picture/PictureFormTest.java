package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFormTest {
    private static final int GRAY = BufferedImage.TYPE_BYTE_GRAY;
    private static final int RGB = BufferedImage.TYPE_INT_RGB;
    private static final float TWO_ULP = 0x1p-15f; // of a float from 128 to 256

    @TempDir
    private Path folder;

    /** Returns the levels of a picture, brought to a size. */
    private float[] levels(BufferedImage image, int channels, int width, int height, Fit fit) throws IOException {
        Path file = Pictures.write(folder, image, "png");
        return PictureForm.of(new InputMeaning.Image(channels, height, width, 0, 255), fit)
                .values(file);
    }

    private static ValueInfo input(Object... dims) {
        return ValueInfo.of("x", DataType.FLOAT, Shape.symbolic(dims));
    }

    @Test
    void grayIsTakenAsStoredAtAnySize() throws IOException {
        int[] stored = {0, 1, 64, 128, 200, 255};

        assertThat(levels(Pictures.gray(6, GRAY, stored), 1, 6, 1, Fit.STRETCH))
                .containsExactly(0, 1, 64, 128, 200, 255);
        assertThat(levels(Pictures.gray(6, GRAY, stored), 1, 3, 1, Fit.STRETCH))
                .containsExactly(10, 97, 213); // as Pillow has it
        assertThat(levels(Pictures.gray(1, GRAY, 128), 3, 2, 2, Fit.STRETCH))
                .hasSize(12)
                .containsOnly(128);
    }

    @Test
    void sixteenBitsOfGrayKeepWhatALevelLosesWhereTheSizeFits() throws IOException {
        BufferedImage image = Pictures.gray(2, BufferedImage.TYPE_USHORT_GRAY, 128 * 257, 128 * 257 + 128);

        assertThat(levels(image, 1, 2, 1, Fit.EXACT)).containsExactly(128, 128 + 128f / 257);
        assertThat(levels(image, 1, 1, 1, Fit.STRETCH)).containsExactly(128);
    }

    @Test
    void fewBitsOfGrayAreSpreadOverTheRange() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.getRaster().setSample(1, 0, 0, 1);

        assertThat(levels(image, 1, 2, 1, Fit.EXACT)).containsExactly(new float[] {0, 255}, within(TWO_ULP));
        assertThat(levels(image, 3, 1, 1, Fit.STRETCH)).containsOnly(128);
    }

    @Test
    void transparencyLiesOnBlack() throws IOException {
        BufferedImage gray = Pictures.grayAndAlpha(2, 200, 51, 128, 255);
        BufferedImage colours = Pictures.colours(2, BufferedImage.TYPE_INT_ARGB, 0x33c80a14, 0x00ffffff);

        assertThat(levels(gray, 1, 2, 1, Fit.EXACT)).containsExactly(new float[] {40, 128}, within(TWO_ULP));
        assertThat(levels(gray, 1, 1, 1, Fit.STRETCH)).containsExactly(84);
        assertThat(levels(colours, 3, 2, 1, Fit.EXACT))
                .containsExactly(new float[] {40, 0, 2, 0, 4, 0}, within(TWO_ULP));
        assertThat(levels(colours, 3, 1, 1, Fit.STRETCH)).containsExactly(20, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif"})
    void coloursOfEachFormatAreTheSame(String format) throws IOException {
        Path file = Pictures.write(folder, Pictures.colours(2, RGB, 0x336699, 0x000000), format);

        assertThat(PictureForm.of(new InputMeaning.Image(3, 1, 2, 0, 255), Fit.EXACT)
                        .values(file))
                .containsExactly(0x33, 0, 0x66, 0, 0x99, 0);
    }

    /** A block of one colour: what is lost is the rounding of three coefficients and of the colour transform. */
    @Test
    void aJpegIsRead() throws IOException {
        int[] pixels = new int[64];
        Arrays.fill(pixels, 0x336699);
        Path file = Pictures.write(folder, Pictures.colours(8, RGB, pixels), "jpg");

        assertThat(PictureForm.of(new InputMeaning.Image(3, 1, 1, 0, 255), Fit.STRETCH)
                        .values(file))
                .containsExactly(new float[] {0x33, 0x66, 0x99}, within(8f));
    }

    @Test
    void theMiddleIsCut() throws IOException {
        BufferedImage wide = Pictures.gray(4, GRAY, 1, 2, 3, 4, 5, 6, 7, 8);
        BufferedImage high = Pictures.gray(1, GRAY, 10, 20, 30, 40, 50);

        assertThat(levels(wide, 1, 2, 2, Fit.CROP)).containsExactly(2, 3, 6, 7);
        assertThat(levels(high, 1, 1, 1, Fit.CROP)).containsExactly(30);
        assertThat(levels(high, 1, 1, 3, Fit.CROP)).containsExactly(20, 30, 40);
        assertThat(levels(wide, 1, 1, 1, Fit.STRETCH)).containsExactly(5); // 4.5, rounded half up
    }

    @Test
    void aModelThatSaysNothingIsFedByItsShapeAndTheOptions() throws IOException {
        Path file = Pictures.write(folder, Pictures.colours(1, RGB, 0xff0033, 0x00ff66), "png");
        ImageOptions options =
                ImageOptions.defaults().withMean(List.of(0.0, 0.5, 0.0)).withStd(List.of(1.0, 0.5, 1.0));
        PictureForm planes = PictureForm.of(input("n", 3, 2, 1), null, options);
        PictureForm pixels = PictureForm.of(input("n", 2, 1, 3), null, options);
        PictureForm blueFirst = PictureForm.of(input("n", 3, 2, 1), null, options.withOrder(ColourOrder.BGR));

        isAbout(
                planes.batch(planes.values(file), 1),
                Tensor.ofFloats(new float[] {1, 0, -1, 1, 0.2f, 0.4f}, 1, 3, 2, 1));
        isAbout(
                pixels.batch(pixels.values(file), 1),
                Tensor.ofFloats(new float[] {1, -1, 0.2f, 0, 1, 0.4f}, 1, 2, 1, 3));
        isAbout(
                blueFirst.batch(blueFirst.values(file), 1),
                Tensor.ofFloats(new float[] {0.2f, 0.4f, -1, 1, 1, 0}, 1, 3, 2, 1));
    }

    /** Two ulp of a value up to 1. */
    private static void isAbout(Tensor actual, Tensor expected) {
        assertThat(actual.dims()).isEqualTo(expected.dims());
        assertThat(actual.floats()).containsExactly(expected.floats(), within(0x1p-22f));
    }

    @Test
    void whatIsNoPictureOfOneSizeIsRefused() {
        ImageOptions defaults = ImageOptions.defaults();
        assertThatThrownBy(() -> PictureForm.of(input("n", 3), null, defaults))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("input 'x' takes no images (expected 4 axes");
        assertThatThrownBy(() -> PictureForm.of(input("n", 3, "h", 4), null, defaults))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("--image-size WIDTHxHEIGHT");
        assertThatThrownBy(() -> PictureForm.of(input("n", 3, 4, 4), null, defaults.withSize(4, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--image-size: the model's own (expected 4, was 5)");
        assertThatThrownBy(() -> PictureForm.of(input("n", 3, 4, 4), null, defaults.withStd(List.of(1.0, 2.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--std: one number, or one a channel (expected 1 or 3, was 2)");
    }

    @Test
    void aHeaderThatAnnouncesTooMuchIsRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] png = Pictures.encoded(Pictures.gray(1, GRAY, 0), "png");
        ByteBuffer.wrap(png).order(ByteOrder.BIG_ENDIAN).putInt(16, 100_000).putInt(20, 100_000);
        Path file = Files.write(folder.resolve("large.png"), png);

        assertThatThrownBy(() -> PictureForm.of(new InputMeaning.Image(1, 1, 1, 0, 255), Fit.EXACT)
                        .values(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        file
                                + ": wrong image size, which --fit stretch, crop or pad brings to the model's (expected 1x1 pixels, was 100000x100000 pixels)");
        assertThatThrownBy(() -> PictureForm.of(new InputMeaning.Image(1, 1, 1, 0, 255), Fit.STRETCH)
                        .values(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ": too large for a picture (expected at most 268435456 pixels, was 10000000000)");
    }

    @Test
    void aBrokenFileIsRefusedWithItsName() throws IOException {
        PictureForm form = PictureForm.of(new InputMeaning.Image(1, 1, 1, 0, 255), Fit.STRETCH);
        byte[] png = Pictures.encoded(Pictures.gray(1, GRAY, 0), "png");
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(png, 40));
        Path empty = Files.createFile(folder.resolve("empty.png"));

        assertThatThrownBy(() -> form.values(cut))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(cut + ": broken image: ");
        assertThatThrownBy(() -> form.values(empty))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(empty + ": not an image (expected PNG, JPEG, WebP, GIF, BMP or TIFF)");
        assertThatThrownBy(() -> form.values(folder)).hasMessage(folder + ": is a folder (expected a file)");
        assertThatThrownBy(() -> form.values(folder.resolve("none.png")))
                .hasMessage(folder.resolve("none.png") + ": no such file");
    }
}
