package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prune} on a model file, and what {@code strip} says of it. */
class PruneCommandTest {

    @TempDir
    private Path folder;

    private String model = "";

    /** Writes 4 inputs -> 32 -> 24 -> 2; {@code zeroed} units of the first layer have no weights. */
    private String perceptron(String name, int zeroed) {
        Random random = new Random(3);
        Graph graph = Graph.build("mlp", b -> {
            b.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 4)));
            b.initializer("w1", matrix(random, 4, 32, zeroed));
            b.initializer("w2", matrix(random, 32, 24, 0));
            b.initializer("w3", matrix(random, 24, 2, 0));
            b.node(Node.of("Gemm", List.of("x", "w1"), "h"));
            b.node(Node.of("Relu", List.of("h"), "a"));
            b.node(Node.of("Gemm", List.of("a", "w2"), "g"));
            b.node(Node.of("Relu", List.of("g"), "c"));
            b.node(Node.of("Gemm", List.of("c", "w3"), "y"));
            b.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
        Path file = folder.resolve(name);
        OnnxModel.of(graph, 17).write(file);
        return file.toString();
    }

    private static Tensor matrix(Random random, int rows, int columns, int zeroed) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % columns < zeroed ? 0 : (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, rows, columns);
    }

    @BeforeEach
    void writeModel() {
        model = perceptron("mlp.onnx", 0);
    }

    private static long[] dims(Path file, String weight) {
        return OnnxModel.read(file).graph().initializer(weight).orElseThrow().dims();
    }

    @Test
    void halfOfTheChannelsGo() {
        Outcome outcome = Outcome.of("prune", model, "--channels", "0.5");

        assertThat(outcome.succeeds()).contains("mlp-pruned.onnx: 944 parameters became 352 (37.29 %)");
        assertThat(outcome.err()).contains("h", "32", "16", "the model returns 'y'");
        assertThat(dims(folder.resolve("mlp-pruned.onnx"), "w2")).containsExactly(16, 16);
    }

    @Test
    void aDryRunOnlyShowsThePlan() throws Exception {
        assertThat(Outcome.of("prune", model, "--channels", "0.5", "--dry-run").succeeds())
                .contains("channels of", "stays because", "944 parameters became");
        JsonNode plan = Json.tree(Outcome.of("prune", model, "--channels", "0.25", "--dry-run", "--json")
                .succeeds());
        assertThat(plan.at("/file").isNull()).isTrue();
        assertThat(plan.at("/groups/0/after").asInt()).isEqualTo(24);
        assertThat(folder.resolve("mlp-pruned.onnx")).doesNotExist();
    }

    @Test
    void targetsCriteriaAndExclusionsAreObeyed() throws Exception {
        Path out = folder.resolve("out.onnx");
        Outcome.of("prune", model, "--target-macs", "500", "--by", "l1", "--global", "--round-to", "4", "-o", out + "")
                .succeeds();
        assertThat(dims(out, "w2")[0] % 4).isZero();
        Outcome.of("prune", model, "--channels", "0.5", "--exclude", "g", "-o", out + "")
                .succeeds();
        assertThat(dims(out, "w2")).containsExactly(16, 24);
        Outcome.of("prune", model, "--target-latency", "1000", "-o", out + "").succeeds();
        assertThat(dims(out, "w2")).containsExactly(32, 24);
        Path scores = Files.writeString(
                folder.resolve("scores.json"), "{\"g\": [" + "1, ".repeat(12) + "0, ".repeat(11) + "0]}");
        Outcome.of("prune", model, "--channels", "0.5", "--round-to", "12", "--scores", scores + "", "-o", out + "")
                .succeeds();
        assertThat(dims(out, "w2")).containsExactly(32, 12);
    }

    @Test
    void wrongUseIsAnswered() throws Exception {
        Outcome.of("prune", model)
                .fails(
                        2,
                        "alambic: prune: say how much by one of --channels, --target-params, --target-macs,"
                                + " --target-latency");
        Outcome.of("prune", model, "--channels", "1")
                .fails(2, "alambic: prune: --channels: expected a number from 0 to below 1, was '1'");
        Outcome.of("prune", model, "--channels", "0.5", "--set", "a=b")
                .fails(2, "alambic: prune: --set is for recipes, not for a model file");
        Outcome.of("prune", "breast-cancer", "--channels", "0.5")
                .fails(2, "alambic: prune: --channels is for a model file (expected <in.onnx> as the operand)");
        Outcome.of("prune", model, "--channels", "0.5", "--exclude", "(")
                .fails(2, "alambic: prune: --exclude: not a regular expression: '('");
        Outcome.of("prune", model, "--target-params", "3")
                .failsWith(2, "target: parameters that pruning can reach (expected at least");
        Path scores = Files.writeString(folder.resolve("scores.json"), "{\"g\": \"high\"}");
        Outcome.of("prune", model, "--channels", "0.5", "--scores", scores + "")
                .failsWith(3, "'g': scores (expected a list of numbers");
        Outcome.of("prune", folder.resolve("none.onnx") + "", "--channels", "0.5")
                .failsWith(3, "none.onnx");
    }

    /** Of 32 neurons that four inputs make, a quarter does for the rest as well as it can. */
    @Test
    void withSamplesWhatStaysMakesUpForWhatGoes() throws Exception {
        StringBuilder rows = new StringBuilder();
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            rows.append(String.join(",", "%s", "%s", "%s", "%s\n")
                    .formatted(
                            random.nextGaussian(),
                            random.nextGaussian(),
                            random.nextGaussian(),
                            random.nextGaussian()));
        }
        Path samples = Files.writeString(folder.resolve("rows.csv"), rows);
        Path made = folder.resolve("made.onnx");
        Path plain = folder.resolve("plain.onnx");
        Outcome.of("prune", model, "--channels", "0.5", "-o", plain + "").succeeds();

        Outcome outcome =
                Outcome.of("prune", model, "--channels", "0.5", "--calibration", samples + "", "-o", made + "");

        outcome.succeeds();
        assertThat(outcome.err()).contains("made up for by");
        assertThat(dims(made, "w2")).containsExactly(16, 16);
        assertThat(distance(made)).isLessThan(distance(plain) / 2);
    }

    private double distance(Path other) {
        float[] values = new float[400];
        Random random = new Random(6);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(values, 100, 4));
        return Agreement.between(OnnxModel.read(Path.of(model)), OnnxModel.read(other), inputs)
                .relative();
    }

    @Test
    void strippingSaysWhatItRemoved() throws Exception {
        String zeroed = perceptron("zeroed.onnx", 5);

        assertThat(Outcome.of("strip", zeroed).succeeds())
                .contains("removed 5 of 32 channels of 'h'", "944 parameters became 804");
        assertThat(Json.tree(Outcome.of("strip", zeroed, "--json").succeeds())
                        .at("/removed/0")
                        .asText())
                .isEqualTo("removed 5 of 32 channels of 'h'");
    }

    /** Writes 4 inputs -> 8, three layers 8 -> 8 that are alike, and 8 -> 2. */
    private String layers() {
        Random random = new Random(3);
        Graph graph = Graph.build("layers", b -> {
            b.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 4)));
            b.initializer("first", matrix(random, 4, 8, 0));
            b.initializer("last", matrix(random, 8, 2, 0));
            b.node(Node.of("Gemm", List.of("x", "first"), "h0"));
            for (int i = 0; i < 3; i++) {
                b.initializer("w" + i, matrix(random, 8, 8, 0));
                b.node(Node.of("Gemm", List.of("h" + i, "w" + i), "p" + i));
                b.node(Node.of("Tanh", List.of("p" + i), "t" + i));
                b.node(Node.of("Add", List.of("h" + i, "t" + i), "h" + (i + 1)));
            }
            b.node(Node.of("Gemm", List.of("h3", "last"), "y"));
            b.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
        Path file = folder.resolve("layers.onnx");
        OnnxModel.of(graph, 17).write(file);
        return file.toString();
    }

    @Test
    void everySecondLayerStays() {
        Outcome outcome = Outcome.of("prune", layers(), "--layers", "everySecond");

        assertThat(outcome.succeeds())
                .contains("layers-pruned.onnx: 2 of 3 layers stay, 240 parameters became 176 (73.33 %)");
        assertThat(OnnxModel.read(folder.resolve("layers-pruned.onnx")).graph().initializers())
                .containsOnlyKeys("first", "w0", "w2", "last");
    }

    @Test
    void layersAreChosenByTheirNumbers() {
        Outcome.of(
                        "prune",
                        layers(),
                        "--layers",
                        "1",
                        "-o",
                        folder.resolve("one.onnx").toString())
                .succeeds();

        assertThat(OnnxModel.read(folder.resolve("one.onnx")).graph().initializers())
                .containsOnlyKeys("first", "w1", "last");
    }

    @Test
    void layersThatAreNotThereAreRefused() {
        Outcome.of("prune", layers(), "--layers", "0,3")
                .failsWith(ExitCode.USAGE, "layers: there is no layer 3 (expected 0 to 2, from 'h1' to 'h3')");
        Outcome.of("prune", layers(), "--layers", "0", "--channels", "0.5")
                .failsWith(
                        ExitCode.USAGE,
                        "prune: --layers keeps layers whole (expected channels in a call of their own, was"
                                + " --channels)");
        Outcome.of("prune", "iris", "--layers", "0")
                .failsWith(ExitCode.USAGE, "prune: --layers is for a model file (expected <in.onnx> as the operand)");
    }
}
