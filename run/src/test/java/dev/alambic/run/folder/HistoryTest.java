package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("learningRate", 1e-3);
        figures.put("loss", loss);
        figures.put("softLoss", null);
        figures.put("hardLoss", loss);
        figures.put("alpha", null);
        figures.put("trainAccuracy", 0.5);
        figures.put("validationLoss", Double.NaN);
        figures.put("validationAccuracy", Double.NaN);
        EpochRecord.Pruned pruning = new EpochRecord.Pruned(0, Map.of("a", 0.5), false);
        return new EpochRecord(phase, epoch, 9, figures, pruning, 1);
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

    /** As versions before this one wrote it: a run of theirs is still read, and written again to the byte. */
    @Test
    void lineIsTheOneThatRunsAlwaysHad() throws Exception {
        String line = "{\"phase\":\"student\",\"epoch\":2,\"epochs\":9,\"learningRate\":9.5E-4,\"loss\":0.25,"
                + "\"softLoss\":0.5,\"hardLoss\":0.125,\"alpha\":0.7,\"trainAccuracy\":1.0,\"validationLoss\":\"NaN\","
                + "\"validationAccuracy\":\"NaN\",\"sparsity\":0.4,\"layerSparsity\":{\"linear1\":0.5,\"linear2\":0.3},"
                + "\"pruned\":true,\"seconds\":0.051}";
        Files.writeString(file, line + "\n");
        EpochRecord read = History.open(file).epochs().get(0);
        assertThat(read.figure("softLoss")).isEqualTo(0.5);
        assertThat(read.validationAccuracy()).isNaN();
        assertThat(read.layerSparsity()).containsExactly(Map.entry("linear1", 0.5), Map.entry("linear2", 0.3));
        assertThat(read.pruned()).isTrue();
        History.open(file).restart("student", List.of(read));
        assertThat(Files.readAllLines(file)).containsExactly(line);
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
