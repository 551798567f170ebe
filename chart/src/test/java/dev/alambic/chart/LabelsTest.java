package dev.alambic.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.chart.Labels.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LabelsTest {

    private static final Box FRAME = new Box(0, 0, 300, 200);

    @Test
    void namesOfPointsInOnePlaceLieApart() {
        Labels labels = new Labels(11, FRAME);
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            labels.place("student-" + i, 150, 100).ifPresent(spots::add);
        }
        assertThat(spots).hasSize(5).doesNotHaveDuplicates();
        assertThat(spots.get(0).far()).isFalse();
    }

    @Test
    void namesKeepClearOfWhatIsTaken() {
        Labels labels = new Labels(11, FRAME);
        labels.take(new Box(0, 0, 300, 99));
        Spot spot = labels.place("student", 150, 100).orElseThrow();
        assertThat(spot.y()).isGreaterThan(100);
    }

    @Test
    void nameWithoutRoomIsLeftOut() {
        Labels labels = new Labels(11, FRAME);
        labels.take(FRAME);
        assertThat(labels.place("student", 150, 100)).isEqualTo(Optional.empty());
    }

    @Test
    void namesAreCutToTheRoomTheyHave() {
        assertThat(TextWidth.fitting("linear", 12, 200)).isEqualTo("linear");
        String cut = TextWidth.fitting("a very long name of a layer 🙂🙂🙂", 12, 60);
        assertThat(cut).endsWith("…").hasSizeLessThan(12);
        assertThat(TextWidth.of(cut, 12)).isLessThanOrEqualTo(60);
        assertThat(TextWidth.fitting("wide", 12, 1)).isEmpty();
        assertThat(TextWidth.endOf("encoder/layer.1/attention/query", 12, 100))
                .startsWith("…")
                .endsWith("query");
        assertThat(TextWidth.endOf("a/b", 12, 100)).isEqualTo("a/b");
    }

    @Test
    void longTextsAreWrappedAtSpaces() {
        List<String> lines = TextWidth.wrapped("the model stays float; fp16 storage is as fast", 15, 160);
        assertThat(String.join(" ", lines)).isEqualTo("the model stays float; fp16 storage is as fast");
        assertThat(lines)
                .hasSizeGreaterThan(2)
                .allSatisfy(line -> assertThat(TextWidth.of(line, 15)).isLessThanOrEqualTo(160));
        assertThat(TextWidth.wrapped("", 15, 160)).containsExactly("");
        assertThat(TextWidth.wrapped("a-word-that-is-longer-than-the-line", 15, 100))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("…"));
    }
}
