package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/** Tells what there is to type. */
public final class HelpCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage("help", "[command]", "explain a command, or list them all");
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<String> operands = arguments.operands(0, 1);
        if (operands.isEmpty()) {
            console.result(names(), HelpCommand::overview);
        } else {
            Command command = Commands.named(operands.get(0));
            console.result(command.summary(), () -> explain(command));
        }
        return ExitCode.DONE;
    }

    private static List<String> names() {
        return Commands.all().stream().map(Command::name).toList();
    }

    /** Returns the list of commands. */
    static String overview() {
        String commands = Commands.all().stream()
                .map(command -> String.format(Locale.ROOT, "  %-10s %s", command.name(), command.summary()))
                .collect(Collectors.joining("\n"));
        return """
                alambic turns a large neural network into a small ONNX model that a phone can run

                usage: alambic <command> [flags]

                """ + commands + """


                flags of every command: --quiet --verbose --debug --json
                alambic help <command> explains one; alambic --version tells the version
                start with: alambic run breast-cancer
                """;
    }

    /** Returns the flags of one command. */
    static String explain(Command command) {
        return "alambic " + command.name() + " " + command.operands() + "\n  " + command.summary() + "\n\n"
                + command.usage().flags().withCommon().getOptions().stream()
                        .map(HelpCommand::explain)
                        .collect(Collectors.joining("\n"));
    }

    private static String explain(Option option) {
        String dash = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
        String value = option.hasArg() ? " " + option.getArgName() : "";
        String flag = dash + "--" + option.getLongOpt() + value;
        return String.format(Locale.ROOT, "  %-34s %s", flag, option.getDescription());
    }
}
