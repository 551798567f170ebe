package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.terminal.Verbosity;
import dev.alambic.run.UsageException;
import dev.alambic.run.Version;
import java.util.List;

/** Runs one line of words as a command, and turns what goes wrong into one clear line and an exit code. */
public record CommandLineRunner(Console process) {

    /** Runs the command; nothing is thrown. */
    public int run(List<String> words) {
        Console console = process.withVerbosity(Verbosity.of(words)).withJson(words.contains("--json"));
        try {
            int code = dispatch(words, console);
            if (!console.resultsWritten()) {
                console.error("standard output: the result could not be written", new Throwable());
                return ExitCode.BAD_FILE;
            }
            return code;
        } catch (Throwable thrown) { // the end of the road: whatever it is, the user gets one line
            return Failure.of(thrown).report(console, thrown);
        }
    }

    private static int dispatch(List<String> words, Console console) {
        List<String> rest = words.stream()
                .dropWhile(word ->
                        List.of("--quiet", "--verbose", "--debug", "--json").contains(word))
                .toList();
        if (rest.isEmpty() || List.of("--help", "-h").contains(rest.get(0))) {
            console.result(HelpCommand.overview(), HelpCommand::overview);
            return rest.isEmpty() ? ExitCode.USAGE : ExitCode.DONE;
        }
        String first = rest.get(0);
        if (List.of("--version", "-V").contains(first)) {
            console.result(Version.number(), Version::tool);
            return ExitCode.DONE;
        }
        if (first.startsWith("-")) {
            throw new UsageException("unknown flag '" + first + "' before the command (see: alambic help)");
        }
        Command command = Commands.named(first);
        List<String> own = rest.subList(1, rest.size());
        if (own.contains("--help") || own.contains("-h")) {
            console.result(command.summary(), () -> HelpCommand.explain(command));
            return ExitCode.DONE;
        }
        Arguments arguments = Arguments.parse(command, own).telling(console::progress);
        return command.run(arguments, console.checking(arguments::requireAsked));
    }
}
