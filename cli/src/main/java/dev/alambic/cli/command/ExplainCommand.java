package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.explain.Conversions;
import dev.alambic.quantizer.explain.Explanation;
import dev.alambic.quantizer.explain.NodeExecution;
import dev.alambic.quantizer.explain.OperatorSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells which nodes of a model the runtime executes on integers, and why not the others. */
public final class ExplainCommand implements Command {

    private static final long SHOWN = 20;

    @Override
    public Usage usage() {
        return new Usage(
                "explain",
                "<model.onnx>",
                "tell which nodes the runtime really runs on integers, and why not the others",
                DeviceFlags.addTo(new Flags().value("top", "N", "float nodes to show (default: 20)")));
    }

    /** What the runtime makes of a model. */
    record Explained(
            String file,
            @JsonUnwrapped Shares shares,
            Conversions conversions,
            Map<String, Integer> reasons,
            List<OperatorSummary> operators,
            List<NodeExecution> nodes) {}

    /** How much runs on integers. */
    record Shares(int integerNodes, int floatNodes, double integerShareOfMacs) {}

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand();
        int top = arguments.whole("top", 0, SHOWN);
        Explanation explanation = Explanation.of(OnnxModel.read(arguments.modelFile()), DeviceFlags.session(arguments));
        Explained explained = new Explained(
                file,
                new Shares(explanation.integers(), explanation.floats().size(), explanation.integerShare()),
                explanation.conversions(),
                explanation.reasons(),
                explanation.byOperator(),
                explanation.nodes());
        console.result(explained, () -> text(explained, explanation, top));
        return ExitCode.DONE;
    }

    private static String text(Explained explained, Explanation explanation, int top) {
        Conversions conversions = explained.conversions();
        String summary = explained.file() + ": "
                + Numbers.percent(explained.shares().integerShareOfMacs())
                + " of the multiplications run on integers; "
                + Numbers.grouped(explained.shares().integerNodes())
                + " nodes compute on integers, "
                + Numbers.grouped(explained.shares().floatNodes()) + " in floating point\n"
                + Numbers.grouped(conversions.executed()) + " conversions between floats and integers are executed each"
                + " time; the model has " + Numbers.grouped(conversions.inModel());
        return summary + "\n\n" + operators(explained.operators()) + reasons(explained.reasons())
                + floats(explanation, top);
    }

    private static TextTable operators(List<OperatorSummary> operators) {
        TextTable table = new TextTable("operator", "nodes", "integer", "float", "neither", "executed as");
        operators.forEach(each -> table.row(
                each.operator(),
                each.nodes(),
                each.integer(),
                each.floating(),
                each.other(),
                each.kernels().entrySet().stream()
                        .map(kernel -> kernel.getKey() + " " + kernel.getValue())
                        .collect(Collectors.joining(", "))));
        return table;
    }

    private static String reasons(Map<String, Integer> reasons) {
        if (reasons.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("nodes", "float because");
        reasons.forEach((reason, count) -> table.row(count, reason));
        return "\n\n" + table;
    }

    /** The nodes that multiply most come first. */
    private static String floats(Explanation explanation, int top) {
        List<NodeExecution> floats = explanation.floats().stream()
                .sorted(Comparator.comparingLong(NodeExecution::macs).reversed())
                .limit(top)
                .toList();
        if (floats.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable("float node", "operator", "executed as", "because");
        floats.forEach(node -> table.row(node.node(), node.operator(), node.kernel(), node.reason()));
        int left = explanation.floats().size() - floats.size();
        return "\n\n" + table + (left == 0 ? "" : "\n… and " + Numbers.grouped(left) + " more (--top)");
    }
}
