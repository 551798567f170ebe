package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.OptimizeOptions;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the graph of a model plainer. */
public final class OptimizeCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "optimize",
                "<in.onnx>",
                "make a model's graph plainer, exactly: fold, merge, fuse and drop nodes; show operators before and after",
                ModelFlags.addTo(new Flags())
                        .out("FILE", "where to write (default: <in>-optimized.onnx)")
                        .value("opset", "N", "raise the operators to this version of the standard"));
    }

    /** What a model holds. */
    record Content(long bytes, int nodes, long parameters, long opset, Map<String, Long> operators) {

        static Content of(OnnxModel model, long bytes) {
            return new Content(
                    bytes,
                    (int) model.graph().allNodes().count(),
                    WeightCount.of(model).count(),
                    model.opset(),
                    model.graph()
                            .allNodes()
                            .collect(Collectors.groupingBy(
                                    OptimizeCommand::operator, TreeMap::new, Collectors.counting())));
        }
    }

    /** What optimizing did; the passes are those that changed something. */
    record Optimized(String file, Content before, Content after, List<String> passes, List<String> notes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Path input = arguments.file();
        Path output = ModelFiles.output(arguments, input, "optimized");
        OptimizeOptions options =
                OptimizeOptions.defaults().withOpset(arguments.whole("opset", 1).orElse(0L));
        OnnxModel model = ModelFlags.read(arguments);
        Content before = Content.of(model, ModelFiles.bytes(input, model));
        Result result = Quantizer.optimize(model, options);
        arguments.requireAsked();
        result.model().write(output);
        List<String> passes = result.reports().stream()
                .filter(report -> report.changed())
                .map(report -> report.pass())
                .toList();
        Optimized optimized = new Optimized(
                output.toString(),
                before,
                Content.of(result.model(), ModelFiles.bytes(output)),
                passes,
                result.notes());
        console.result(optimized, () -> text(optimized));
        return ExitCode.DONE;
    }

    private static String operator(Node node) {
        return node.isStandard() ? node.opType() : node.domain() + "." + node.opType();
    }

    private static String text(Optimized of) {
        TextTable table = new TextTable("operator", "before", "after");
        TreeSet<String> operators = new TreeSet<>(of.before().operators().keySet());
        operators.addAll(of.after().operators().keySet());
        operators.forEach(operator -> table.row(
                operator,
                of.before().operators().getOrDefault(operator, 0L),
                of.after().operators().getOrDefault(operator, 0L)));
        table.row("all nodes", of.before().nodes(), of.after().nodes());
        table.row(
                "parameters",
                Numbers.grouped(of.before().parameters()),
                Numbers.grouped(of.after().parameters()));
        table.row(
                "bytes",
                Numbers.grouped(of.before().bytes()),
                Numbers.grouped(of.after().bytes()));
        table.row("opset", of.before().opset(), of.after().opset());
        String notes = of.notes().stream().map(note -> "\n" + note).collect(Collectors.joining());
        return table + "\n\n" + of.file() + " by "
                + (of.passes().isEmpty() ? "no pass: nothing to do" : String.join(", ", of.passes())) + notes;
    }
}
