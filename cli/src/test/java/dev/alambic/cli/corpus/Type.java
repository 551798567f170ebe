package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The type of a value, as {@code float[batch, 3]}, {@code int64[?]} (an anonymous axis), {@code float} (any rank),
 * {@code seq(float)} or {@code opt(float[2])}.
 *
 * @param around {@code seq}, {@code opt}, or empty for a tensor
 * @param dims null if not even the rank is told
 */
record Type(String around, DataType element, @Nullable List<String> dims) {
    private static final Pattern TENSOR = Pattern.compile("(\\w+)(?:\\[([^]]*)])?");
    private static final Pattern AROUND = Pattern.compile("(seq|opt)\\((.*)\\)");
    private static final Pattern SIZE = Pattern.compile("\\d+");

    static Type parse(String text) {
        Matcher outer = AROUND.matcher(text);
        if (outer.matches()) {
            Type inner = parse(outer.group(2));
            return new Type(outer.group(1), inner.element, inner.dims);
        }
        Matcher tensor = TENSOR.matcher(text);
        if (!tensor.matches()) {
            throw new IllegalArgumentException("expected type[dims], was '" + text + "'");
        }
        DataType element = Stream.of(DataType.values())
                .filter(each -> each.lowerName().equals(tensor.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no element type " + tensor.group(1)));
        return new Type("", element, tensor.group(2) == null ? null : split(tensor.group(2)));
    }

    private static List<String> split(String dims) {
        return dims.isBlank()
                ? List.of()
                : Arrays.stream(dims.split(",", -1)).map(String::strip).toList();
    }

    boolean isTensor() {
        return around.isEmpty();
    }

    /** Returns the extents, symbols being as {@code sizes} has them, 2 if it has not; of any rank it is a vector. */
    long[] sizes(Map<String, Long> sizes) {
        return dims == null
                ? new long[] {sizes.getOrDefault("?", 2L)}
                : dims.stream()
                        .mapToLong(
                                dim -> SIZE.matcher(dim).matches() ? Long.parseLong(dim) : sizes.getOrDefault(dim, 2L))
                        .toArray();
    }

    /** Returns the {@code TypeProto}. */
    Message proto() {
        Message tensor = new Message().number(1, element.code());
        if (dims != null) {
            Message shape = new Message();
            dims.forEach(dim -> shape.message(1, dimension(dim)));
            tensor.message(2, shape);
        }
        Message proto = new Message().message(1, tensor);
        return switch (around) {
            case "seq" -> new Message().message(4, new Message().message(1, proto));
            case "opt" -> new Message().message(9, new Message().message(1, proto));
            default -> proto;
        };
    }

    private static Message dimension(String dim) {
        if (SIZE.matcher(dim).matches()) {
            return new Message().number(1, Long.parseLong(dim));
        }
        return dim.equals("?") ? new Message() : new Message().text(2, dim);
    }
}
