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
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All commands count the same parameters, and quantizing changes none of the counts. */
class ParametersTest {

    @TempDir
    private Path folder;

    private static Tensor normal(long seed, long... dims) {
        Random random = new Random(seed);
        return Tensor.filled(DataType.FLOAT, random::nextGaussian, dims);
    }

    /** 64 words of 64, a layer in either branch, a bias, and an output layer that is the table turned round. */
    private static OnnxModel words() {
        Tensor table = normal(1, 64, 64);
        float[] values = table.floats();
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % 64 * 64 + i / 64] = values[i];
        }
        return OnnxModel.of(
                Graph.build("words", b -> {
                    b.input(ValueInfo.of("i", DataType.INT64, Shape.symbolic("batch", 3)));
                    b.input(ValueInfo.of("flag", DataType.BOOL, Shape.of()));
                    b.initializer("table", table);
                    b.initializer("turned", Tensor.ofFloats(turned, 64, 64));
                    b.initializer("bias", normal(4, 64));
                    b.node(Node.of("Gather", List.of("table", "i"), "words"));
                    b.node(Node.of("If", List.of("flag"), "h")
                            .with("then_branch", layer(2))
                            .with("else_branch", layer(3)));
                    b.node(Node.of("Add", List.of("h", "bias"), "a"));
                    b.node(Node.of("MatMul", List.of("a", "turned"), "y"));
                    b.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 3, 64)));
                }),
                21);
    }

    private static Graph layer(long seed) {
        return Graph.build("layer" + seed, b -> {
            b.initializer("w" + seed, normal(seed, 64, 64));
            b.node(Node.of("MatMul", List.of("words", "w" + seed), "h" + seed));
            b.output(ValueInfo.of("h" + seed, DataType.FLOAT, Shape.symbolic("batch", 3, 64)));
        });
    }

    private static final int EACH = 64 * 64;

    /** With the output layer once where it can be seen to be the table: as codes of its own it no longer is. */
    @ParameterizedTest
    @CsvSource({
        "'',                            3",
        "'--fp16 storage',              3",
        "'--weights int8 --tie-weights', 3",
        "'--weights int4 --tie-weights', 3",
        "'--weights int8 --standard --tie-weights', 3",
        "'--weights int4 --standard --tie-weights', 3",
        "'--int8 dynamic --tie-weights', 3",
        "'--weights int8',              4",
        "'--weights int4',              4",
    })
    void allCommandsCountTheSame(String form, long matrices) throws IOException {
        Path file = folder.resolve("words.onnx");
        words().write(file);
        if (!form.isEmpty()) {
            Path made = folder.resolve("made.onnx");
            String line = "quantize " + file + " " + form + " -o " + made;
            Outcome.of(line.split(" ")).succeeds();
            file = made;
        }
        JsonNode inspected =
                Json.tree(Outcome.of("inspect", file.toString(), "--json").succeeds());
        JsonNode benched = Json.tree(
                Outcome.of("bench", file.toString(), "--seconds", "0.05", "--skip", "memory,startup", "--json")
                        .succeeds());
        Path zip = folder.resolve("words.zip");
        Outcome.of("package", file.toString(), "-o", zip.toString()).succeeds();

        long parameters = inspected.get("parameters").asLong();
        assertThat(parameters).isEqualTo(matrices * EACH + 64);
        assertThat(benched.at("/models/0/size/parameters").asLong()).isEqualTo(parameters);
        assertThat(benched.at("/models/0/size/nonZeroParameters")).isEqualTo(inspected.get("nonZeroParameters"));
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            JsonNode manifest = Json.tree(new String(
                    packed.getInputStream(packed.getEntry("manifest.json")).readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8));
            assertThat(manifest.at("/model/parameters").asLong()).isEqualTo(parameters);
        }
    }

    @Test
    void inspectNamesTheCopy() {
        Path file = folder.resolve("words.onnx");
        words().write(file);
        assertThat(Outcome.of("inspect", file.toString()).succeeds())
                .contains("; 'turned' is the transpose of 'table', the same numbers, counted once");
    }
}
