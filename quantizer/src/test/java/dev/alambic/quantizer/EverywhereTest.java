package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.Probe;
import dev.alambic.quantizer.int8.Int8Form;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.ComputeFloat32;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.prune.ChannelPruning;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every way to rewrite a model, on every element type and opset, as the table at the end of docs/operators.md. */
@Tag("slow")
class EverywhereTest {
    private static final Path PAGE = Path.of("..", "docs", "operators.md");
    private static final String MARK = "## Rewriting";
    private static final long FIRST = 7;
    private static final long LAST = 26;
    private static final List<DataType> TYPES =
            List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);

    /** What a way makes at least of outputs, dB. */
    private record Way(double least, Function<OnnxModel, Result> maker) {}

    private static Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("optimize", new Way(30, Quantizer::optimize));
        ways.put("strip", new Way(30, Quantizer::strip));
        ways.put(
                "prune", new Way(Double.NEGATIVE_INFINITY, model -> Quantizer.prune(model, ChannelPruning.defaults())));
        ways.put("int8 dynamic", new Way(15, Quantizer::int8Dynamic));
        ways.put("int8 static", new Way(15, model -> Quantizer.int8Static(model, calibration(model))));
        ways.put(
                "int8 static, qoperator",
                new Way(
                        15,
                        model -> Quantizer.int8Static(
                                model,
                                calibration(model),
                                Int8Options.defaults().withForm(Int8Form.QOPERATOR))));
        ways.put("weights int8", new Way(15, model -> Quantizer.weightOnly(model, WeightOnlyOptions.int8())));
        ways.put("weights int4", new Way(3, model -> Quantizer.weightOnly(model, WeightOnlyOptions.defaults())));
        ways.put("fp16 storage", new Way(30, model -> Quantizer.fp16(model, Fp16.STORAGE)));
        ways.put("fp16 compute", new Way(30, model -> Quantizer.fp16(model, Fp16.COMPUTE)));
        return ways;
    }

    private static Calibration calibration(OnnxModel model) {
        return Calibration.of(Probe.of(ComputeFloat32.runnable(model)).samples(4, 1));
    }

    private static Map<String, Function<DataType, String>> graphs() {
        Map<String, Function<DataType, String>> graphs = new LinkedHashMap<>();
        graphs.put("perceptron", type -> """
                x: %1$s[batch, 32]
                h = Gemm(x, w1, b1)
                a = Relu(h)
                g = MatMul(a, w2)
                y = Add(g, b2)
                return y: %1$s[batch, 24]
                """.replace("%1$s", type.lowerName()));
        graphs.put("convolutions", type -> """
                x: %1$s[batch, 3, 8, 8]
                c = Conv(x, k1, kb) pads=[1,1,1,1]
                n = BatchNormalization(c, s, t, m, v)
                a = Relu(n)
                d = Conv(a, k2)
                p = GlobalAveragePool(d)
                y = Flatten(p)
                return y: %1$s[batch, 16]
                """.replace("%1$s", type.lowerName()));
        return graphs;
    }

    private static OnnxModel model(String text, DataType type, long opset) {
        Weights weights = new Weights(9);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        if (text.contains("Gemm")) {
            shapes.put("w1", new long[] {32, 48});
            shapes.put("b1", new long[] {48});
            shapes.put("w2", new long[] {48, 24});
            shapes.put("b2", new long[] {24});
        } else {
            shapes.put("k1", new long[] {16, 3, 3, 3});
            shapes.put("kb", new long[] {16});
            shapes.put("k2", new long[] {16, 16, 3, 3});
            List.of("s", "t", "m", "v").forEach(name -> shapes.put(name, new long[] {16}));
        }
        OnnxModel model = GraphText.model(
                text,
                b -> shapes.forEach((name, dims) -> {
                    float[] values = weights.normal(dims);
                    for (int i = 0; i < values.length; i++) {
                        values[i] = name.equals("v") ? 0.5f + Math.abs(values[i]) : 0.2f * values[i];
                    }
                    b.initializer(name, Tensor.ofFloats(type, values, dims));
                }));
        return OnnxModel.of(model.graph(), opset);
    }

    /** Returns {@code ok}, or why not. */
    private static String outcome(Way way, OnnxModel model) {
        try {
            Result result = way.maker.apply(model);
            return result.sqnrDecibels() >= way.least ? "ok" : "wrong: " + Math.round(result.sqnrDecibels()) + " dB";
        } catch (UnsupportedModelException e) {
            return reason(String.valueOf(e.getMessage()));
        } catch (RuntimeException | AssertionError e) {
            return "wrong: " + e;
        }
    }

    private static String reason(String message) {
        return message.contains("ONNX Runtime has no kernel") ? "the runtime has no kernel for this type" : message;
    }

    private static String table() {
        List<String> lines = new ArrayList<>(List.of(
                MARK,
                "",
                "Each way to rewrite a model, run on a perceptron and a convolutional network whose weights, inputs and"
                        + " outputs have the type, at each opset from " + FIRST + " to " + LAST
                        + " (bfloat16 from 13 on, as the standard has it), and compared in ONNX Runtime. `ok` at all of"
                        + " them, else what came of the two networks and at which opsets.",
                "",
                "| way | " + TYPES.stream().map(DataType::lowerName).collect(Collectors.joining(" | ")) + " |",
                "|---|" + "---|".repeat(TYPES.size())));
        ways().forEach((name, way) -> lines.add("| " + name + " | "
                + TYPES.stream().map(type -> cell(way, type)).collect(Collectors.joining(" | ")) + " |"));
        return String.join("\n", lines) + "\n";
    }

    /** The standard's operators take bfloat16 since opset 13. */
    private static long first(DataType type) {
        return type == DataType.BFLOAT16 ? 13 : FIRST;
    }

    private static String cell(Way way, DataType type) {
        Map<String, TreeSet<Long>> opsets = new LinkedHashMap<>();
        graphs().values()
                .forEach(graph -> LongStream.rangeClosed(first(type), LAST)
                        .forEach(opset -> opsets.computeIfAbsent(
                                        outcome(way, model(graph.apply(type), type, opset)), any -> new TreeSet<>())
                                .add(opset)));
        return opsets.entrySet().stream()
                .map(entry -> entry.getKey().equals("ok") && opsets.size() == 1
                        ? "ok"
                        : entry.getKey() + " (" + entry.getValue().first() + " to "
                                + entry.getValue().last() + ")")
                .collect(Collectors.joining("; "));
    }

    @Test
    void thePageSaysWhatComesOfEachWay() throws IOException {
        String table = table();
        Files.writeString(Path.of("target", "rewriting.md"), table);
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("operators.update")) {
            int start = page.indexOf(MARK);
            Files.writeString(PAGE, (start < 0 ? page + "\n" : page.substring(0, start)) + table);
        }
        assertThat(table).doesNotContain("wrong");
        assertThat(Files.readString(PAGE)).endsWith(table);
    }
}
