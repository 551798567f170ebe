package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HistoryTest {

    private static final TrainingJob TEN =
            TrainingJob.of(TrainingJob.STUDENT, TrainingSpec.defaults().withEpochs(10), 1);

    private static EpochRecord epoch(int epoch, double accuracy, double loss) {
        Map<String, Double> figures = Map.of("validationAccuracy", accuracy, "validationLoss", loss);
        return new EpochRecord("student", epoch, 10, figures, EpochRecord.Pruned.NONE, 1);
    }

    private static TrainingJob patient(int epochs) {
        return TrainingJob.of(TrainingJob.STUDENT, TEN.spec().withEarlyStopping(epochs), 1);
    }

    @Test
    void accuracyThenLossThenTheFirstIsBest() {
        History history =
                new History(TEN, List.of(epoch(1, 0.8, 1), epoch(2, 0.9, 0.5), epoch(3, 0.9, 0.4), epoch(4, 0.9, 0.4)));
        assertThat(history.bestEpoch()).isEqualTo(3);
    }

    @Test
    void withoutValidationNothingIsBest() {
        History history = new History(TEN, List.of(epoch(1, Double.NaN, Double.NaN)));
        assertThat(history.bestEpoch()).isZero();
        assertThat(history.isOver()).isFalse();
    }

    @Test
    void onlyWhatHasAllItsSparsityCanBeBest() {
        TrainingJob pruned = TEN.withPrune(PruneSpec.defaults().withEpochs(1, 3));
        History history = new History(pruned, List.of(epoch(1, 0.99, 0.1), epoch(2, 0.9, 0.2)));
        assertThat(history.bestEpoch()).isZero();
        history.add(epoch(3, 0.8, 0.3));
        assertThat(history.bestEpoch()).isEqualTo(3);
    }

    @Test
    void patienceCountsFromTheBest() {
        History history = new History(patient(2), List.of(epoch(1, 0.8, 1), epoch(2, 0.9, 1), epoch(3, 0.7, 1)));
        assertThat(history.isOver()).isFalse();
        history.add(epoch(4, 0.85, 1));
        assertThat(history.isOver()).isTrue();
    }

    @Test
    void lastEpochEndsIt() {
        History history = new History(TEN, List.of());
        for (int i = 1; i <= 10; i++) {
            assertThat(history.isOver()).isFalse();
            history.add(epoch(i, 0.5, 1));
        }
        assertThat(history.isOver()).isTrue();
        assertThat(history.epochs()).isEqualTo(10);
    }

    @Test
    void jobRefusesPruningAfterItsEnd() {
        assertThatThrownBy(() -> TEN.withPrune(PruneSpec.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("prune.endEpoch: ");
    }

    @Test
    void progressGoesFromNothingToAll() {
        assertThat(TEN.progress(1)).isZero();
        assertThat(TEN.progress(10)).isEqualTo(1);
        assertThat(TEN.progress(4)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(TrainingJob.of("x", TEN.spec().withEpochs(1), 1).progress(1)).isZero();
    }

    @Test
    void phasesAndEpochsDrawOtherNumbersFromOneSeed() {
        TrainingJob teacher = TrainingJob.of(TrainingJob.TEACHER, TEN.spec(), 1);
        assertThat(List.of(TEN.seedOf(0), TEN.seedOf(1), teacher.seedOf(0), teacher.seedOf(1)))
                .doesNotHaveDuplicates();
        assertThat(TEN.seedOf(1)).isEqualTo(TEN.withDistill(null).seedOf(1));
    }

    @Test
    void totalsCountEachBatchByItsSamples() {
        EpochTotals totals = new EpochTotals(2, new LabelScore(1));
        totals.add(3, 1.0, new float[] {2, 4});
        totals.add(1, 5.0, new float[] {6, 0});
        assertThat(totals.loss()).isEqualTo(2);
        assertThat(totals.parts()).containsExactly(3, 3);
    }
}
