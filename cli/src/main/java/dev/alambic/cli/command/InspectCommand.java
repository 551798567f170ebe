package dev.alambic.cli.command;

import dev.alambic.bench.record.ModelSize;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** Shows what is in a model file. */
public final class InspectCommand implements Command {

    private static final int LARGEST = 10;
    private static final int MOST_CHARACTERS = 2000;
    private static final int SHOWN_CHARACTERS = 60;

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String summary() {
        return "show a model's inputs, outputs, metadata, operators and largest tensors";
    }

    @Override
    public String operands() {
        return "<model.onnx>";
    }

    @Override
    public Options options() {
        return new Options();
    }

    /** What is in a model file. */
    record Inspection(
            String file,
            long fileBytes,
            long irVersion,
            Map<String, Long> opsets,
            String producer,
            List<Value> inputs,
            List<Value> outputs,
            Map<String, String> metadata,
            Map<String, Long> operators,
            long parameters,
            long nonZeroParameters,
            List<Weight> largest) {}

    /** A named value and its type. */
    record Value(String name, String type) {}

    /** A constant. */
    record Weight(String name, String type, long bytes) {}

    @Override
    public int run(Arguments arguments, Console console) {
        Inspection inspection = inspect(arguments.file());
        console.result(inspection, () -> text(inspection));
        return ExitCode.DONE;
    }

    private static Inspection inspect(Path file) {
        OnnxModel model = OnnxModel.read(file);
        ModelSize size = ModelSize.of(model);
        Map<String, Long> operators = model.graph().nodes().stream()
                .collect(Collectors.groupingBy(InspectCommand::operator, TreeMap::new, Collectors.counting()));
        List<Weight> largest = model.graph().initializers().entrySet().stream()
                .map(entry -> new Weight(
                        entry.getKey(),
                        entry.getValue().toString(),
                        entry.getValue().byteSize()))
                .sorted(Comparator.comparingLong(Weight::bytes).reversed())
                .limit(LARGEST)
                .toList();
        return new Inspection(
                file.toString(),
                bytes(file),
                model.irVersion(),
                model.opsets(),
                (model.content().producer().name() + " "
                                + model.content().producer().version())
                        .strip(),
                values(model.graph().requiredInputs()),
                values(model.graph().outputs()),
                model.metadata(),
                operators,
                size.parameters(),
                size.nonZeroParameters(),
                largest);
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

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Leaves out most of what no one reads in a terminal, such as a tokenizer. */
    private static String shown(String metadata) {
        return metadata.length() <= MOST_CHARACTERS
                ? metadata
                : metadata.substring(0, SHOWN_CHARACTERS).replaceAll("\\s+", " ") + "… ("
                        + Numbers.grouped(metadata.length()) + " characters; --json gives all)";
    }

    private static String text(Inspection of) {
        String opsets = of.opsets().entrySet().stream()
                .map(entry -> (entry.getKey().isEmpty() ? "opset " : entry.getKey() + " ") + entry.getValue())
                .collect(Collectors.joining(", "));
        TextTable values = new TextTable("value", "name", "type");
        of.inputs().forEach(input -> values.row("input", input.name(), input.type()));
        of.outputs().forEach(output -> values.row("output", output.name(), output.type()));
        TextTable operators = new TextTable("operator", "nodes");
        of.operators().forEach(operators::row);
        TextTable largest = new TextTable("largest tensors", "type", "bytes");
        of.largest().forEach(weight -> largest.row(weight.name(), weight.type(), Numbers.grouped(weight.bytes())));
        String metadata = of.metadata().entrySet().stream()
                .map(entry -> "  " + entry.getKey() + " = " + shown(entry.getValue()) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                of.file() + ": " + Numbers.grouped(of.fileBytes()) + " bytes, " + opsets + ", IR version "
                        + of.irVersion() + (of.producer().isEmpty() ? "" : ", by " + of.producer()),
                Numbers.grouped(of.parameters()) + " parameters, " + Numbers.grouped(of.nonZeroParameters())
                        + " of them not zero",
                "",
                values.toString(),
                metadata.isEmpty() ? "" : "\nmetadata\n" + metadata,
                operators.toString(),
                "",
                largest.toString());
    }
}
