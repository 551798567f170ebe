package dev.alambic.run.event;

import dev.alambic.trainer.training.EpochRecord;

/**
 * Something that happened in a run.
 *
 * <pre>
 * run   = RunStarted DataRead DataNoted* (stage | Figures)* (RunFinished | RunFailed)
 * stage = StageSkipped | StageStarted work* StageFinished
 * work  = Step | TrainingStarted | BatchLearnt | EpochFinished | Noted | ModelWritten
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
     */
    record DataRead(String source, int train, int validation, int test, int classes) implements Event {}

    /** What reading the data has left out or decided. */
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
     * @param phase {@code teacher} or {@code student}
     * @param epochs planned
     * @param done of these, by the checkpoint
     */
    record TrainingStarted(String phase, int epochs, int done) implements Event {}

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

    /** The quality of a model on the test split, 0 to 1. */
    record Figures(String model, double accuracy, double macroF1) implements Event {}

    /** All that was asked for is done; {@code seconds} since the run last started. */
    record RunFinished(double seconds) implements Event {}

    /** The run broke off; {@code message} is what the user reads. */
    record RunFailed(String message) implements Event {}
}
