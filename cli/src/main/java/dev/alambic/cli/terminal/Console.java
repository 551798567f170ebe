package dev.alambic.cli.terminal;

import dev.alambic.run.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where everything that the user reads goes: results to standard output, all else to standard error.
 *
 * <p>With {@code --json} standard output carries one JSON value and nothing else.
 */
public final class Console {

    /** Results whose text is laid out together. */
    private static final int BLOCK = 10_000;

    private final PrintStream out;
    private final PrintStream err;
    private final Verbosity verbosity;
    private final boolean json;
    private final boolean interactive;
    private final Runnable beforeResults;

    private Console(
            PrintStream out,
            PrintStream err,
            Verbosity verbosity,
            boolean json,
            boolean interactive,
            Runnable beforeResults) {
        this.out = out;
        this.err = err;
        this.verbosity = verbosity;
        this.json = json;
        this.interactive = interactive;
        this.beforeResults = beforeResults;
    }

    /** Returns the console of this process; the launcher says whether standard error is a terminal. */
    @SuppressForbidden(reason = "the one place that writes to the process's own streams")
    public static Console ofProcess() {
        boolean interactive = Boolean.getBoolean("alambic.terminal");
        return of(System.out, System.err).withInteractive(interactive);
    }

    /** Returns a console that writes UTF-8 to the two streams, not to a terminal. */
    public static Console of(PrintStream out, PrintStream err) {
        return new Console(utf8(out), utf8(err), Verbosity.NORMAL, false, false, () -> {});
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    public Console withVerbosity(Verbosity newVerbosity) {
        return new Console(out, err, newVerbosity, json, interactive, beforeResults);
    }

    public Console withJson(boolean newJson) {
        return new Console(out, err, verbosity, newJson, interactive, beforeResults);
    }

    public Console withInteractive(boolean newInteractive) {
        return new Console(out, err, verbosity, json, newInteractive, beforeResults);
    }

    /** Returns this, but {@code check} must not fail before a result is given. */
    public Console checking(Runnable check) {
        return new Console(out, err, verbosity, json, interactive, check);
    }

    /** Gives the result of the command: as JSON with {@code --json}, else as text. */
    public void result(Object value, Supplier<String> text) {
        beforeResults.run();
        out.println(json ? Json.text(value) : text.get().stripTrailing());
    }

    /**
     * Gives results that need not be in memory at once.
     *
     * @param table makes text of some of them, below a line of titles
     */
    public <T> void results(Iterator<T> values, Function<List<T>, String> table) {
        beforeResults.run();
        if (json) {
            Json.write(out, values);
            out.println();
            return;
        }
        for (boolean first = true; values.hasNext(); first = false) {
            List<T> block = new ArrayList<>();
            while (values.hasNext() && block.size() < BLOCK) {
                block.add(values.next());
            }
            String text = table.apply(block).stripTrailing();
            out.println(first ? text : text.substring(text.indexOf('\n') + 1));
        }
    }

    /** Says what is being done. */
    public void progress(String line) {
        say(Verbosity.NORMAL, line);
    }

    /** Says more than most want to know. */
    public void detail(String line) {
        say(Verbosity.VERBOSE, line);
    }

    /** Says what went wrong, in one line, and with {@code --debug} where it came from. */
    public void error(String line, Throwable cause) {
        err.println("alambic: " + line.strip().replaceAll("\\s*\\R\\s*", " "));
        if (verbosity == Verbosity.DEBUG) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace, true));
            err.print(trace);
        }
    }

    private void say(Verbosity least, String line) {
        if (verbosity.compareTo(least) >= 0) {
            err.println(line);
        }
    }

    /**
     * Starts showing work of {@code steps} steps: a bar on a terminal, else plain lines.
     *
     * @param task what is done, for example {@code teacher}
     */
    public Progress start(String task, long steps) {
        if (verbosity == Verbosity.QUIET) {
            return Progress.silent();
        }
        return interactive ? new BarProgress(task, steps, err) : new LineProgress(task, steps, err);
    }

    /** Returns whether all that was given as a result could be written, for example that the disk was not full. */
    public boolean resultsWritten() {
        return !out.checkError();
    }
}
