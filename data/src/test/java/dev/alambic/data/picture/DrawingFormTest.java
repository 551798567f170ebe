package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawingFormTest {
    private static final InputMeaning.Image MNIST = new InputMeaning.Image(1, 28, 28, 0, 255);
    private static final long PIXELS = 1_000_000;

    /** Returns a bar, 40 wide and 100 high, in a corner of a field. */
    private static byte[] bar(int ink, int ground) throws IOException {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 300 * 200; i++) {
            boolean drawn = i % 300 >= 3 && i % 300 < 43 && i / 300 >= 90 && i / 300 < 190;
            image.getRaster().setSample(i % 300, i / 300, 0, drawn ? ink : ground);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static void requireBarInTheMiddle(float[] values, float ink, float ground) {
        for (int y = 0; y < 28; y++) {
            for (int x = 0; x < 28; x++) {
                boolean inside = x >= 10 && x < 18 && y >= 4 && y < 24;
                assertThat(values[y * 28 + x]).as(x + ", " + y).isEqualTo(inside ? ink : ground);
            }
        }
    }

    /** 20 of 28 pixels high, so 8 wide, and in the middle. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDrawingIsScaledAndCentred(boolean bright) throws IOException {
        byte[] drawing = bright ? bar(255, 0) : bar(0, 255);
        PictureForm form = PictureForm.of(MNIST);
        requireBarInTheMiddle(form.drawn(drawing, "drawing", PIXELS, DrawingForm.usual()), 255, 0);
        requireBarInTheMiddle(form.drawn(drawing, "drawing", PIXELS, new DrawingForm(false, 20 / 28.0, false)), 0, 255);
    }

    @Test
    void theFormIsThatOfTheSamples() {
        float[] sample = new float[784];
        for (int y = 9; y < 19; y++) {
            for (int x = 9; x < 19; x++) {
                sample[y * 28 + x] = 255;
            }
        }
        assertThat(DrawingForm.of(List.of(sample, sample), MNIST)).isEqualTo(new DrawingForm(true, 10 / 28.0, true));
        float[] dark = new float[784];
        for (int i = 0; i < 784; i++) {
            dark[i] = 255 - sample[i];
        }
        assertThat(DrawingForm.of(List.of(dark), MNIST).bright()).isFalse();
        assertThat(DrawingForm.of(List.of(new float[784]), MNIST)).isEqualTo(DrawingForm.usual());
    }

    /** A weight at one end moves the centre of mass, which then is what lies still. */
    @Test
    void whatLiesStillIsTheMiddle() {
        float[] left = new float[784];
        float[] right = new float[784];
        for (int i = 0; i < 10; i++) {
            left[14 * 28 + 9 + i] = i < 5 ? 255 : 40;
            right[14 * 28 + 9 + i] = i < 5 ? 40 : 255;
        }
        assertThat(DrawingForm.of(List.of(left, right), MNIST).byMass()).isFalse();
    }

    @Test
    void nothingAndTooMuchAreRefused() throws IOException {
        PictureForm form = PictureForm.of(MNIST);
        byte[] drawing = bar(255, 0);
        assertThatThrownBy(() -> form.drawn(bar(0, 0), "drawing", PIXELS, DrawingForm.usual()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("drawing: nothing is drawn");
        assertThatThrownBy(() -> form.drawn(drawing, "drawing", 59_999, DrawingForm.usual()))
                .hasMessageContaining("too large for a picture");
    }
}
