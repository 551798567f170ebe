package dev.alambic.cli.terminal;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself, for terminals, with the time that has passed and that is left. */
final class BarProgress implements Progress {

    /** The launcher says how wide the terminal is; one column stays free, where some terminals break the line. */
    private static final int WIDTH = Math.min(110, Integer.getInteger("alambic.terminal.width", 80) - 1);

    private final ProgressBar bar;

    BarProgress(String task, long steps, PrintStream err) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .build();
    }

    @Override
    public void update(long done, String note) {
        bar.setExtraMessage("  " + note);
        bar.stepTo(done);
    }

    @Override
    public void note(String note) {
        bar.setExtraMessage("  " + note);
    }

    @Override
    public void close() {
        bar.close();
    }
}
