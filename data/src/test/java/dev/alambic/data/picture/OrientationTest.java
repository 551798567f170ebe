package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture is read as it is to be seen. What is stored: {@code 10 20 30 / 40 50 60}. */
class OrientationTest {
    private static final byte[] PNG =
            Pictures.encoded(Pictures.gray(3, BufferedImage.TYPE_BYTE_GRAY, 10, 20, 30, 40, 50, 60), "png");

    @TempDir
    private Path folder;

    private float[] read(byte[] file, int width, int height) throws IOException {
        Path path = Files.write(folder.resolve("picture"), file);
        return PictureForm.of(new InputMeaning.Image(1, height, width, 0, 255), Fit.EXACT)
                .values(path);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 10 20 30 40 50 60",
        "2, 3, 30 20 10 60 50 40",
        "3, 3, 60 50 40 30 20 10",
        "4, 3, 40 50 60 10 20 30",
        "5, 2, 10 40 20 50 30 60",
        "6, 2, 40 10 50 20 60 30",
        "7, 2, 60 30 50 20 40 10",
        "8, 2, 30 60 20 50 10 40"
    })
    void everyValueOfTheTagIsFollowed(int value, int width, String expected) throws IOException {
        String[] words = expected.split(" ");
        float[] levels = new float[words.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = Float.parseFloat(words[i]);
        }

        assertThat(read(Pictures.pngWith(PNG, Pictures.exif(ByteOrder.BIG_ENDIAN, value)), width, 6 / width))
                .containsExactly(levels);
        assertThat(read(Pictures.pngWith(PNG, Pictures.exif(ByteOrder.LITTLE_ENDIAN, value)), width, 6 / width))
                .containsExactly(levels);
    }

    /** Blocks of one level survive the cosine transform but for the rounding of its coefficients. */
    @ParameterizedTest
    @CsvSource({"1, 16, 8", "6, 8, 16", "3, 16, 8", "8, 8, 16"})
    void theTagOfAJpegIsFollowed(int value, int width, int height) throws IOException {
        int[] samples = new int[128];
        Arrays.setAll(samples, i -> i % 16 < 8 ? 50 : 200);
        byte[] jpeg = Pictures.encoded(Pictures.gray(16, BufferedImage.TYPE_BYTE_GRAY, samples), "jpg");

        float[] levels = read(Pictures.jpegWith(jpeg, Pictures.exif(ByteOrder.BIG_ENDIAN, value)), width, height);

        boolean darkFirst = value == 1 || value == 6;
        assertThat(levels[0]).isCloseTo(darkFirst ? 50 : 200, within(4f));
        assertThat(levels[127]).isCloseTo(darkFirst ? 200 : 50, within(4f));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 0xffff})
    void aValueOutsideTheStandardTurnsNothing(int value) throws IOException {
        assertThat(read(Pictures.pngWith(PNG, Pictures.exif(ByteOrder.BIG_ENDIAN, value)), 3, 2))
                .containsExactly(10, 20, 30, 40, 50, 60);
    }

    @Test
    void aBrokenNoteTurnsNothing() throws IOException {
        byte[] whole = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
        for (int length = 0; length < 32; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(read(Pictures.pngWith(PNG, cut), 3, 2))
                    .as("%d bytes", length)
                    .containsExactly(10, 20, 30, 40, 50, 60);
        }
        byte[] far = whole.clone();
        far[4] = 0x7f; // the directory lies two thousand million bytes away
        assertThat(read(Pictures.pngWith(PNG, far), 3, 2)).containsExactly(10, 20, 30, 40, 50, 60);
    }

    @Test
    void theSizeThatIsSeenIsTheOneThatMustFit() {
        byte[] turned = Pictures.pngWith(PNG, Pictures.exif(ByteOrder.BIG_ENDIAN, 6));

        assertThatThrownBy(() -> read(turned, 3, 2))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(
                        "wrong image size, which --fit stretch, crop or pad brings to the model's (expected 3x2 pixels, was 2x3 pixels)");
    }
}
