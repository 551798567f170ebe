package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A flag acts, or it is refused: none is taken and dropped. */
@Tag("slow")
final class FlagsTest {

    /** Flags of {@code quantize} that change what is written, with a value other than their default. */
    private static final Map<String, String> CHANGING = Map.ofEntries(
            Map.entry("half-io", ""),
            Map.entry("exclude", ".*"),
            Map.entry("form", "qoperator"),
            Map.entry("activations", "u16"),
            Map.entry("weight-range", "reduced"),
            Map.entry("per-tensor", ""),
            Map.entry("symmetric", ""),
            Map.entry("elementwise", ""),
            Map.entry("recurrent", "float"),
            Map.entry("accuracy", "fast"),
            Map.entry("equalize", ""),
            Map.entry("block", "16"),
            Map.entry("rounding", "hqq"),
            Map.entry("standard", ""),
            Map.entry("samples", "2"),
            Map.entry("ranges", "moving-average"),
            Map.entry("percentile", "80"));

    /** Flags of {@code quantize} that say where to read or write, how to check, or begin another form or search. */
    private static final Set<String> OTHERS = Set.of(
            "out",
            "target",
            "int8",
            "fp16",
            "bf16",
            "weights",
            "max-drop",
            "min-sqnr",
            "calibration",
            "inputs",
            "cache",
            "data",
            "label",
            "target-column",
            "label-column",
            "label-separator",
            "separator",
            "decimal",
            "encoding",
            "text-column",
            "tokenizer",
            "length",
            "input-role",
            "split",
            "seed",
            "unchecked",
            "tie-weights",
            "constant-initializers",
            "shape",
            "fix",
            "time",
            "quiet",
            "verbose",
            "debug",
            "json",
            "image-size",
            "mean",
            "std",
            "state",
            "sequence",
            "preprocess",
            "fit",
            "colours");

    @TempDir
    private static Path folder;

    private static Path model = Path.of("");
    private static Path samples = Path.of("");

    @BeforeAll
    static void write() throws Exception {
        model = folder.resolve("model.onnx");
        OnnxModel.of(layers(), 17).write(model);
        samples = folder.resolve("samples");
        Files.createDirectories(samples);
        for (int i = 0; i < 8; i++) {
            Files.write(samples.resolve(i + ".npy"), NumpyBytes.of(new Random(i)::nextGaussian, 1, 4, 16));
        }
    }

    /** Convolutions, an LSTM, products and elementwise operators: something for each flag. */
    private static Graph layers() {
        Random random = new Random(7);
        return Graph.build("layers", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.of(1, 4, 16)));
            weight(out, random, "k1", 8, 4, 3);
            weight(out, random, "k2", 8, 8, 3);
            weight(out, random, "w", 1, 32, 8);
            weight(out, random, "r", 1, 32, 8);
            weight(out, random, "m1", 8, 64);
            weight(out, random, "m2", 64, 64);
            out.initializer("rows", Tensor.ofLongs(new long[] {16, 8}, 2));
            node(out, Node.of("Conv", List.of("x", "k1"), "c1").with("pads", new long[] {1, 1}));
            node(out, Node.of("Sigmoid", List.of("c1"), "s1"));
            node(out, Node.of("Mul", List.of("c1", "s1"), "a1"));
            node(out, Node.of("Conv", List.of("a1", "k2"), "c2").with("pads", new long[] {1, 1}));
            node(out, Node.of("Relu", List.of("c2"), "a2"));
            node(out, Node.of("Transpose", List.of("a2"), "t").with("perm", new long[] {2, 0, 1}));
            node(out, Node.of("LSTM", List.of("t", "w", "r"), "h").with("hidden_size", 8));
            node(out, Node.of("Reshape", List.of("h", "rows"), "f"));
            node(out, Node.of("MatMul", List.of("f", "m1"), "p1"));
            node(out, Node.of("Relu", List.of("p1"), "q1"));
            node(out, Node.of("MatMul", List.of("q1", "m2"), "y"));
            out.output(ValueInfo.of("y", DataType.FLOAT, Shape.of(16, 64)));
        });
    }

    private static void node(Graph.Builder out, Node node) {
        out.node(node);
    }

    private static void weight(Graph.Builder out, Random random, String name, long... dims) {
        out.initializer(name, Tensor.filled(DataType.FLOAT, () -> random.nextGaussian() / 3, dims));
    }

    private record Written(Outcome outcome, ByteBuffer bytes) {}

    private static Written quantized(List<String> more) throws Exception {
        Path output = folder.resolve("made.onnx");
        Files.deleteIfExists(output);
        List<String> words = new ArrayList<>(List.of("quantize", model.toString(), "-o", output.toString()));
        words.addAll(more);
        Outcome outcome = Outcome.of(words.toArray(String[]::new));
        return new Written(outcome, ByteBuffer.wrap(Files.exists(output) ? Files.readAllBytes(output) : new byte[0]));
    }

    @Test
    void everyFlagOfQuantizeIsSortedHere() {
        Set<String> known = new TreeSet<>(CHANGING.keySet());
        known.addAll(OTHERS);
        assertThat(known)
                .containsAll(flags("quantize").stream().map(Option::getLongOpt).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int8 dynamic",
                "int8 static",
                "int8 mixed",
                "fp16 storage",
                "fp16 compute",
                "bf16 storage",
                "weights int8",
                "weights int4"
            })
    void everyFlagChangesWhatIsWrittenOrIsRefused(String form) throws Exception {
        List<String> base = new ArrayList<>(Arrays.asList(("--" + form).split(" ")));
        if (form.equals("int8 static") || form.equals("int8 mixed")) {
            base.addAll(List.of("--calibration", samples.toString()));
        }
        Written plain = quantized(base);
        plain.outcome().succeeds();

        List<String> dropped = new ArrayList<>();
        CHANGING.forEach((flag, value) -> {
            List<String> words = new ArrayList<>(base);
            words.add("--" + flag);
            if (!value.isEmpty()) {
                words.add(value);
            }
            try {
                Written made = quantized(words);
                int code = made.outcome().code();
                boolean acted = code == 1 || (code == 0 && !made.bytes().equals(plain.bytes()));
                boolean refused = code == 2 && !made.bytes().hasRemaining();
                if (!acted && !refused) {
                    dropped.add("--" + flag + " beside --" + form + ": exit " + code + " "
                            + made.outcome().err());
                }
            } catch (Exception e) {
                throw new AssertionError(flag, e);
            }
        });
        assertThat(dropped).isEmpty();
    }

    /** What is given for a flag, by what its help calls the value. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("SHARE", "0.5"),
            Map.entry("NAME=SIZE,…", "batch=2"),
            Map.entry("WxH", "8x8"),
            Map.entry("REGEX", ".*"),
            Map.entry("COLUMN", "class"),
            Map.entry("PART", "all"),
            Map.entry("NAME=VALUE", "x=1"),
            Map.entry("NAME=ROLE", "x=tokens"),
            Map.entry("M,…", "0.5"),
            Map.entry("S,…", "0.5"));

    static Stream<String> commandsOnModels() {
        return Stream.of(
                "optimize",
                "strip",
                "quantize",
                "prune",
                "diff",
                "explain",
                "label",
                "evaluate",
                "predict",
                "package",
                "inspect");
    }

    /** With labelled data, with samples alone, and with neither: a flag works or is refused in one line. */
    @ParameterizedTest
    @MethodSource("commandsOnModels")
    void everyFlagOfEveryCommandWorksOrIsRefusedInOneLine(String command) throws Exception {
        Path table = TinyModel.table(folder.resolve("table.onnx"));
        Path rows = folder.resolve("rows.csv");
        StringBuilder lines = new StringBuilder("a,b,class\n");
        for (int i = 0; i < 40; i++) {
            lines.append(i % 7)
                    .append(',')
                    .append(i % 5)
                    .append(',')
                    .append(i % 7 > i % 5 ? "low" : "high")
                    .append('\n');
        }
        Files.writeString(rows, lines);
        List<String> bugs = new ArrayList<>();
        for (List<String> mode : List.of(
                List.<String>of(), List.of("--data", rows.toString()), List.of("--calibration", rows.toString()))) {
            for (Option flag : flags(command)) {
                List<String> words = new ArrayList<>(List.of(command, table.toString()));
                if (command.equals("diff")) {
                    words.add(table.toString());
                } else if (command.equals("predict")) {
                    words.add("1,2");
                }
                words.addAll(mode);
                words.add("--" + flag.getLongOpt());
                if (flag.hasArg()) {
                    String name = flag.getArgName();
                    boolean path = Set.of("FILE", "PATH", "SOURCE", "DIR").contains(name);
                    words.add(path ? rows.toString() : VALUES.getOrDefault(name, "3"));
                }
                if (!flag.getLongOpt().equals("out") && flag("out", command)) {
                    words.addAll(List.of("-o", folder.resolve("out-" + command).toString()));
                }
                Outcome outcome = Outcome.of(words.toArray(String[]::new));
                boolean oneLine =
                        outcome.code() == 0 || outcome.err().lines().anyMatch(line -> line.startsWith("alambic: "));
                if (outcome.code() == ExitCode.BUG || (!oneLine && outcome.code() != ExitCode.GOAL_MISSED)) {
                    bugs.add(words + ": " + outcome.err());
                }
                Files.deleteIfExists(folder.resolve("out-" + command));
            }
        }
        assertThat(bugs).isEmpty();
    }

    private static boolean flag(String name, String command) {
        return flags(command).stream().anyMatch(option -> name.equals(option.getLongOpt()));
    }

    private static List<Option> flags(String command) {
        return List.copyOf(Commands.named(command).usage().flags().withCommon().getOptions());
    }
}
