package dev.alambic.workbench.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.text.Passage;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverableTest {
    private static final InputMeaning.Image GRAY = new InputMeaning.Image(1, 4, 4, 0, 255);

    private static float[] filled(int size, float level) {
        float[] values = new float[size];
        Arrays.fill(values, level);
        return values;
    }

    /** Of four fields of 2 × 2 pixels each window reaches one pixel into its neighbours. */
    @Test
    void aFieldOfAPictureIsFilledWithWhatIsUsual() {
        Coverable picture = new CoverablePicture(GRAY, false, filled(16, 9), List.of(filled(16, 5)), 4);
        assertThat(picture.parts()).isEqualTo(4);
        assertThat(picture.columns()).isEqualTo(2);
        assertThat(picture.without(0)).containsExactly(5, 5, 5, 9, 5, 5, 5, 9, 5, 5, 5, 9, 9, 9, 9, 9);
        assertThat(picture.without(3)).containsExactly(9, 9, 9, 9, 9, 5, 5, 5, 9, 5, 5, 5, 9, 5, 5, 5);
        assertThat(picture.whole()).containsOnly(9);
    }

    @Test
    void withoutOtherPicturesItsOwnMedianIsUsual() {
        float[] mostlyBlack = filled(16, 0);
        mostlyBlack[0] = 255;
        Coverable picture = new CoverablePicture(GRAY, false, mostlyBlack, List.of(), 100);
        assertThat(picture.parts()).isEqualTo(16);
        assertThat(picture.without(0)).containsOnly(0);
        assertThat(picture.without(15)).isEqualTo(mostlyBlack);
    }

    @Test
    void channelsHaveTheirOwnLevelHoweverTheyLie() {
        InputMeaning.Image colours = new InputMeaning.Image(3, 1, 2, 0, 255);
        float[] pixelwise = {1, 2, 3, 1, 2, 3};
        float[] byChannel = {1, 1, 2, 2, 3, 3};
        assertThat(new CoverablePicture(colours, true, new float[6], List.of(pixelwise), 1).without(0))
                .containsExactly(pixelwise);
        assertThat(new CoverablePicture(colours, false, new float[6], List.of(byChannel), 1).without(0))
                .containsExactly(byChannel);
    }

    @Test
    void everyPixelIsCoveredByItsField() {
        InputMeaning.Image odd = new InputMeaning.Image(1, 29, 31, 0, 255);
        Coverable picture = new CoverablePicture(odd, false, filled(29 * 31, 1), List.of(filled(29 * 31, 0)), 196);
        float[] least = filled(29 * 31, 1);
        for (int part = 0; part < picture.parts(); part++) {
            float[] covered = picture.without(part);
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], covered[i]);
            }
        }
        assertThat(picture.parts()).isEqualTo(196);
        assertThat(least).containsOnly(0);
    }

    @Test
    void placesHaveNames() {
        Coverable picture = new CoverablePicture(GRAY, false, filled(16, 0), List.of(), 9);
        assertThat(picture.name(0)).isEqualTo("upper left");
        assertThat(picture.name(4)).isEqualTo("middle");
        assertThat(picture.name(5)).isEqualTo("middle right");
    }

    private static Coverable text(Passage text, List<Passage> asked, int most) {
        return new CoverableText(
                text,
                passage -> {
                    asked.add(passage);
                    return new float[0];
                },
                most);
    }

    @Test
    void wordsAreLeftOut() {
        List<Passage> asked = new ArrayList<>();
        Coverable text = text(new Passage("not  bad\nat all", null), asked, 256);
        assertThat(text.parts()).isEqualTo(4);
        assertThat(text.name(1)).isEqualTo("bad");
        text.whole();
        text.without(1);
        assertThat(asked).containsExactly(new Passage("not bad at all", null), new Passage("not at all", null));
    }

    @Test
    void ofTwoTextsEachLosesItsOwn() {
        List<Passage> asked = new ArrayList<>();
        Coverable text = text(new Passage("a b", "c d e"), asked, 4);
        assertThat(text.parts()).isEqualTo(4);
        assertThat(text.name(3)).isEqualTo("d e");
        text.without(0);
        text.without(3);
        assertThat(asked).containsExactly(new Passage("b", "c d e"), new Passage("a b", "c"));
    }

    @Test
    void cellsBecomeUsualOnes() {
        InputMeaning.Table table = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("age", null),
                new TableColumn.Category("kind", List.of("red", "blue"), null),
                new TableColumn.Numeric("gap", TableColumn.Fill.MEAN)));
        List<float[]> rows =
                List.of(new float[] {1, 1, Float.NaN}, new float[] {2, 1, Float.NaN}, new float[] {9, 0, Float.NaN});
        float[] row = {40, 0, 7};
        Coverable known = new CoverableRow(table, row, rows, 256);
        assertThat(known.without(0)).containsExactly(2, 0, 7);
        assertThat(known.without(1)).containsExactly(40, 1, 7);
        assertThat(known.without(2)).containsExactly(40, 0, Float.NaN);
        assertThat(known.was(1) + " → " + known.instead(1)).isEqualTo("red → blue");
        assertThat(known.instead(2)).isEqualTo("missing");
        List<float[]> gaps =
                List.of(new float[] {1, 1, 1}, new float[] {2, Float.NaN, 1}, new float[] {9, Float.NaN, 1});
        assertThat(new CoverableRow(table, row, gaps, 256).without(1)).containsExactly(40, 1, 7);
        Coverable unknown = new CoverableRow(table, row, List.of(), 256);
        assertThat(unknown.without(0)).containsExactly(0, 0, 7);
        assertThat(unknown.without(1)).containsExactly(40, 2, 7);
        assertThat(unknown.without(2)).containsExactly(40, 0, Float.NaN);
    }
}
