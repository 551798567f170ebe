package dev.alambic.run.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

    private static final EpochRecord EPOCH =
            new EpochRecord("student", 2, 9, figures(), new EpochRecord.Pruned(0, Map.of("a", 0.5), true), 1.5);

    private static final List<Event> ALL = List.of(
            new Event.RunStarted("iris", 7, "0.1.0"),
            new Event.DataRead("iris", 100, 20, 30, 3),
            new Event.DataNoted("column 'id' is left out"),
            new Event.SeedStarted(7, 1, 3),
            new Event.StageStarted(Stage.TRAINING),
            new Event.StageSkipped(Stage.BENCH),
            new Event.StageFinished(Stage.QUALITY, 1.5),
            new Event.Step(Stage.VARIANTS, "making student-int8"),
            new Event.TrainingStarted("teacher", 9, 2),
            new Event.EpochFinished(EPOCH),
            new Event.TrainingNoted("assistant-1", "it has more weights than its teacher"),
            new Event.Noted("student-int8", "QuantizeStatic: \"clipped\"\nmuch"),
            new Event.ModelWritten("student", "models/student.onnx", 3_000_000_000L),
            new Event.Figures("student", Map.of("accuracy", 0.96)),
            new Event.RunFinished(12.25),
            new Event.RunFailed("no such device"));

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("events.jsonl");
    }

    private static Map<String, @Nullable Double> figures() {
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("learningRate", 1e-3);
        figures.put("loss", 0.5);
        figures.put("softLoss", null);
        figures.put("validationLoss", Double.NaN);
        return figures;
    }

    private EventLog log() {
        return EventLog.open(file, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<Event> read() {
        return EventLog.read(file).stream().map(EventLog.Told::event).toList();
    }

    @Test
    void everyKindReadsBackEqual() {
        ALL.forEach(log()::tell);
        assertThat(read()).isEqualTo(ALL);
    }

    /** So that a new kind is not forgotten in the test above. */
    @Test
    void everyKindThatIsKeptIsTested() {
        assertThat(ALL.stream().map(Event::getClass).distinct().count())
                .isEqualTo(Arrays.stream(Event.class.getPermittedSubclasses()).count() - 1);
    }

    @Test
    void aLineHasTimeNameAndComponents() {
        log().tell(new Event.StageFinished(Stage.QUALITY, 1.5));
        assertThat(file)
                .hasContent("{\"time\":\"2026-01-02T03:04:05.678Z\",\"event\":\"stageFinished\",\"stage\":\"quality\","
                        + "\"seconds\":1.5}\n");
        assertThat(EventLog.read(file).get(0).time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Test
    void aBatchIsToldButNotKept() {
        log().tell(new Event.BatchLearnt("teacher", 1, 2, 3, 0.5));
        assertThat(file).doesNotExist();
        assertThat(read()).isEmpty();
    }

    @Test
    void whatIsToldCanBeReadAtOnce() {
        EventLog log = log();
        log.tell(ALL.get(0));
        assertThat(read()).hasSize(1);
        log.tell(ALL.get(1));
        assertThat(read()).hasSize(2);
    }

    @Test
    void aLineThatAKillCutShortIsLeftOutAndTakenAway() throws Exception {
        log().tell(ALL.get(0));
        Files.writeString(file, "{\"time\":\"2026-01-02T03:04:05Z\",\"eve", StandardOpenOption.APPEND);
        assertThat(read()).containsExactly(ALL.get(0));

        log().tell(ALL.get(1));
        assertThat(read()).containsExactly(ALL.get(0), ALL.get(1));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void whatALaterVersionTellsIsLeftOut() throws Exception {
        Files.writeString(file, "{\"time\":\"2026-01-02T03:04:05Z\",\"event\":\"coffeeMade\",\"cups\":2}\n");
        log().tell(ALL.get(0));
        assertThat(read()).containsExactly(ALL.get(0));
    }

    @Test
    void aFileThatWasChangedIsNamedWithItsLine() throws Exception {
        log().tell(ALL.get(0));
        Files.writeString(file, "and then nothing\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ":2: not what this program wrote");

        Files.writeString(file, "{\"event\":\"runFinished\",\"seconds\":1}\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ":1: not what this program wrote");
    }

    @Test
    void listenersAreToldInOrder() {
        List<String> heard = new ArrayList<>();
        Listener both = ((Listener) event -> heard.add("first")).and(event -> heard.add("second"));
        both.tell(ALL.get(0));
        assertThat(heard).containsExactly("first", "second");
    }
}
