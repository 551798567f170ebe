package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import org.apache.commons.cli.Options;

/** One command of the command line. */
public interface Command {

    /** Returns the word that the user types. */
    String name();

    /** Returns what it does, in one line without a full stop. */
    String summary();

    /** Returns what follows the name, for example {@code "<recipe>"}; empty if nothing does. */
    String operands();

    /** Returns the options beyond those of every command. */
    Options options();

    /**
     * Runs the command.
     *
     * @return an {@link ExitCode}
     */
    int run(Arguments arguments, Console console);
}
