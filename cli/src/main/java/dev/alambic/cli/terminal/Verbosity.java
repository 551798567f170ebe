package dev.alambic.cli.terminal;

import java.util.List;

/** How much is said on standard error. */
public enum Verbosity {
    /** Errors only. */
    QUIET,
    /** Progress and warnings. */
    NORMAL,
    /** Also what each step does, and the libraries' information. */
    VERBOSE,
    /** Also stack traces, and everything the libraries say. */
    DEBUG;

    /** Returns how much to say; the loudest flag wins over the quieter, whatever the command. */
    public static Verbosity of(List<String> words) {
        if (words.contains("--debug")) {
            return DEBUG;
        }
        if (words.contains("--verbose")) {
            return VERBOSE;
        }
        return words.contains("--quiet") ? QUIET : NORMAL;
    }

    /** Returns the level of the libraries' log that goes with this. */
    public String logLevel() {
        return switch (this) {
            case QUIET, NORMAL -> "error";
            case VERBOSE -> "info";
            case DEBUG -> "debug";
        };
    }
}
