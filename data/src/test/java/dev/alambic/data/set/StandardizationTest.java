package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.onnx.InputMeaning;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StandardizationTest {

    private static Dataset table(float[]... rows) {
        List<String> names = List.of("a", "b", "c").subList(0, rows[0].length);
        return Dataset.table("t", new InputMeaning.Table(names), List.of("x", "y"), rows, new int[rows.length]);
    }

    @Test
    void aTableHasMeanAndDeviationOfEachFeature() {
        Standardization map = Standardization.of(table(new float[] {1, 10}, new float[] {3, 30}));

        assertThat(map).isEqualTo(new Standardization(List.of(2f, 20f), List.of(1f, 10f)));
    }

    @Test
    void aConstantFeatureHasScaleOne() {
        Standardization map = Standardization.of(table(new float[] {7}, new float[] {7}, new float[] {7}));

        assertThat(map).isEqualTo(new Standardization(List.of(7f), List.of(1f)));
    }

    @Test
    void aLargeMeanDoesNotDrownASmallDeviation() {
        Standardization map = Standardization.of(table(new float[] {8_388_608}, new float[] {8_388_610}));

        assertThat(map).isEqualTo(new Standardization(List.of(8_388_609f), List.of(1f)));
    }

    @Test
    void imagesHaveOneMeanAndDeviation() {
        InputMeaning.Image meaning = new InputMeaning.Image(1, 1, 2, 0, 255);
        Dataset images =
                Dataset.images("i", meaning, List.of("x", "y"), new byte[][] {{0, 10}, {20, 30}}, new int[] {0, 1});

        Standardization map = Standardization.of(images);

        assertThat(map.mean()).containsExactly(15f);
        assertThat(map.scale()).containsExactly((float) Math.sqrt(125));
    }

    @Test
    void appliedToItsOwnDataItGivesMeanZeroAndDeviationOne() {
        Dataset data = DataSource.open("breast-cancer", DataOptions.defaults()).all();
        Standardization map = Standardization.of(data);
        float[] values = new float[data.size() * data.sampleSize()];
        for (int i = 0; i < data.size(); i++) {
            data.copySample(i, values, i * data.sampleSize());
        }

        map.apply(values);

        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        // each of the values carries a rounding error of at most 2^-23 times the largest, 12.1
        assertThat(sum / values.length).isCloseTo(0, within(1.5e-6));
        assertThat(squares / values.length).isCloseTo(1, within(1.5e-5));
    }

    @Test
    void onlyTheTrainPartCounts() {
        Dataset all = table(new float[] {1}, new float[] {3}, new float[] {1000});

        assertThat(Standardization.of(all.subset(new int[] {0, 1})).mean()).containsExactly(2f);
    }

    @Test
    void unitRangeBringsBlackToZeroAndWhiteToOne() {
        float[] pixels = {-1, 0, 1};

        Standardization.unitRange(new InputMeaning.Image(1, 1, 3, -1, 1)).apply(pixels);

        assertThat(pixels).containsExactly(0f, 0.5f, 1f);
    }

    @Test
    void whatIsNoScaleIsRefused() {
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Standardization(List.of(0f), List.of(scale)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Standardization(List.of(Float.NaN), List.of(1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Standardization(List.of(0f), List.of(1f, 1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Standardization.of(table(new float[] {1}).subset(new int[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
