package dev.alambic.cli.command;

/** What the process returns. */
public final class ExitCode {

    public static final int DONE = 0;

    /** A stated goal, such as an accuracy, was missed. */
    public static final int GOAL_MISSED = 1;

    /** Wrong usage: an unknown command, flag or recipe, or a recipe with an error. */
    public static final int USAGE = 2;

    /** A model or data file is missing, unreadable or broken, or a file cannot be written. */
    public static final int BAD_FILE = 3;

    /** Legal, but not handled here: an operator, or a device that is absent. */
    public static final int UNSUPPORTED = 4;

    /** A mistake of this program. */
    public static final int BUG = 70;

    private ExitCode() {}
}
