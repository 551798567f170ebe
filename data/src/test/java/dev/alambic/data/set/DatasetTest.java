package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.InputMeaning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatasetTest {
    private static final InputMeaning.Table ONE = new InputMeaning.Table(List.of("x"));

    private static Dataset table(float[][] rows, int... labels) {
        return Dataset.table("t", ONE, List.of("a", "b"), rows, labels);
    }

    @Test
    void aSubsetSharesTheMemory() {
        float[][] rows = {{1}, {2}, {3}};
        Dataset subset = table(rows, 0, 1, 0).subset(new int[] {2, 1}).subset(new int[] {1, 0, 1});
        rows[2][0] = 30;

        float[] values = new float[3];
        for (int i = 0; i < 3; i++) {
            subset.copySample(i, values, i);
        }

        assertThat(values).containsExactly(2, 30, 2);
        assertThat(subset.labels()).containsExactly(1, 0, 1);
        assertThat(subset.classCounts()).containsExactly(1, 2);
    }

    @Test
    void labelsAreACopy() {
        Dataset data = table(new float[][] {{1}}, 1);

        data.labels()[0] = 0;

        assertThat(data.label(0)).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> table(new float[][] {{1}, {2}}, 0))
                .hasMessage("t: one label a sample (expected 2, was 1)");
        assertThatThrownBy(() -> table(new float[][] {{1}}, 2))
                .hasMessage("t: a label is an index of a class (expected below 2, was 2)");
        assertThatThrownBy(() -> table(new float[][] {{1, 2}}, 0))
                .hasMessage("t: wrong length of a sample (expected 1, was 2)");
        assertThatThrownBy(() -> Dataset.table("t", ONE, List.of("a", "a"), new float[1][1], new int[1]))
                .hasMessage("t: at least 2 distinct classes are needed, was [a, a]");
        assertThatThrownBy(() -> table(new float[][] {{1}}, 0).subset(new int[] {1}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNoNumberIsNoFeature(float value) {
        assertThatThrownBy(() -> table(new float[][] {{1}, {value}}, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("t, row 1: '" + ONE.features().get(0) + "' is a number (expected a finite one, was " + value
                        + ")");
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 256, 0.5f})
    void whatIsNoLevelIsNoPixel(float value) {
        Dataset rows = table(new float[][] {{255}, {value}}, 0, 1);

        assertThatThrownBy(() -> rows.asImages(new InputMeaning.Image(1, 1, 1, 0, 255)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("t, row 1: a pixel is a level (expected a whole number from 0 to 255, was " + value + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1 << 24})
    void aTokenIsHeldExactlyByAFloat(int token) {
        InputMeaning.Text text = new InputMeaning.Text(2, 0, "{}");

        assertThatThrownBy(() -> Dataset.texts("t", text, List.of("a", "b"), new int[][] {{token}}, new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token: it is a number (expected 0 to below 2^24, was " + token + ")");
    }

    @Test
    void textsArePaddedBehind() {
        InputMeaning.Text text = new InputMeaning.Text(3, 9, "{}");
        Dataset data = Dataset.texts("t", text, List.of("a", "b"), new int[][] {{4}, {5, 6, 7}}, new int[] {0, 1});
        float[] values = new float[6];
        data.copySample(0, values, 0);
        data.copySample(1, values, 3);

        assertThat(values).containsExactly(4, 9, 9, 5, 6, 7);
    }
}
