package dev.alambic.trainer.experiment;

import dev.alambic.exporter.ExportOptions;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.training.TrainingListener;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment runs; but for the last two, none of it changes its results on one thread.
 *
 * @param checkpoints folder that each phase writes a checkpoint to after each epoch, and goes on from; null = none
 * @param thinning cuts channels of a teacher that a student is made of
 * @param change what the student, or a teacher that is trained alone, goes through if it is an ONNX graph
 */
@RecordBuilder
public record RunOptions(
        EngineOptions engine,
        TrainingListener listener,
        @Nullable Path checkpoints,
        ExportOptions export,
        Thinning thinning,
        GraphChange change)
        implements RunOptionsBuilder.With {

    public static RunOptions defaults() {
        return new RunOptions(
                EngineOptions.defaults(),
                TrainingListener.NONE,
                null,
                ExportOptions.defaults(),
                Thinning.NONE,
                GraphChange.NONE);
    }
}
