package dev.alambic.cli.command;

import dev.alambic.onnx.message.Nearest;
import dev.alambic.run.UsageException;
import java.util.List;

/** All commands, in the order in which help lists them. */
public final class Commands {

    private Commands() {}

    public static List<Command> all() {
        return List.of(
                new InitCommand(),
                new DataCommand(),
                new RunCommand(),
                TrainingCommand.train(),
                TrainingCommand.distill(),
                new PruneCommand(),
                new FinetuneCommand(),
                new LabelCommand(),
                new ExportCommand(),
                new OptimizeCommand(),
                new StripCommand(),
                new QuantizeCommand(),
                new DiffCommand(),
                new ExplainCommand(),
                new BenchCommand(),
                new ReportCommand(),
                new ServeCommand(),
                new EvaluateCommand(),
                new PredictCommand(),
                new PackageCommand(),
                new VerifyCommand(),
                new InspectCommand(),
                new RecipesCommand(),
                new DoctorCommand(),
                new HelpCommand());
    }

    /**
     * Returns the command of this name.
     *
     * @throws UsageException if there is none, with the nearest
     */
    public static Command named(String name) {
        List<String> names = all().stream().map(Command::name).toList();
        return all().stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown command '" + name + "'"
                        + Nearest.hint(name, names, " (alambic help lists the commands)")));
    }
}
