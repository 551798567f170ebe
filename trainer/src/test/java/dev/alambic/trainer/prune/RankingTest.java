package dev.alambic.trainer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RankingTest {

    private static LayerUnits units(int floor, float... scores) {
        LayerUnits units = new LayerUnits(scores.length, floor);
        units.scores = scores;
        return units;
    }

    private static List<Integer> pruned(LayerUnits units) {
        return IntStream.range(0, units.size()).filter(units::isPruned).boxed().toList();
    }

    @Test
    void leastImportantOfAllLayersGoFirst() {
        LayerUnits a = units(1, 5, 1, 4);
        LayerUnits b = units(1, 2, 3, 0.5f);
        Ranking.prune(List.of(a, b), 3);
        assertThat(pruned(a)).containsExactly(1);
        assertThat(pruned(b)).containsExactly(0, 2);
    }

    @Test
    void equalScoresGoInOrder() {
        LayerUnits a = units(1, 0, 0, 0, 0);
        Ranking.prune(List.of(a), 2);
        assertThat(pruned(a)).containsExactly(0, 1);
    }

    @Test
    void prunedStaysPrunedWhateverItsScore() {
        LayerUnits a = units(1, 1, 2, 3, 4);
        Ranking.prune(List.of(a), 1);
        a.scores = new float[] {100, 3, 2, 4};
        Ranking.prune(List.of(a), 2);
        assertThat(pruned(a)).containsExactly(0, 2);
    }

    @Test
    void layerKeepsItsFloor() {
        LayerUnits small = units(2, 0.1f, 0.2f, 0.3f);
        LayerUnits large = units(1, 1, 2, 3);
        Ranking.prune(List.of(small, large), 3);
        assertThat(pruned(small)).containsExactly(0);
        assertThat(pruned(large)).containsExactly(0, 1);
    }

    @Test
    void lowerTargetChangesNothing() {
        LayerUnits a = units(1, 1, 2, 3, 4);
        Ranking.prune(List.of(a), 3);
        Ranking.prune(List.of(a), 2);
        assertThat(a.prunedCount()).isEqualTo(3);
    }
}
