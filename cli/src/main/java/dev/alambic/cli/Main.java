package dev.alambic.cli;

import dev.alambic.cli.command.CommandLineRunner;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Verbosity;
import java.util.List;

/** The program: {@code alambic <command> [flags]}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        List<String> words = List.of(args);
        // before the first logger is made
        String level = Verbosity.of(words).logLevel();
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
        System.exit(new CommandLineRunner(Console.ofProcess()).run(words));
    }
}
