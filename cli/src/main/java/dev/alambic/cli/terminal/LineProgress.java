package dev.alambic.cli.terminal;

import java.io.PrintStream;

/** One plain line a step, for logs. */
final class LineProgress implements Progress {

    private final String task;
    private final long steps;
    private final PrintStream err;

    LineProgress(String task, long steps, PrintStream err) {
        this.task = task;
        this.steps = steps;
        this.err = err;
    }

    @Override
    public void update(long done, String note) {
        err.println(task + " " + done + "/" + steps + "  " + note);
    }

    @Override
    public void close() {}
}
