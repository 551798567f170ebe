package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;

/** The lines of one graph, body or function, and its {@code GraphProto}. */
final class GraphLines {
    /** An input, and what the samples hold. */
    record Input(String name, Type type, Fill fill) {}

    private final String name;
    private final Random random;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<String> nodes = new ArrayList<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private final Map<String, Message> bodies;

    /** @param bodies the graphs that attributes name, of the whole model */
    GraphLines(String name, Random random, Map<String, Message> bodies) {
        this.name = name;
        this.random = random;
        this.bodies = bodies;
    }

    List<Input> inputs() {
        return inputs;
    }

    void add(String line) {
        String rest = line.substring(line.indexOf(' ') + 1);
        switch (line.substring(0, line.indexOf(' '))) {
            case "in" -> inputs.add(input(rest));
            case "const" -> {
                int colon = rest.indexOf(": ");
                constants.put(rest.substring(0, colon), TensorText.parse(rest.substring(colon + 2), random, other -> {
                    Tensor known = constants.get(other);
                    if (known == null) {
                        throw new IllegalArgumentException("no tensor " + other);
                    }
                    return known;
                }));
            }
            case "out" -> {
                int colon = rest.indexOf(": ");
                outputs.put(colon < 0 ? rest : rest.substring(0, colon), colon < 0 ? "" : rest.substring(colon + 2));
            }
            default -> nodes.add(line);
        }
    }

    private static Input input(String text) {
        int colon = text.indexOf(": ");
        String type = text.substring(colon + 2);
        int end = type.contains("]") ? type.indexOf(']') + 1 : (type + " ").indexOf(' ');
        while (end < type.length() && type.charAt(end) == ')') {
            end++;
        }
        return new Input(
                text.substring(0, colon),
                Type.parse(type.substring(0, end)),
                new Fill(type.substring(end).strip()));
    }

    /** Makes this a graph that attributes name. */
    void close() {
        bodies.put(name, proto(false, TensorText::proto));
    }

    /** Returns the nodes alone, in a function's field {@code field}. */
    void nodes(Message into, int field) {
        nodes.forEach(node -> into.message(field, NodeText.proto(node, this::body)));
    }

    List<String> outputs() {
        return List.copyOf(outputs.keySet());
    }

    private Message body(String wanted) {
        Message body = bodies.get(wanted);
        if (body == null) {
            throw new IllegalArgumentException("no graph " + wanted);
        }
        return body;
    }

    /**
     * Returns the graph.
     *
     * @param listed whether initializers are inputs too
     */
    Message proto(boolean listed, BiFunction<String, Tensor, Message> writer) {
        Message graph = new Message();
        nodes(graph, 1);
        graph.text(2, name);
        constants.forEach((value, tensor) -> graph.message(5, writer.apply(value, tensor)));
        inputs.forEach(
                input -> graph.message(11, value(input.name(), input.type().proto())));
        if (listed) {
            constants.forEach((value, tensor) ->
                    graph.message(11, value(value, new Type("", tensor.dataType(), dims(tensor)).proto())));
        }
        outputs.forEach((value, type) -> graph.message(
                12,
                type.isEmpty()
                        ? new Message().text(1, value)
                        : value(value, Type.parse(type).proto())));
        return graph;
    }

    /** Returns the graph with its weights in {@code outside}, which is to be the file of that name. */
    Message outside(String file, ByteArrayOutputStream outside) {
        return proto(false, (value, tensor) -> {
            long offset = outside.size();
            outside.writeBytes(TensorText.bytes(tensor));
            return TensorText.outside(value, tensor, file, offset);
        });
    }

    private static List<String> dims(Tensor tensor) {
        List<String> dims = new ArrayList<>();
        for (long dim : tensor.dims()) {
            dims.add(Long.toString(dim));
        }
        return dims;
    }

    private static Message value(String name, Message type) {
        return new Message().text(1, name).message(2, type);
    }
}
