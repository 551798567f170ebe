package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.Parameters;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.state.StatePair;
import dev.alambic.onnx.state.StatePairs;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows what is in a model file. */
public final class InspectCommand implements Command {

    private static final int LARGEST = 10;
    private static final int MOST_CHARACTERS = 2000;
    private static final int SHOWN_CHARACTERS = 60;

    @Override
    public Usage usage() {
        return new Usage(
                "inspect",
                "<model.onnx>",
                "show a model's inputs, outputs, metadata, operators and largest tensors",
                new Flags().flag("taps", "list the values inside, which a student can learn from, with their shapes"));
    }

    /** What is in a model file. */
    record Inspection(
            @JsonUnwrapped Origin origin,
            @JsonUnwrapped Interface values,
            Map<String, String> metadata,
            Map<String, Long> operators,
            @JsonUnwrapped Numbered numbers,
            List<Weight> largest) {}

    /** Which file it is, and what wrote it. */
    record Origin(String file, long fileBytes, long irVersion, Map<String, Long> opsets, String producer) {}

    /** What the caller gives and gets, and which of it goes on from call to call. */
    record Interface(List<Value> inputs, List<Value> outputs, List<StatePair> state) {}

    /** Learnt numbers, and the weights that are not counted since each is the transpose of another. */
    record Numbered(long parameters, long nonZeroParameters, Map<String, String> transposedCopies) {}

    /** A named value and its type. */
    record Value(String name, String type) {}

    /** A constant. */
    record Weight(String name, String type, long bytes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        if (arguments.has("taps")) {
            InnerList list = InnerList.of(arguments.modelFile());
            console.result(list, list::text);
            return ExitCode.DONE;
        }
        Inspection inspection = inspect(arguments.operand(), arguments.modelFile());
        console.result(inspection, () -> text(inspection));
        return ExitCode.DONE;
    }

    private static Inspection inspect(String said, Path file) {
        OnnxModel model = OnnxModel.read(file);
        Parameters parameters = WeightCount.of(model);
        Map<String, Long> operators = model.graph()
                .allNodes()
                .collect(Collectors.groupingBy(InspectCommand::operator, TreeMap::new, Collectors.counting()));
        List<Weight> largest = model.graph()
                .allGraphs()
                .flatMap(InspectCommand::stored)
                .sorted(Comparator.comparingLong(Weight::bytes).reversed())
                .limit(LARGEST)
                .toList();
        String producer = (model.content().producer().name() + " "
                        + model.content().producer().version())
                .strip();
        return new Inspection(
                new Origin(said, ModelFiles.bytes(file), model.irVersion(), model.opsets(), producer),
                new Interface(
                        values(model.graph().requiredInputs()),
                        values(model.graph().outputs()),
                        StatePairs.of(model).pairs()),
                model.metadata(),
                operators,
                new Numbered(parameters.count(), parameters.nonZeros(), parameters.copies()),
                largest);
    }

    /** Returns the constants of a graph, which some programs write as nodes. */
    private static Stream<Weight> stored(Graph graph) {
        return Stream.concat(
                        graph.initializers().keySet().stream(),
                        graph.nodes().stream().flatMap(node -> node.outputs().stream()))
                .distinct()
                .flatMap(name -> graph.stored(name).stream()
                        .map(tensor -> new Weight(name, tensor.toString(), tensor.byteSize())));
    }

    private static String operator(Node node) {
        return node.domain().isEmpty() ? node.opType() : node.domain() + "." + node.opType();
    }

    private static List<Value> values(List<ValueInfo> infos) {
        return infos.stream()
                .map(info -> new Value(
                        info.name(),
                        info.type() == null ? "not a tensor" : info.type().toString()))
                .toList();
    }

    /** Leaves out most of what no one reads in a terminal, such as a tokenizer. */
    private static String shown(String metadata) {
        return metadata.length() <= MOST_CHARACTERS
                ? metadata
                : metadata.substring(0, SHOWN_CHARACTERS).replaceAll("\\s+", " ") + "… ("
                        + Numbers.grouped(metadata.length()) + " characters; --json gives all)";
    }

    private static String state(List<StatePair> pairs) {
        return pairs.isEmpty() ? "" : "\n\n" + new StatePairs(pairs).said();
    }

    private static String copies(Map<String, String> copies) {
        return copies.entrySet().stream()
                .map(copy -> "; '" + copy.getKey() + "' is the transpose of '" + copy.getValue()
                        + "', the same numbers, counted once")
                .collect(Collectors.joining());
    }

    private static String text(Inspection of) {
        Origin origin = of.origin();
        String opsets = origin.opsets().entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "opset " : entry.getKey() + " ") + entry.getValue())
                .collect(Collectors.joining(", "));
        TextTable values = new TextTable("value", "name", "type");
        of.values().inputs().forEach(input -> values.row("input", input.name(), input.type()));
        of.values().outputs().forEach(output -> values.row("output", output.name(), output.type()));
        TextTable operators = new TextTable("operator", "nodes");
        of.operators().forEach(operators::row);
        TextTable largest = new TextTable("largest tensors", "type", "bytes");
        of.largest().forEach(weight -> largest.row(weight.name(), weight.type(), Numbers.grouped(weight.bytes())));
        String metadata = of.metadata().entrySet().stream()
                .map(entry -> "  " + entry.getKey() + " = " + shown(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                origin.file() + ": " + Numbers.grouped(origin.fileBytes()) + " bytes, " + opsets + ", IR version "
                        + origin.irVersion() + (origin.producer().isEmpty() ? "" : ", by " + origin.producer()),
                Numbers.grouped(of.numbers().parameters()) + " parameters, "
                        + Numbers.grouped(of.numbers().nonZeroParameters()) + " of them not zero"
                        + copies(of.numbers().transposedCopies()),
                "",
                values.toString() + state(of.values().state()),
                metadata.isEmpty() ? "" : "\nmetadata\n" + metadata,
                operators.toString(),
                "",
                largest.toString());
    }
}
