package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.edit.KeptLayers;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.prune.ChannelPruner;
import dev.alambic.quantizer.prune.PrunePlan;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prunes: a student while it is trained, by a recipe, or the channels of a model file, without data. */
final class PruneCommand implements Command {

    private static final String LAYERS = "layers";
    private static final String EVERY_SECOND = "everySecond";

    private final Command training = TrainingCommand.prune();

    @Override
    public Usage usage() {
        return new Usage(
                "prune",
                "<recipe or in.onnx>",
                "train the recipe's student with pruning; or cut channels of a model file, by data if there are some",
                CalibrationFlags.addSource(ModelFlags.addTo(
                                ChannelFlags.addTo(training.usage().flags())))
                        .value("samples", "N", "samples to make up for the cut by at most (default: 256)")
                        .value(
                                LAYERS,
                                "WHICH",
                                "of a model file: keep these of the layers that are repeated, 0,2,4 or everySecond")
                        .out(
                                "PATH",
                                "the run's folder (default: runs/<name>-<time>), or the file (default: <in>-pruned.onnx)"));
    }

    /** What happens to one group of coupled channels; {@code reason} says why it stays. */
    record Group(String name, int before, int after, String reason) {}

    /** What pruning did, or would do; the file is null if it was only planned. */
    record Pruned(
            @Nullable String file,
            List<Group> groups,
            PrunePlan.Cost before,
            PrunePlan.Cost after,
            List<String> notes) {}

    /** Which of the repeated layers of a model stayed, and parameters before and after. */
    record Shortened(String file, List<String> layers, List<Integer> kept, long before, long after) {}

    @Override
    public int run(Arguments arguments, Console console) {
        if (!arguments.operands(0, 1).stream().allMatch(PruneCommand::isModel)
                || arguments.operands(0, 1).isEmpty()) {
            ChannelFlags.refuse(arguments, LAYERS);
            return training.run(arguments, console);
        }
        pruneFile(arguments, console);
        return ExitCode.DONE;
    }

    private static boolean isModel(String operand) {
        return operand.toLowerCase(Locale.ROOT).endsWith(".onnx") || ModelSource.isName(operand);
    }

    private static void pruneFile(Arguments arguments, Console console) {
        for (String flag : List.of("set", "resume", "teacher")) {
            if (arguments.has(flag)) {
                throw new UsageException("prune: --" + flag + " is for recipes, not for a model file");
            }
        }
        Path input = arguments.file();
        Path output = ModelFiles.output(arguments, input, "pruned");
        OnnxModel model = ModelFlags.read(arguments);
        StateFlags.say(model, console);
        if (arguments.has(LAYERS)) {
            keepLayers(arguments, model, output, console);
            return;
        }
        PrunePlan plan = ChannelPruner.plan(model, ChannelFlags.pruning(arguments));
        if (arguments.has("dry-run")) {
            console.result(pruned(null, plan, List.of()), () -> table(plan) + "\n" + costs(plan));
            return;
        }
        console.progress(table(plan));
        Result result = cut(arguments, input, model, plan, console);
        arguments.requireAsked();
        result.model().write(output);
        result.notes().forEach(note -> console.progress("note: " + note));
        console.result(pruned(output.toString(), plan, result.notes()), () -> output + ": " + costs(plan));
    }

    private static void keepLayers(Arguments arguments, OnnxModel model, Path output, Console console) {
        ChannelFlags.requireNone(
                arguments, "prune: --layers keeps layers whole (expected channels in a call of their own");
        List<KeptLayers.Layer> layers = KeptLayers.of(model);
        List<Integer> kept =
                arguments.text(LAYERS).filter(EVERY_SECOND::equalsIgnoreCase).isPresent()
                        ? KeptLayers.everySecond(layers.size())
                        : arguments.wholes(LAYERS, 0);
        OnnxModel made = KeptLayers.keep(model, kept);
        arguments.requireAsked();
        made.write(output);
        Shortened result = new Shortened(
                output.toString(),
                layers.stream().map(KeptLayers.Layer::name).toList(),
                kept,
                WeightCount.of(model).count(),
                WeightCount.of(made).count());
        console.result(
                result,
                () -> output + ": " + kept.size() + " of " + layers.size() + " layers stay, "
                        + cost("parameters", result.before(), result.after()));
    }

    /** Cuts; with samples, what stays takes over what it can of the work of what goes. */
    private static Result cut(Arguments arguments, Path input, OnnxModel model, PrunePlan plan, Console console) {
        CalibrationFlags flags = new CalibrationFlags(arguments);
        if (!flags.isThere(input)) {
            return Quantizer.prune(model, plan);
        }
        InputSamples samples = flags.samples(input, model);
        console.progress("made up for by " + samples.source());
        return Quantizer.prune(model, plan, Calibration.of(samples.batches()));
    }

    private static Pruned pruned(@Nullable String file, PrunePlan plan, List<String> notes) {
        List<Group> groups = plan.groups().stream()
                .map(group -> new Group(group.name(), group.before(), group.after(), group.reason()))
                .toList();
        return new Pruned(file, groups, plan.before(), plan.after(), notes);
    }

    private static String table(PrunePlan plan) {
        TextTable table = new TextTable("channels of", "before", "after", "stays because");
        plan.groups().forEach(group -> table.row(group.name(), group.before(), group.after(), group.reason()));
        return table.toString();
    }

    private static String costs(PrunePlan plan) {
        return cost("parameters", plan.before().parameters(), plan.after().parameters()) + ", "
                + cost("multiplications", plan.before().macs(), plan.after().macs());
    }

    private static String cost(String what, long before, long after) {
        return Numbers.grouped(before) + " " + what + " became " + Numbers.grouped(after) + " ("
                + Numbers.percent(before == 0 ? 1 : (double) after / before) + ")";
    }
}
