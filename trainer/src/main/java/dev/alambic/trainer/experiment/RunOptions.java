package dev.alambic.trainer.experiment;

import dev.alambic.exporter.ExportOptions;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.training.TrainingListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment runs; none of it changes its results on one thread.
 *
 * @param checkpoints folder that each phase writes a checkpoint to after each epoch, and goes on from; null = none
 */
public record RunOptions(
        EngineOptions engine,
        TrainingListener listener,
        @Nullable Path checkpoints,
        ExportOptions export) {

    public static RunOptions defaults() {
        return new RunOptions(EngineOptions.defaults(), TrainingListener.NONE, null, ExportOptions.defaults());
    }

    public RunOptions withEngine(EngineOptions newEngine) {
        return new RunOptions(newEngine, listener, checkpoints, export);
    }

    public RunOptions withListener(TrainingListener newListener) {
        return new RunOptions(engine, newListener, checkpoints, export);
    }

    public RunOptions withCheckpoints(@Nullable Path newCheckpoints) {
        return new RunOptions(engine, listener, newCheckpoints, export);
    }

    public RunOptions withExport(ExportOptions newExport) {
        return new RunOptions(engine, listener, checkpoints, newExport);
    }
}
