package dev.alambic.run.event;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.trainer.training.EpochRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that happened in a run.
 *
 * <pre>
 * run   = RunStarted DataRead DataNoted* (stage | Figures)* (RunFinished | RunFailed)
 * stage = StageSkipped | StageStarted work* StageFinished
 * work  = Step | TrainingNoted | TrainingStarted | BatchLearnt | EpochFinished | Noted | ModelWritten
 * </pre>
 *
 * A run that was killed ends anywhere, and starts anew when it goes on.
 */
public sealed interface Event {

    /** Returns whether the file of events keeps it; what is told many times a second is not kept. */
    default boolean kept() {
        return true;
    }

    /**
     * A run starts, or goes on.
     *
     * @param name of the recipe
     * @param alambic version of the program
     */
    record RunStarted(String name, long seed, String alambic) implements Event {}

    /**
     * The data are there.
     *
     * @param source as the recipe names it
     * @param train samples to learn from
     * @param classes 0 where numbers, or several labels, are learnt
     * @param targets the numbers that are learnt; none where classes are
     * @param labels the several labels that are learnt; none where classes are
     * @param tasks the several tasks that are learnt, {@code digit: 10 classes}; none where there is one
     */
    record DataRead(
            String source,
            int train,
            int validation,
            int test,
            int classes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> targets,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tasks)
            implements Event {
        public DataRead {
            tasks = tasks == null ? List.of() : List.copyOf(tasks);
            targets = targets == null ? List.of() : List.copyOf(targets); // events of earlier versions have none
            labels = labels == null ? List.of() : List.copyOf(labels);
        }

        public DataRead(String source, int train, int validation, int test, int classes, List<String> targets) {
            this(source, train, validation, test, classes, targets, List.of(), List.of());
        }

        public DataRead(String source, int train, int validation, int test, int classes) {
            this(source, train, validation, test, classes, List.of());
        }
    }

    /** What a user should know of the data: what reading has left out or decided. */
    record DataNoted(String text) implements Event {}

    /** One of several seeds starts; {@code position} counts from 1. */
    record SeedStarted(long seed, int position, int seeds) implements Event {}

    /** Work on a stage begins. */
    record StageStarted(Stage stage) implements Event {}

    /** All that a stage leaves is there already. */
    record StageSkipped(Stage stage) implements Event {}

    /** A stage has left all that it leaves. */
    record StageFinished(Stage stage, double seconds) implements Event {}

    /**
     * Work within a stage begins.
     *
     * @param what in words: {@code making student-int8}
     */
    record Step(Stage stage, String what) implements Event {}

    /**
     * The training of one network starts, or goes on.
     *
     * @param phase {@code teacher}, {@code student}, or that of a network between, such as {@code assistant-1}
     * @param epochs planned
     * @param done of these, by the checkpoint
     */
    record TrainingStarted(String phase, int epochs, int done) implements Event {}

    /** What should be known of a training, before it starts. */
    record TrainingNoted(String phase, String text) implements Event {}

    /** A batch has been learnt from; {@code loss} is its own, in nats. */
    record BatchLearnt(String phase, int epoch, int batch, int batches, double loss) implements Event {
        @Override
        public boolean kept() {
            return false;
        }
    }

    /** An epoch is over, and its checkpoint written. */
    record EpochFinished(EpochRecord record) implements Event {}

    /** What a pass has to say of the model that it made. */
    record Noted(String model, String text) implements Event {}

    /**
     * A model's file is whole.
     *
     * @param file in the run's folder
     */
    record ModelWritten(String model, String file, long bytes) implements Event {}

    /**
     * The quality of a model on the test split.
     *
     * @param figures by name, beside the model in the file of events
     */
    record Figures(
            String model, @JsonAnyGetter @JsonAnySetter Map<String, Double> figures) implements Event {
        public Figures {
            figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        }
    }

    /** All that was asked for is done; {@code seconds} since the run last started. */
    record RunFinished(double seconds) implements Event {}

    /** The run broke off; {@code message} is what the user reads. */
    record RunFailed(String message) implements Event {}
}
