package dev.alambic.cli.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Progress;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import dev.alambic.trainer.training.TrainingListener;
import java.util.List;

/** Shows training while it goes on, and keeps its epochs in the history. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final History history;
    private final Console console;
    private Progress progress = Progress.silent();

    TrainingProgress(History history, Console console) {
        this.history = history;
        this.console = console;
    }

    @Override
    public void started(TrainingJob job, List<EpochRecord> done) {
        history.restart(job.phase(), done);
        progress.close();
        progress = console.start(job.phase(), job.spec().epochs());
        if (!done.isEmpty()) {
            progress.update(done.size(), "from the checkpoint");
        }
    }

    @Override
    public void batch(TrainingJob job, int epoch, int batch, int batches, double loss) {
        progress.note("epoch " + epoch + ", batch " + batch + "/" + batches + ", loss " + Numbers.fixed(loss, 4));
    }

    @Override
    public void epoch(EpochRecord epoch) {
        history.add(epoch);
        progress.update(epoch.epoch(), line(epoch));
    }

    private static String line(EpochRecord epoch) {
        StringBuilder line = new StringBuilder("loss " + Numbers.fixed(epoch.loss(), 4));
        if (epoch.softLoss() != null && epoch.hardLoss() != null) {
            line.append(" (soft " + Numbers.fixed(epoch.softLoss(), 4) + ", hard " + Numbers.fixed(epoch.hardLoss(), 4)
                    + ")");
        }
        line.append("  train " + Numbers.percent(epoch.trainAccuracy()));
        if (!Double.isNaN(epoch.validationAccuracy())) {
            line.append("  validation " + Numbers.percent(epoch.validationAccuracy()));
        }
        if (epoch.sparsity() > 0) {
            line.append("  sparsity " + Numbers.percent(epoch.sparsity()));
        }
        return line.toString();
    }

    @Override
    public void close() {
        progress.close();
    }
}
