package dev.alambic.run.pipeline;

import dev.alambic.run.event.Event;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.History;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import dev.alambic.trainer.training.TrainingListener;
import java.util.List;

/** Tells how training goes, and keeps its epochs in the history. */
record TrainingTeller(History history, Listener listener) implements TrainingListener {

    @Override
    public void started(TrainingJob job, List<EpochRecord> done) {
        history.restart(job.phase(), done);
        listener.tell(new Event.TrainingStarted(job.phase(), job.spec().epochs(), done.size()));
    }

    @Override
    public void noted(String phase, String text) {
        listener.tell(new Event.TrainingNoted(phase, text));
    }

    @Override
    public void batch(TrainingJob job, int epoch, int batch, int batches, double loss) {
        listener.tell(new Event.BatchLearnt(job.phase(), epoch, batch, batches, loss));
    }

    @Override
    public void epoch(EpochRecord epoch) {
        history.add(epoch);
        listener.tell(new Event.EpochFinished(epoch));
    }
}
