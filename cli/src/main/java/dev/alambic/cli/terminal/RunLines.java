package dev.alambic.cli.terminal;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Measure;
import dev.alambic.report.run.FigureText;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Listener;
import dev.alambic.trainer.training.EpochRecord;
import java.util.stream.Collectors;

/** Shows a run while it goes on: a bar for each training on a terminal, else lines. */
public final class RunLines implements Listener {

    /** A share of the time that is worth a word. */
    private static final double SHOWN_WAITING = 0.03;

    private static final double LEAST_WAITING = 0.5; // seconds of an epoch; less is not worth a word

    private final Console console;
    private Progress progress = Progress.silent();
    private String phase = "";

    public RunLines(Console console) {
        this.console = console;
    }

    @Override
    public void tell(Event event) {
        if (event instanceof Event.SeedStarted seed) {
            console.progress("seed " + seed.seed() + " (" + seed.position() + " of " + seed.seeds() + ")");
        } else if (event instanceof Event.DataRead data) {
            console.progress("data " + data.source() + ": " + data.train() + " samples to train, " + data.validation()
                    + " to validate, " + data.test() + " to test, "
                    + answers(data));
        } else if (event instanceof Event.DataNoted note) {
            console.progress("data: " + note.text());
        } else if (event instanceof Event.Step step) {
            console.progress(step.what());
        } else if (event instanceof Event.TrainingNoted note) {
            console.progress(note.phase() + ": " + note.text());
        } else if (event instanceof Event.TrainingStarted training) {
            start(training);
        } else if (event instanceof Event.BatchLearnt batch) {
            progress.note("epoch " + batch.epoch() + ", batch " + batch.batch() + "/" + batch.batches() + ", loss "
                    + Numbers.fixed(batch.loss(), 4));
        } else if (event instanceof Event.EpochFinished epoch) {
            show(epoch.record());
        } else if (event instanceof Event.StageFinished || event instanceof Event.RunFailed) {
            progress.close();
            progress = Progress.silent();
        }
    }

    private static String answers(Event.DataRead data) {
        if (!data.tasks().isEmpty()) {
            return data.tasks().size() + " tasks (" + String.join(", ", data.tasks()) + ")";
        }
        if (!data.labels().isEmpty()) {
            return "any of " + data.labels().size() + " labels each";
        }
        return data.targets().isEmpty()
                ? data.classes() + " classes"
                : "to answer with " + String.join(", ", data.targets());
    }

    private void start(Event.TrainingStarted training) {
        progress.close();
        phase = training.phase();
        progress = console.start(phase, training.epochs());
        if (training.done() > 0) {
            progress.update(training.done(), "from the checkpoint");
        }
    }

    /** Shows an epoch; of two trainings that go on at once the bar is that of the one which started last. */
    private void show(EpochRecord epoch) {
        if (phase.equals(epoch.phase()) || phase.isEmpty()) {
            progress.update(epoch.epoch(), line(epoch));
        } else {
            progress.beside(epoch.phase(), epoch.epoch(), epoch.epochs(), line(epoch));
        }
    }

    private static String line(EpochRecord epoch) {
        StringBuilder line = new StringBuilder("loss " + Numbers.fixed(epoch.loss(), 4));
        if (epoch.parts().size() > 1) {
            line.append(epoch.parts().entrySet().stream()
                    .map(part -> part.getKey().name() + " " + Numbers.fixed(part.getValue(), 4))
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        Double layer = epoch.figure("layer");
        if (layer != null) {
            line.append("  layer map ").append(Numbers.fixed(layer, 0));
        }
        String figure =
                epoch.measure() == Measure.ACCURACY ? "" : epoch.measure().title() + " ";
        line.append("  train " + figure + FigureText.of(epoch.measure(), epoch.trainScore()));
        if (!Double.isNaN(epoch.validationScore())) {
            line.append("  validation " + figure + FigureText.of(epoch.measure(), epoch.validationScore()));
        }
        if (epoch.sparsity() > 0) {
            line.append("  sparsity " + Numbers.percent(epoch.sparsity()));
        }
        if (epoch.waiting() > SHOWN_WAITING && epoch.waiting() * epoch.seconds() > LEAST_WAITING) {
            line.append("  waiting for data " + Numbers.percent(epoch.waiting()));
        }
        return line.toString();
    }
}
