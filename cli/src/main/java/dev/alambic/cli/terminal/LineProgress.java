package dev.alambic.cli.terminal;

import java.io.PrintStream;

/** One plain line a step, for logs. */
record LineProgress(String task, long steps, PrintStream err) implements Progress {

    @Override
    public void update(long done, String note) {
        beside(task, done, steps, note);
    }

    @Override
    public void beside(String other, long done, long all, String note) {
        err.println(other + " " + done + "/" + all + "  " + note);
    }
}
