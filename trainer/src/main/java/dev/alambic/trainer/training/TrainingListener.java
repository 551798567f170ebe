package dev.alambic.trainer.training;

import java.util.List;

/** Is told how training goes, in the thread that trains. */
public interface TrainingListener {

    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * A phase starts, or goes on.
     *
     * @param done epochs that a checkpoint holds already; whoever keeps records replaces those of this phase by them
     */
    default void started(TrainingJob job, List<EpochRecord> done) {}

    /** Something that a user should know of a training, before it starts. */
    default void noted(String phase, String text) {}

    /**
     * A batch has been learnt from.
     *
     * @param epoch from 1
     * @param batch from 1
     * @param loss of this batch, nats
     */
    default void batch(TrainingJob job, int epoch, int batch, int batches, double loss) {}

    /** An epoch is over, and its checkpoint written. */
    default void epoch(EpochRecord epochRecord) {}
}
