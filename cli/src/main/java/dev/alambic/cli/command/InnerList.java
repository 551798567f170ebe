package dev.alambic.cli.command;

import dev.alambic.chart.table.TextTable;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.input.TypicalInputs;
import dev.alambic.onnx.match.InnerValues;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.runtime.ValueShapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values inside a model that another can learn from, with the shapes that they have for two typical samples.
 *
 * @param values in the order of the nodes
 */
record InnerList(String file, List<Inner> values) {

    private static final int SAMPLES = 2;

    /**
     * A value.
     *
     * @param shape of two samples
     * @param operator that computes it
     * @param goodFor {@code features} or {@code attention} where it is paired without being named; else empty
     */
    record Inner(String name, List<Long> shape, String operator, String goodFor) {}

    static InnerList of(Path file) {
        OnnxModel model = OnnxModel.read(file);
        Map<String, long[]> shapes =
                ValueShapes.of(model, TypicalInputs.of(model, InputSizes.free()).of(SAMPLES));
        InnerValues inner = InnerValues.of(model.graph());
        Set<String> features = new HashSet<>(inner.of(ValueKind.FEATURES));
        Set<String> attention = new HashSet<>(inner.of(ValueKind.ATTENTION));
        List<Inner> values = new ArrayList<>();
        for (String name : inner.names()) {
            long[] shape = shapes.get(name);
            if (shape != null && shape.length >= 2 && shape[0] == SAMPLES) {
                values.add(new Inner(
                        name,
                        Arrays.stream(shape).boxed().toList(),
                        model.graph().index().producer(name).map(Node::opType).orElse(""),
                        features.contains(name)
                                ? ValueKind.FEATURES.name().toLowerCase(Locale.ROOT)
                                : attention.contains(name)
                                        ? ValueKind.ATTENTION.name().toLowerCase(Locale.ROOT)
                                        : ""));
            }
        }
        return new InnerList(file.toString(), values);
    }

    String text() {
        TextTable table = new TextTable("value", "shape", "operator", "paired as");
        values.forEach(value -> table.row(
                value.name,
                value.shape.stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                value.operator,
                value.goodFor));
        return file + ": " + values.size() + " values inside that a student can learn from (map: {teacher.<value>:"
                + " student.<value>}), for " + SAMPLES + " samples\n\n" + table;
    }
}
