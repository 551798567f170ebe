package dev.alambic.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixTest {
    private static final Augmentation MIXUP = Augmentation.defaults().withMixup(0.4);
    private static final Augmentation CUTMIX = Augmentation.defaults().withCutmix(1);
    private static final InputMeaning.Image IMAGE = new InputMeaning.Image(3, 8, 8, 0, 255);
    private static final int SIZE = 3 * 64;

    /** Returns a batch of which sample i is all i. */
    private static float[] batch(int count) {
        float[] values = new float[count * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorDiv(i, SIZE);
        }
        return values;
    }

    private static int[] indices(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** Labels that are the samples' own numbers are mixed as the samples are. */
    @Test
    void labelsAreMixedAsSamplesAre() {
        for (Augmentation each : List.of(MIXUP, CUTMIX, MIXUP.withCutmix(0.5))) {
            float[] values = batch(40);
            float[] labels = new float[40];
            for (int i = 0; i < 40; i++) {
                labels[i] = i;
            }
            new Mix(each, IMAGE, 1).apply(1, indices(40), values, SIZE).apply(labels, 1);

            for (int i = 0; i < 40; i++) {
                double mean = 0;
                for (int k = 0; k < SIZE; k++) {
                    mean += values[i * SIZE + k] / SIZE;
                }
                assertThat(labels[i]).as("sample %d", i).isCloseTo((float) mean, within(1e-4f)); // ulps of 40, summed
            }
        }
    }

    @Test
    void cutmixTakesWholePixelsAlikeInEveryChannel() {
        float[] values = batch(10);
        new Mix(CUTMIX, IMAGE, 1).apply(1, indices(10), values, SIZE);

        boolean any = false;
        for (int i = 0; i < 10; i++) {
            for (int k = 0; k < 64; k++) {
                float value = values[i * SIZE + k];
                assertThat(value).isEqualTo((int) value);
                assertThat(values[i * SIZE + 64 + k]).isEqualTo(value);
                any |= value != i;
            }
        }
        assertThat(any).isTrue();
    }

    @Test
    void sharesAreAsOftenLargeAsSmall() {
        int count = 4000;
        float[] values = new float[count];
        float[] labels = new float[count];
        Arrays.fill(labels, 0, count / 2, 1);
        InputMeaning.Table table = new InputMeaning.Table(List.of("x"));
        new Mix(Augmentation.defaults().withMixup(2), table, 1)
                .apply(1, indices(count), values, 1)
                .apply(labels, 1);

        double sum = 0;
        for (float label : labels) {
            sum += label;
        }
        assertThat(sum / count).isCloseTo(0.5, within(0.03)); // 4 deviations of a mean of 4000
    }

    @Test
    void aBatchIsMixedAlikeAgainAndOtherwiseInAnotherEpoch() {
        float[] one = batch(8);
        float[] again = batch(8);
        float[] later = batch(8);
        Mix mix = new Mix(MIXUP.withCutmix(1), IMAGE, 3);
        mix.apply(1, indices(8), one, SIZE);
        mix.apply(1, indices(8), again, SIZE);
        mix.apply(2, indices(8), later, SIZE);

        assertThat(again).isEqualTo(one);
        assertThat(later).isNotEqualTo(one);
    }

    @Test
    void whatCannotBeMixedIsRefused() {
        assertThatThrownBy(() -> new Mix(CUTMIX, new InputMeaning.Table(List.of("a")), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cutmix: is for images (was a table)");
        assertThatThrownBy(() -> new Mix(MIXUP, new InputMeaning.Text(4, 0, "{}"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mixup: tokens cannot be mixed");
    }
}
