package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as {@code y, z = domain.Op(a, , b) key=value}, brought into a {@code NodeProto}. */
final class NodeText {
    private static final Pattern CALL = Pattern.compile("(.*?) = (?:([\\w.]+)\\.)?(\\w+)\\(([^)]*)\\)(.*)");

    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int TENSOR = 4;
    private static final int GRAPH = 5;
    private static final int FLOATS = 6;
    private static final int INTS = 7;
    private static final int STRINGS = 8;

    private NodeText() {}

    /** Returns the message; {@code bodies} gives the graph of a name. */
    static Message proto(String line, Function<String, Message> bodies) {
        Matcher call = CALL.matcher(line);
        if (!call.matches()) {
            throw new IllegalArgumentException("expected 'out = Op(in, ...) key=value', was '" + line + "'");
        }
        Message node = new Message();
        names(call.group(4)).forEach(name -> node.text(1, name));
        List<String> outputs = names(call.group(1));
        outputs.forEach(name -> node.text(2, name));
        node.text(3, "n_" + outputs.get(0)).text(4, call.group(3));
        if (call.group(2) != null) {
            node.text(7, call.group(2));
        }
        words(call.group(5).strip()).forEach(word -> node.message(5, attribute(word, bodies)));
        return node;
    }

    private static List<String> names(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /** Splits at blanks that no bracket holds. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char at = i < text.length() ? text.charAt(i) : ' ';
            quoted ^= at == '\'';
            depth += quoted ? 0 : "[<{".indexOf(at) >= 0 ? 1 : "]>}".indexOf(at) >= 0 ? -1 : 0;
            if (at == ' ' && depth == 0 && !quoted) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    /** Returns the {@code AttributeProto} of {@code key=value}. */
    static Message attribute(String pair, Function<String, Message> bodies) {
        int equals = pair.indexOf('=');
        Message proto = new Message().text(1, pair.substring(0, equals));
        String value = pair.substring(equals + 1);
        String inner = value.length() > 1 ? value.substring(1, value.length() - 1) : "";
        return switch (value.charAt(0)) {
            case '[' -> list(proto, names(inner));
            case '\'' -> proto.text(4, inner).number(20, STRING);
            case '{' -> proto.message(6, bodies.apply(inner)).number(20, GRAPH);
            case '<' -> proto.message(5, TensorText.proto("", constant(inner))).number(20, TENSOR);
            case '@' -> reference(proto, value.substring(1).split(":", -1));
            default ->
                isWhole(value)
                        ? proto.number(3, Long.parseLong(value)).number(20, INT)
                        : proto.real(2, Float.parseFloat(value)).number(20, FLOAT);
        };
    }

    private static Message reference(Message proto, String... parts) {
        return proto.text(21, parts[0])
                .number(
                        20,
                        switch (parts[1]) {
                            case "float" -> FLOAT;
                            case "int" -> INT;
                            case "string" -> STRING;
                            default -> INTS;
                        });
    }

    private static Tensor constant(String text) {
        return TensorText.parse(text, new Random(7), name -> {
            throw new IllegalArgumentException("no tensor " + name);
        });
    }

    private static Message list(Message proto, List<String> values) {
        if (values.stream().anyMatch(value -> value.startsWith("'"))) {
            values.forEach(value ->
                    proto.bytes(9, value.substring(1, value.length() - 1).getBytes(StandardCharsets.UTF_8)));
            return proto.number(20, STRINGS);
        }
        if (values.stream().allMatch(NodeText::isWhole)) {
            values.forEach(value -> proto.number(8, Long.parseLong(value)));
            return proto.number(20, INTS);
        }
        values.forEach(value -> proto.real(7, Float.parseFloat(value)));
        return proto.number(20, FLOATS);
    }

    private static boolean isWhole(String value) {
        return value.matches("-?\\d+");
    }
}
