package dev.alambic.cli.terminal;

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

    /** Returns the level of the libraries' log that goes with this. */
    public String logLevel() {
        return switch (this) {
            case QUIET, NORMAL -> "error";
            case VERBOSE -> "info";
            case DEBUG -> "debug";
        };
    }
}
