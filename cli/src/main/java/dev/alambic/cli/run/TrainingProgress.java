package dev.alambic.cli.run;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Numbers;
import dev.alambic.cli.terminal.Progress;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import dev.alambic.trainer.training.TrainingListener;
import java.util.List;
import java.util.stream.Collectors;

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
        if (epoch.parts().size() > 1) {
            line.append(epoch.parts().entrySet().stream()
                    .map(part -> part.getKey().name() + " " + Numbers.fixed(part.getValue(), 4))
                    .collect(Collectors.joining(", ", " (", ")")));
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
