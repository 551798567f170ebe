package dev.alambic.onnx.edit;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The form of a finished model of a table that takes its columns, one input each, categories as texts:
 *
 * <pre>
 * number    float [batch, 1]      NaN where it is missing
 * category  string [batch, 1]     empty where it is missing; LabelEncoder (ai.onnx.ml) makes it its place in the list
 * date      float [batch, parts]  NaN where it is missing
 * x         = Concat(columns)     [batch, features], the input that the model had
 * </pre>
 *
 * An input is called as its column, other characters than letters, digits and {@code _} being {@code _}; where the
 * model has a value of that name, with a number behind it. The metadata list them under
 * {@link dev.alambic.onnx.ModelMetadata#COLUMNS}.
 */
public final class StringInputs {

    private static final String DOMAIN = "ai.onnx.ml";
    /** The first version of LabelEncoder that takes texts and gives floats, and is not deprecated. */
    private static final long VERSION = 2;

    private StringInputs() {}

    /**
     * Returns {@code model} with the columns of its table as inputs.
     *
     * @throws UnsupportedModelException if it takes no table of more than numbers, by one input, or takes columns
     *     already
     */
    public static OnnxModel applyTo(OnnxModel model) {
        ModelInfo info = ModelInfo.of(model);
        if (!info.columns().isEmpty()) {
            throw new UnsupportedModelException("model: its inputs are columns already (" + info.columns() + ")");
        }
        InputMeaning meaning = info.input();
        if (!(meaning instanceof InputMeaning.Table table)
                || table.columns().stream().noneMatch(TableColumn.Category.class::isInstance)) {
            throw new UnsupportedModelException(
                    "model: only a table with categories has texts to take (expected metadata of one, was "
                            + (meaning == null
                                    ? "none"
                                    : "a " + meaning.kind()
                                            + (meaning instanceof InputMeaning.Table ? " of numbers" : ""))
                            + ")");
        }
        ValueInfo matrix = matrix(model.graph(), table);
        List<String> names = new ArrayList<>();
        Graph fronted = model.graph().edit(out -> {
            names.addAll(table.columns().stream()
                    .map(column -> out.fresh(sanitized(column.name())))
                    .toList());
            List<ValueInfo> inputs = new ArrayList<>();
            for (ValueInfo input : model.graph().inputs()) {
                if (input.name().equals(matrix.name())) {
                    IntStream.range(0, names.size())
                            .forEach(i -> inputs.add(input(
                                    names.get(i),
                                    table.columns().get(i),
                                    shape(matrix).dim(0))));
                } else {
                    inputs.add(input);
                }
            }
            out.inputs(inputs).nodes(front(out, table, names, matrix.name()));
            model.graph().nodes().forEach(out::node);
            List<ValueInfo> known = new ArrayList<>(model.graph().valueInfos());
            known.add(matrix);
            out.valueInfos(known);
        });
        long version = Math.max(VERSION, model.opsets().getOrDefault(DOMAIN, VERSION));
        return info.withColumns(names).applyTo(model.withGraph(fronted).withOpset(DOMAIN, version));
    }

    private static ValueInfo matrix(Graph graph, InputMeaning.Table table) {
        List<ValueInfo> inputs = graph.requiredInputs();
        boolean fits = inputs.size() == 1
                && inputs.get(0).type() != null
                && inputs.get(0).type().elementType() == DataType.FLOAT
                && shape(inputs.get(0)).rank() == 2;
        if (!fits) {
            throw new UnsupportedModelException("model: its table comes by one input (expected float [batch, "
                    + table.features().size() + "], was " + inputs + ")");
        }
        return inputs.get(0);
    }

    private static Shape shape(ValueInfo input) {
        TensorType type = input.type();
        return type == null || type.shape() == null ? new Shape(List.of()) : type.shape();
    }

    private static ValueInfo input(String name, TableColumn column, Dim batch) {
        DataType type = column instanceof TableColumn.Category ? DataType.STRING : DataType.FLOAT;
        return ValueInfo.of(
                name, type, new Shape(List.of(batch, Dim.of(column.features().size()))));
    }

    private static List<Node> front(Graph.Builder out, InputMeaning.Table table, List<String> names, String matrix) {
        List<Node> front = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (table.columns().get(i) instanceof TableColumn.Category category) {
                String code = out.fresh(name + ".code");
                front.add(encoder(category, name, code));
                values.add(code);
            } else {
                values.add(name);
            }
        }
        front.add(Node.of("Concat", values, matrix).with("axis", 1));
        return front;
    }

    private static Node encoder(TableColumn.Category category, String text, String code) {
        List<Bytes> keys =
                new ArrayList<>(category.values().stream().map(Bytes::utf8).toList());
        List<Float> places = new ArrayList<>(
                IntStream.range(0, keys.size()).mapToObj(place -> (float) place).toList());
        int empty = category.values().indexOf("");
        if (empty < 0) {
            keys.add(Bytes.utf8(""));
            places.add((float) category.missingCode());
        } else {
            places.set(empty, (float) category.missingCode());
        }
        return Node.of("LabelEncoder", List.of(text), code)
                .withDomain(DOMAIN)
                .with("keys_strings", new Attribute.OfStrings(keys))
                .with("values_floats", new Attribute.OfFloats(places))
                .with("default_float", (float) category.other());
    }

    /** Returns the name that the input of a column has unless something else is called so. */
    static String sanitized(String column) {
        StringBuilder name = new StringBuilder();
        column.codePoints()
                .map(each -> Character.isLetterOrDigit(each) ? each : '_')
                .forEach(name::appendCodePoint);
        return name.toString();
    }
}
