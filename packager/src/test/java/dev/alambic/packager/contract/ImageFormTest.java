package dev.alambic.packager.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.picture.Fit;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormTest {
    private static final PixelScale PLAIN = new PixelScale(null, null, List.of(0.0), List.of(1.0));

    private static ValueInfo input(Object... dims) {
        return ValueInfo.of("x", DataType.FLOAT, Shape.symbolic(dims));
    }

    private static ImageForm form(int channels, int height, int width, boolean last) {
        return new ImageForm(
                channels,
                height,
                width,
                Fit.STRETCH,
                last,
                Collections.nCopies(channels, 1.0),
                Collections.nCopies(channels, 0.0));
    }

    @Test
    void levelsAreScaledFromBlackToWhite() {
        ImageForm form = Objects.requireNonNull(ImageForm.of(new InputMeaning.Image(3, 2, 2, -1, 1)));
        assertThat(form.range()).isEqualTo(new TensorSpec.Range(-1, 1));
        // 0, 51 and 255 are 0, 0.2 and 1 of white; half a unit in the last place of a float near 1
        assertThat(form.tensor(new byte[] {0, 51, (byte) 255}, 1, 1).floats())
                .containsExactly(
                        new float[] {-1, -1, -1, -1, -0.6f, -0.6f, -0.6f, -0.6f, 1, 1, 1, 1}, within(0x1p-24f));
    }

    @Test
    void meanAndDeviationAreThoseOfTheShareOfWhite() {
        PixelScale scale = new PixelScale(null, null, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
        ImageForm form = ImageForm.of(input("batch", 3, 1, 1), scale);
        float[] values = form.tensor(new byte[] {(byte) 255, 0, 0}, 1, 1).floats();
        assertThat(values[0]).isCloseTo((1 - 0.485f) / 0.229f, within(1e-6f)); // 4 ulp of values about 2
        assertThat(values[1]).isCloseTo(-0.456f / 0.224f, within(1e-6f));
        assertThat(values[2]).isCloseTo(-0.406f / 0.225f, within(1e-6f));
        assertThat(form.range().min()).isEqualTo(-0.485f / 0.229f, within(1e-6));
        assertThat(form.range().max()).isEqualTo((1 - 0.406f) / 0.225f, within(1e-6));
    }

    @Test
    void oneNumberIsForEveryChannel() {
        ImageForm form = ImageForm.of(input(1, 3, 4, 4), new PixelScale(4, 4, List.of(0.5), List.of(0.25)));
        assertThat(form.offset()).containsExactly(-2.0, -2.0, -2.0);
        assertThatThrownBy(() ->
                        ImageForm.of(input(1, 3, 4, 4), new PixelScale(null, null, List.of(0.1, 0.2), List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean: one number, or one a channel (expected 3, was 2)");
        assertThatThrownBy(() -> new PixelScale(null, null, List.of(0.0), List.of(0.5, 0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("std: nothing can be divided by 0 (was [0.5, 0.0])");
    }

    @Test
    void channelsStandWhereTheModelHasThem() {
        byte[] rgb = {1, 2, 3, 4, 5, 6};
        assertThat(ImageForm.of(input(1, 3, 1, 2), PLAIN).tensor(rgb, 2, 1).dims())
                .containsExactly(1, 3, 1, 2);
        assertThat(form(3, 1, 2, false).tensor(rgb, 2, 1).floats()).containsExactly(1, 4, 2, 5, 3, 6);
        ImageForm last = ImageForm.of(input(1, 7, 7, 3), PLAIN);
        assertThat(last.channelsLast()).isTrue();
        assertThat(last.axes()).containsExactly("batch", "height", "width", "channels");
        assertThat(form(3, 1, 2, true).tensor(rgb, 2, 1).floats()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aPixelIsTheMeanOfThoseAroundIt() {
        byte[] row = {0, 0, 0, 30, 30, 30, 90, 90, 90};
        // 3 pixels to 2: centres 0.75 and 2.25, triangle of half-width 1.5: weights 5/6, 1/2 (and 0) of 4/3 in all
        assertThat(form(3, 1, 2, false).tensor(row, 3, 1).floats()).containsExactly(11, 68, 11, 68, 11, 68);
        assertThat(form(3, 1, 1, false).tensor(row, 3, 1).floats()).containsExactly(39, 39, 39);
        assertThat(form(3, 2, 3, false).tensor(row, 3, 1).floats()).startsWith(0, 30, 90, 0, 30, 90);
    }

    @Test
    void greyIsTheWeightedSumOfTheColours() {
        float[] grey = form(1, 1, 1, false)
                .tensor(new byte[] {(byte) 200, 100, 50}, 1, 1)
                .floats();
        assertThat(grey[0]).isCloseTo(0.299f * 200 + 0.587f * 100 + 0.114f * 50, within(1e-4f)); // 8 ulp of 124
    }

    @Test
    void aFreeSizeMustBeSaidAndAFixedOneKept() {
        assertThatThrownBy(() -> ImageForm.of(input(1, 3, "h", "w"), PLAIN))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("say which (--image-size WIDTHxHEIGHT)");
        ImageForm said = ImageForm.of(input(1, 3, "h", "w"), new PixelScale(8, 5, List.of(0.0), List.of(1.0)));
        assertThat(said.dims()).containsExactly(1, 3, 5, 8);
        assertThatThrownBy(() -> ImageForm.of(input(1, 3, 6, 6), new PixelScale(8, 6, List.of(0.0), List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the size of pictures is the model's (expected 6, was 8)");
    }

    @ParameterizedTest
    @CsvSource({"2, image has 1 or 3 channels (was 2)", "4, image has 1 or 3 channels (was 4)"})
    void otherChannelsAreUnsupported(int channels, String message) {
        assertThatThrownBy(() -> ImageForm.of(input(1, channels, 6, 6), PLAIN))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(message);
        assertThat(ImageForm.of(new InputMeaning.Image(channels, 6, 6, 0, 1))).isNull();
    }

    @Test
    void inputsThatAreNoPicturesAreUnsupported() {
        ValueInfo bytes = ValueInfo.of("x", DataType.UINT8, Shape.of(1, 3, 6, 6));
        for (ValueInfo each : List.of(input(1, 3), bytes)) {
            assertThatThrownBy(() -> ImageForm.of(each, PLAIN))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageStartingWith("input 'x': takes no pictures");
        }
    }
}
