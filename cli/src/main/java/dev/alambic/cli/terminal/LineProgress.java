package dev.alambic.cli.terminal;

import java.io.PrintStream;

/** One plain line a step, for logs. */
record LineProgress(String task, long steps, PrintStream err) implements Progress {

    @Override
    public void update(long done, String note) {
        err.println(task + " " + done + "/" + steps + "  " + note);
    }
}
