package dev.alambic.onnx;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads graphs written as text, for tests.
 *
 * <pre>{@code
 * x: float[batch, 4]                       an input
 * y = Conv(x, w) group=2 pads=[0,0,1,1]    a node; attributes are ints, floats, 'text', or lists of them
 * com.microsoft.Gelu                       an operator of another domain
 * return y: float[batch, 2]                an output; the type may be left out
 * }</pre>
 *
 * <p>Initializers are added by the caller: {@code graph(text, b -> b.initializer("w", tensor))}.
 */
public final class GraphText {
    private static final Pattern CALL =
            Pattern.compile("([\\w./, ]+) = (?:([\\w.]+)\\.)?(\\w+)\\(([\\w./, ]*)\\)((?: \\w+=\\S+)*)");
    private static final Pattern VALUE = Pattern.compile("([\\w./]+)(?:: *(\\w+)\\[([\\w, ?+*/-]*)\\])?");

    private GraphText() {}

    public static Graph graph(String text) {
        return graph(text, builder -> {});
    }

    /** Reads {@code text}, then lets {@code more} add to the graph, initializers above all. */
    public static Graph graph(String text, Consumer<Graph.Builder> more) {
        return Graph.build("test", builder -> {
            text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> read(builder, line));
            more.accept(builder);
        });
    }

    /** Returns a model of the graph at opset 17. */
    public static OnnxModel model(String text, Consumer<Graph.Builder> more) {
        return OnnxModel.of(graph(text, more), 17);
    }

    private static void read(Graph.Builder builder, String line) {
        if (line.startsWith("return ")) {
            splitValues(line.substring("return ".length())).forEach(part -> builder.output(value(part)));
        } else if (line.contains("=")) {
            builder.node(node(line));
        } else {
            builder.input(value(line));
        }
    }

    private static List<String> splitValues(String text) {
        return Arrays.stream(text.split(";")).map(String::strip).toList();
    }

    private static ValueInfo value(String text) {
        Matcher value = VALUE.matcher(text);
        if (!value.matches()) {
            throw new IllegalArgumentException("expected 'name: type[dims]', was '" + text + "'");
        }
        if (value.group(2) == null) {
            return new ValueInfo(value.group(1), null, Bytes.EMPTY);
        }
        DataType type = Stream.of(DataType.values())
                .filter(each -> each.lowerName().equals(value.group(2)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no element type " + value.group(2)));
        Object[] dims = names(value.group(3)).stream()
                .map(dim -> dim.matches("\\d+") ? (Object) Long.valueOf(dim) : dim)
                .toArray();
        return ValueInfo.of(value.group(1), type, Shape.symbolic(dims));
    }

    private static Node node(String line) {
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            throw new IllegalArgumentException("expected 'out = Op(in, ...) key=value', was '" + line + "'");
        }
        Node node = Node.of(call.group(3), names(call.group(4)), names(call.group(1)));
        if (call.group(2) != null) {
            node = node.withDomain(call.group(2));
        }
        for (String pair : call.group(5).strip().split(" +")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                node = node.with(pair.substring(0, equals), attribute(pair.substring(equals + 1)));
            }
        }
        return node;
    }

    private static List<String> names(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    private static Attribute attribute(String text) {
        if (text.startsWith("[")) {
            return list(names(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("'")) {
            return new Attribute.OfString(Bytes.utf8(text.substring(1, text.length() - 1)));
        }
        return text.matches("-?\\d+")
                ? new Attribute.OfInt(Long.parseLong(text))
                : new Attribute.OfFloat(Float.parseFloat(text));
    }

    private static Attribute list(List<String> values) {
        if (values.stream().anyMatch(value -> value.startsWith("'"))) {
            return new Attribute.OfStrings(values.stream()
                    .map(value -> Bytes.utf8(value.substring(1, value.length() - 1)))
                    .toList());
        }
        return values.stream().anyMatch(value -> value.contains("."))
                ? new Attribute.OfFloats(values.stream().map(Float::valueOf).toList())
                : new Attribute.OfInts(values.stream().map(Long::valueOf).toList());
    }
}
