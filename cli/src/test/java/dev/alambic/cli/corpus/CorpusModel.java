package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One model of the corpus; see the package. */
final class CorpusModel {
    /** A way that does not take the model: with which code, and what it says. */
    record Refusal(int code, String part) {}

    private static final int SAMPLES = 4;
    private static final String LOCAL = "local";

    private final String name;
    private final Random random;
    private final GraphLines graph;
    private final Deque<GraphLines> open = new ArrayDeque<>();
    private final Map<String, Message> bodies = new HashMap<>();
    private final Map<String, Long> versions = new LinkedHashMap<>();
    private final List<Message> functions = new ArrayList<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> marks = new LinkedHashSet<>();
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();
    private final Map<String, Double> least = new HashMap<>();
    private final Set<String> jumps = new LinkedHashSet<>();
    private String function = "";

    CorpusModel(String name, List<String> lines) {
        this.name = name;
        this.random = new Random(name.hashCode());
        this.graph = new GraphLines(name, random, bodies);
        open.push(graph);
        lines.forEach(this::add);
    }

    private void add(String line) {
        String[] words = line.split(" +");
        switch (words[0]) {
            case "opset" -> {
                versions.put("", Long.parseLong(words[1]));
                numbers(words, 2, versions);
            }
            case "size" -> numbers(words, 1, sizes);
            case "listed", "external", "unrunnable" -> marks.add(words[0]);
            case "grows" -> marks.add(line);
            case "keeps" -> least.put(words[1], Double.parseDouble(words[2]));
            case "differs" -> jumps.add(words[1]);
            case "refuses" -> refusals.put(words[1], new Refusal(Integer.parseInt(words[2]), line.split(" +", 4)[3]));
            case "graph" -> open.push(new GraphLines(words[1], random, bodies));
            case "function" -> {
                function = line.substring(words[0].length()).strip();
                open.push(new GraphLines(function, random, bodies));
            }
            case "end" -> close(open.pop());
            default -> open.element().add(line);
        }
    }

    private static void numbers(String[] words, int first, Map<String, Long> into) {
        for (int i = first; i < words.length; i++) {
            int equals = words[i].lastIndexOf('=');
            into.put(words[i].substring(0, equals), Long.parseLong(words[i].substring(equals + 1)));
        }
    }

    private void close(GraphLines body) {
        // a body inside a function is closed before it
        if (function.isEmpty() || open.size() > 1) {
            body.close();
            return;
        }
        functions.add(function(body));
        function = "";
    }

    private Message function(GraphLines body) {
        int bracket = function.indexOf('(');
        int close = function.indexOf(')');
        int dot = function.lastIndexOf('.', bracket);
        Message proto = new Message().text(1, function.substring(dot + 1, bracket));
        for (String operand : function.substring(bracket + 1, close).split(",", -1)) {
            proto.text(4, operand.strip());
        }
        body.outputs().forEach(output -> proto.text(5, output));
        body.nodes(proto, 7);
        for (String pair : function.substring(close + 1).strip().split(" +")) {
            if (pair.contains("=")) {
                proto.message(11, NodeText.attribute(pair, none -> new Message()));
            } else if (!pair.isEmpty()) {
                proto.text(6, pair);
            }
        }
        versions.forEach((domain, version) -> proto.message(9, opset(domain, version)));
        return proto.message(9, opset(LOCAL, 1)).text(10, function.substring(0, dot));
    }

    private static Message opset(String domain, long version) {
        return new Message().text(1, domain).number(2, version);
    }

    String name() {
        return name;
    }

    Map<String, Refusal> refusals() {
        return refusals;
    }

    /** Returns the least that {@code way} is held to, dB. */
    double least(String way, double usual) {
        return least.getOrDefault(way, usual);
    }

    /** Returns whether only the types of what {@code way} gives are compared. */
    boolean jumps(String way) {
        return jumps.contains(way) || jumps.contains("every");
    }

    /** Returns whether ONNX Runtime has all its operators. */
    boolean runs() {
        return !marks.contains("unrunnable");
    }

    /** Returns whether {@code way} may write a larger file. */
    boolean grows(String way) {
        return marks.contains("grows " + way);
    }

    /** Writes the file into {@code folder}, and beside it {@code samples}, in the form of the standard's own tests. */
    Path write(Path folder) throws IOException {
        Path file = folder.resolve(name + ".onnx");
        ByteArrayOutputStream outside = new ByteArrayOutputStream();
        Message proto = model(
                marks.contains("external")
                        ? graph.outside(name + ".weights", outside)
                        : graph.proto(marks.contains("listed"), TensorText::proto));
        Files.write(file, proto.toBytes());
        if (outside.size() > 0) {
            Files.write(folder.resolve(name + ".weights"), outside.toByteArray());
        }
        List<Map<String, Tensor>> samples = samples();
        for (int i = 0; i < samples.size(); i++) {
            Path set = Files.createDirectories(folder.resolve("samples").resolve("test_data_set_" + i));
            List<Tensor> inputs = List.copyOf(samples.get(i).values());
            for (int k = 0; k < inputs.size(); k++) {
                Files.write(
                        set.resolve("input_" + k + ".pb"),
                        TensorText.proto("", inputs.get(k)).toBytes());
            }
        }
        return file;
    }

    private Message model(Message graphProto) {
        Map<String, Long> opsets = new LinkedHashMap<>(versions);
        Long ir = opsets.remove("ir");
        if (!functions.isEmpty()) {
            opsets.put(LOCAL, 1L);
        }
        Message model =
                new Message().number(1, ir == null ? 8 : ir).text(2, "corpus").message(7, graphProto);
        opsets.forEach((domain, version) -> model.message(8, opset(domain, version)));
        functions.forEach(each -> model.message(25, each));
        return model;
    }

    /** Returns inputs that the model takes, in the order of its inputs. */
    List<Map<String, Tensor>> samples() {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Random each = new Random(100L + i);
            Map<String, Tensor> sample = new LinkedHashMap<>();
            graph.inputs()
                    .forEach(input -> sample.put(
                            input.name(), input.fill().tensor(input.type().element(), dims(input), each, other -> {
                                throw new IllegalArgumentException("samples are not made of " + other);
                            })));
            samples.add(sample);
        }
        return samples;
    }

    private long[] dims(GraphLines.Input input) {
        return input.type().sizes(sizes);
    }

    @Override
    public String toString() {
        return name;
    }
}
