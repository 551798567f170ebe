package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("history.jsonl");
    }

    private static EpochRecord epoch(String phase, int epoch, double loss) {
        return new EpochRecord(
                phase,
                epoch,
                9,
                1e-3,
                loss,
                null,
                loss,
                null,
                0.5,
                Double.NaN,
                Double.NaN,
                0,
                Map.of("a", 0.5),
                false,
                1);
    }

    private void tell(EpochRecord... epochs) {
        History history = History.open(file);
        for (EpochRecord epoch : epochs) {
            history.add(epoch);
        }
    }

    @Test
    void everyEpochIsALineThatReadsBackEqual() throws Exception {
        tell(epoch("teacher", 1, 0.5), epoch("student", 1, 0.25));
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(History.open(file).epochs()).containsExactly(epoch("teacher", 1, 0.5), epoch("student", 1, 0.25));
    }

    @Test
    void aLineThatAKillCutShortIsDropped() throws Exception {
        tell(epoch("teacher", 1, 0.5));
        Files.writeString(file, "{\"phase\":\"teacher\",\"epo", StandardOpenOption.APPEND);
        tell(epoch("teacher", 2, 0.25));
        assertThat(History.open(file).epochs()).containsExactly(epoch("teacher", 1, 0.5), epoch("teacher", 2, 0.25));
    }

    @Test
    void anEpochToldAgainReplacesWhatFollowedIt() {
        tell(epoch("teacher", 1, 4), epoch("student", 1, 3), epoch("student", 2, 2), epoch("student", 3, 1));
        tell(epoch("student", 2, 5));
        assertThat(History.open(file).epochs())
                .containsExactly(epoch("teacher", 1, 4), epoch("student", 1, 3), epoch("student", 2, 5));
    }

    @Test
    void theCheckpointKnowsBetter() {
        tell(epoch("teacher", 1, 4), epoch("teacher", 2, 3));
        History.open(file).restart("teacher", List.of(epoch("teacher", 1, 4)));
        assertThat(History.open(file).epochs()).containsExactly(epoch("teacher", 1, 4));
    }
}
