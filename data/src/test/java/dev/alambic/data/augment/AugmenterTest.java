package dev.alambic.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AugmenterTest {
    private static final int SIDE = 21;
    private static final Standardization UNITS = new Standardization(List.of(0f), List.of(10f));

    /** Black but for the given pixels (x, y), which are white. */
    private static Dataset image(int... whites) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < whites.length; i += 2) {
            pixels[whites[i + 1] * SIDE + whites[i]] = (byte) 255;
        }
        InputMeaning.Image meaning = new InputMeaning.Image(1, SIDE, SIDE, 0, 255);
        return Dataset.images("image", meaning, List.of("a", "b"), new byte[][] {pixels}, new int[] {0});
    }

    private static float[] changed(Augmentation augmentation, Dataset data, long seed, int round) {
        float[] target = new float[data.sampleSize() + 2];
        new Augmenter(augmentation, UNITS, seed).copySample(data, 0, round, target, 1);
        assertThat(target[0]).isZero();
        assertThat(target[target.length - 1]).isZero();
        return Arrays.copyOfRange(target, 1, target.length - 1);
    }

    private static float[] plain(Dataset data) {
        float[] target = new float[data.sampleSize()];
        data.copySample(0, target, 0);
        return target;
    }

    /** Returns the centre of mass (x, y) in pixels and the mass. */
    private static double[] centre(float[] image) {
        double[] sum = new double[3];
        for (int i = 0; i < image.length; i++) {
            int y = i / SIDE;
            sum[0] += image[i] * (i % SIDE);
            sum[1] += image[i] * y;
            sum[2] += image[i];
        }
        return new double[] {sum[0] / sum[2], sum[1] / sum[2], sum[2]};
    }

    private static Augmentation affine(double rotation, double shear, double scale, double shift) {
        return new Augmentation(rotation, shear, scale, shift, 0, 0, 0);
    }

    @Test
    void noneCopies() {
        Dataset data = image(3, 4);

        assertThat(changed(Augmentation.defaults(), data, 1, 1)).isEqualTo(plain(data));
    }

    @Test
    void seedRoundAndIndexDecide() {
        Dataset data = image(10, 4);
        Augmentation all = new Augmentation(10, 5, 0.1, 2, 0.5, 3, 0.1);
        float[] first = changed(all, data, 1, 1);

        assertThat(changed(all, data, 1, 1)).isEqualTo(first);
        assertThat(changed(all, data, 1, 2)).isNotEqualTo(first);
        assertThat(changed(all, data, 2, 1)).isNotEqualTo(first);
    }

    @Test
    void aShiftMovesByAtMostItsPixelsAndKeepsTheMass() {
        Dataset data = image(10, 10, 11, 10);
        double farthest = 0;

        for (int round = 0; round < 200; round++) {
            double[] centre = centre(changed(affine(0, 0, 0, 2), data, 1, round));
            farthest = Math.max(farthest, Math.max(Math.abs(centre[0] - 10.5), Math.abs(centre[1] - 10)));
            assertThat(centre[2]).isCloseTo(510, within(510 * 1e-5)); // bilinear weights add up to 1 but for rounding
        }

        assertThat(farthest).isBetween(1.9, 2.0001); // the largest of 400 uniform draws: below 1.9 with 0.95^400
    }

    @Test
    void aRotationKeepsTheCentreAndTheDistanceFromIt() {
        Dataset data = image(10, 3);
        double widest = 0;

        for (int round = 0; round < 100; round++) {
            double[] centre = centre(changed(affine(30, 0, 0, 0), data, 1, round));
            // a point between pixels spreads over at most 2x2 of them, so its centre is off by at most half a diagonal
            assertThat(Math.hypot(centre[0] - 10, centre[1] - 10)).isCloseTo(7, within(0.71));
            widest = Math.max(widest, Math.abs(Math.toDegrees(Math.atan2(centre[0] - 10, 10 - centre[1]))));
        }

        assertThat(widest).isBetween(22.0, 36.0); // 30 degrees, and half a diagonal seen from 7 pixels: 6 degrees
    }

    @Test
    void aScaleMovesEachAxisByItself() {
        Dataset data = image(2, 10, 18, 10);

        for (int round = 0; round < 50; round++) {
            double[] centre = centre(changed(affine(0, 0, 0.2, 0), data, 1, round));
            assertThat(centre[0]).isCloseTo(10, within(0.01));
            assertThat(centre[1]).isCloseTo(10, within(0.01));
        }
    }

    @Test
    void outsideTheImageIsBlackInRawUnits() {
        InputMeaning.Image meaning = new InputMeaning.Image(1, 2, 2, -1, 1);
        byte[] white = {-1, -1, -1, -1};
        Dataset data = Dataset.images("white", meaning, List.of("a", "b"), new byte[][] {white}, new int[] {0});
        float[] target = new float[4];

        new Augmenter(affine(0, 0, 0, 1000), UNITS, 3).copySample(data, 0, 0, target, 0);

        assertThat(target).containsOnly(-1f);
    }

    @Test
    void anElasticChangeStaysSmoothAndKeepsAnImageThatIsAllWhiteInside() {
        int[] all = new int[2 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            all[2 * i] = i % SIDE;
            all[2 * i + 1] = i / SIDE;
        }

        float[] image = changed(new Augmentation(0, 0, 0, 0, 0.5, 0, 0), image(all), 1, 1);

        assertThat(image[10 * SIDE + 10]).isCloseTo(255, within(255 * 1e-6f));
        assertThat(changed(new Augmentation(0, 0, 0, 0, 0.5, 0, 0), image(3, 3), 1, 1))
                .isNotEqualTo(plain(image(3, 3)));
    }

    @Test
    void aSquareIsErasedInHalfOfTheImages() {
        int[] all = new int[2 * SIDE * SIDE];
        for (int i = 0; i < SIDE * SIDE; i++) {
            all[2 * i] = i % SIDE;
            all[2 * i + 1] = i / SIDE;
        }
        Dataset white = image(all);
        int erased = 0;

        for (int round = 0; round < 400; round++) {
            float[] image = changed(new Augmentation(0, 0, 0, 0, 0, 4, 0), white, 1, round);
            long black = SIDE * SIDE - Math.round(centre(image)[2] / 255);
            assertThat(black).isIn(0L, 16L);
            erased += black > 0 ? 1 : 0;
        }

        assertThat(erased).isBetween(150, 250); // 200 expected, five standard deviations of 10
    }

    @Test
    void noiseIsMeasuredInDeviationsOfTheFeature() {
        float[][] zeros = new float[1][20_000];
        List<String> names = IntStream.range(0, 20_000).mapToObj(i -> "f" + i).toList();
        Dataset table = Dataset.table("zeros", new InputMeaning.Table(names), List.of("a", "b"), zeros, new int[] {0});

        float[] noisy = changed(new Augmentation(0, 0, 0, 0, 0, 0, 0.3), table, 1, 1);

        double squares = 0;
        for (float value : noisy) {
            squares += value * value;
        }
        // the deviation of 20,000 normal values has a standard error of 3/sqrt(40,000) = 0.015
        assertThat(Math.sqrt(squares / noisy.length)).isCloseTo(3, within(0.075));
    }

    @Test
    void aTableCannotBeRotated() {
        Dataset table = Dataset.table(
                "table", new InputMeaning.Table(List.of("x")), List.of("a", "b"), new float[1][1], new int[] {0});

        assertThatThrownBy(() -> changed(affine(10, 0, 0, 0), table, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("augmentation: table is a table, only noise applies");
    }
}
