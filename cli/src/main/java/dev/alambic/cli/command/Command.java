package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;

/** One command of the command line. */
public interface Command {

    /**
     * What help says of a command.
     *
     * @param name the word that the user types
     * @param operands what follows the name, for example {@code "<recipe>"}; empty if nothing does
     * @param summary what it does, in one line without a full stop
     * @param flags beyond those of every command
     */
    record Usage(String name, String operands, String summary, Flags flags) {

        Usage(String name, String operands, String summary) {
            this(name, operands, summary, new Flags());
        }
    }

    Usage usage();

    default String name() {
        return usage().name();
    }

    default String operands() {
        return usage().operands();
    }

    default String summary() {
        return usage().summary();
    }

    /**
     * Runs the command.
     *
     * @return an {@link ExitCode}
     */
    int run(Arguments arguments, Console console);
}
