package dev.alambic.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Seeds;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of whole pictures, in colours. */
class PictureChangeTest {
    private static final Augmentation NONE = Augmentation.defaults();
    private static final float ROUNDING = 1e-3f; // some ulp of 255, after a division and a product

    private static InputMeaning.Image colours(int height, int width) {
        return new InputMeaning.Image(3, height, width, 0, 255);
    }

    private static float[] noise(InputMeaning.Image image, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[image.channels() * image.height() * image.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256);
        }
        return values;
    }

    private static float[] changed(Augmentation augmentation, InputMeaning.Image image, float[] values, int round) {
        float[] copy = values.clone();
        new PictureChange(augmentation, image, Seeds.random(1, round, 0)).apply(copy);
        return copy;
    }

    @Test
    void aFlipMirrorsEveryChannel() {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};

        assertThat(changed(NONE.withFlip(1), colours(2, 3), values, 0))
                .containsExactly(
                        new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10, 15, 14, 13, 18, 17, 16}, within(ROUNDING));
        assertThat(changed(NONE.withFlipVertical(1), colours(2, 3), values, 0))
                .containsExactly(
                        new float[] {4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9, 16, 17, 18, 13, 14, 15}, within(ROUNDING));
    }

    @Test
    void aShareOfThePicturesIsFlipped() {
        InputMeaning.Image image = colours(2, 3);
        float[] values = noise(image, 1);
        int flipped = 0;
        for (int round = 0; round < 1000; round++) {
            flipped += changed(NONE.withFlip(0.3), image, values, round)[0] == values[0] ? 0 : 1;
        }
        assertThat(flipped).isBetween(240, 360); // 300, and four deviations of 14.5
    }

    @Test
    void aCropStretchesAPart() {
        InputMeaning.Image image = colours(16, 16);
        float[] ramp = new float[3 * 256];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 10 * (i % 16);
        }
        for (int round = 0; round < 50; round++) {
            float[] part = changed(NONE.withCrop(0.25), image, ramp, round);
            // a part of a ramp is a ramp, and less steep; one side is at most 16 * sqrt(4 / 3), cut at the whole
            float step = part[9] - part[8];
            assertThat(step).isBetween(10 * 0.43f, 10f + ROUNDING); // sqrt(0.25 * 3 / 4) = 0.433
            assertThat(part[8] - part[7]).isCloseTo(step, within(ROUNDING));
            assertThat(part[16 + 8]).isCloseTo(part[8], within(ROUNDING));
        }
    }

    @Test
    void jitterChangesWhatItSays() {
        InputMeaning.Image image = colours(8, 8);
        float[] flat = new float[3 * 64];
        Arrays.fill(flat, 100);
        float[] brighter = changed(NONE.withBrightness(0.5), image, flat, 3);
        assertThat(brighter[0]).isBetween(50f, 150f).isNotEqualTo(100);
        assertThat(brighter).containsOnly(brighter[0]);
        // one level has no contrast, gray has no colour and no hue
        for (Augmentation each : List.of(NONE.withContrast(1), NONE.withSaturation(1), NONE.withHue(0.5))) {
            assertThat(changed(each, image, flat, 3)).containsExactly(flat, within(ROUNDING));
        }
        float[] noise = noise(image, 5);
        for (Augmentation each : List.of(NONE.withContrast(1), NONE.withSaturation(1), NONE.withHue(0.5))) {
            float[] changed = changed(each, image, noise, 3);
            assertThat(changed).isNotEqualTo(noise);
            for (float level : changed) {
                assertThat(level).isBetween(-ROUNDING, 255 + ROUNDING);
            }
        }
    }

    /** A third of the circle takes red to green, green to blue, blue to red; a whole one changes nothing. */
    @Test
    void hueTurnsTheCircle() {
        float[] red = {200, 50, 100};
        new Levels(red, 3, 1, 1).hue(1f / 3);
        assertThat(red).containsExactly(new float[] {100, 200, 50}, within(ROUNDING));
        new Levels(red, 3, 1, 1).hue(1);
        assertThat(red).containsExactly(new float[] {100, 200, 50}, within(ROUNDING));
    }

    @Test
    void operationsOfLevelsAreTheirFormulas() {
        float[] contrast = {0, 100};
        new Levels(contrast, 1, 1, 2).contrast(0.5f);
        assertThat(contrast).containsExactly(25, 75);
        float[] saturation = {100, 0, 0};
        new Levels(saturation, 3, 1, 1).saturation(0);
        assertThat(saturation).containsExactly(new float[] {29.9f, 29.9f, 29.9f}, within(ROUNDING));
        float[] spread = {50, 100, 75};
        new Levels(spread, 1, 1, 3).autoContrast();
        assertThat(spread).containsExactly(0, 255, 127.5f);
        float[] even = {7, 7, 8, 9};
        new Levels(even, 1, 2, 2).equalize();
        assertThat(even).containsExactly(0, 0, 2 * 255 / 3f, 255);
        float[] sharp = {0, 0, 0, 0, 130, 0, 0, 0, 0};
        new Levels(sharp, 1, 3, 3).sharpness(0);
        assertThat(sharp).containsExactly(0, 0, 0, 0, 50, 0, 0, 0, 0); // 5 of 13
    }

    @Test
    void aRectangleBecomesBlackInEveryChannel() {
        InputMeaning.Image image = colours(20, 20);
        float[] white = new float[3 * 400];
        Arrays.fill(white, 255);
        for (int round = 0; round < 30; round++) {
            float[] erased = changed(NONE.withRandomErase(1), image, white, round);
            int black = 0;
            for (int i = 0; i < 400; i++) {
                assertThat(erased[400 + i]).isEqualTo(erased[i]);
                black += erased[i] == 0 ? 1 : 0;
            }
            assertThat(black).isBetween(4, 160); // 2 to 33 % of 400, sides rounded
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void eachOperationStaysWithinTheLevelsAndTakesGrayToo(int operation) {
        for (int channels : new int[] {1, 3}) {
            InputMeaning.Image image = new InputMeaning.Image(channels, 9, 7, 0, 255);
            float[] values = noise(image, operation);
            RandAugment.apply(operation, new Levels(values, channels, 9, 7), 1, -1);
            for (float level : values) {
                assertThat(level).isBetween(0f, 255f);
            }
            boolean same = operation == 0 || (operation == 7 && channels == 1);
            assertThat(Arrays.equals(values, noise(image, operation))).isEqualTo(same);
        }
    }

    @Test
    void theSameSampleOfTheSameEpochIsChangedAlike() {
        InputMeaning.Image image = new InputMeaning.Image(3, 12, 10, -1, 1);
        byte[] bytes = new byte[360];
        new SplittableRandom(4).nextBytes(bytes);
        Dataset data = Dataset.images("d", image, List.of("a", "b"), new byte[][] {bytes, bytes}, new int[] {0, 1});
        Augmentation all = NONE.withCrop(0.5)
                .withFlip(0.5)
                .withBrightness(0.2)
                .withContrast(0.2)
                .withSaturation(0.2)
                .withHue(0.1)
                .withRandomErase(0.5)
                .withRandAugment(2)
                .withMagnitude(9);
        Augmenter augmenter = new Augmenter(all, Standardization.none(), 7);
        float[] one = new float[360];
        float[] again = new float[360];
        float[] later = new float[360];
        augmenter.copySample(data, 1, 3, one, 0);
        augmenter.copySample(data, 1, 3, again, 0);
        augmenter.copySample(data, 1, 4, later, 0);

        assertThat(again).isEqualTo(one);
        assertThat(later).isNotEqualTo(one);
        for (float value : one) {
            assertThat(value).isBetween(-1 - ROUNDING, 1 + ROUNDING);
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> NONE.withHue(0.6)).hasMessageContaining("hue").hasMessageContaining("0 to 0.5");
        assertThatThrownBy(() -> NONE.withFlip(1.5)).hasMessageContaining("flip");
        assertThat(NONE.withMagnitude(9).isNone()).isTrue();
        assertThat(NONE.withMixup(0.2).isNone()).isFalse();
    }
}
