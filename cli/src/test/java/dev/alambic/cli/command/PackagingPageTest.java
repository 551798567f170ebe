package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the examples of {@code docs/packaging.md}, its own commands all of them, on files of the names that stand there.
 * Keys are made in Java in place of openssl; Maven's deployment is left out.
 */
class PackagingPageTest {
    private static final Path PAGE = Path.of("../docs/packaging.md");

    /**
     * Flags of every command, and those that say what {@code --data} is, which docs/cli.md and docs/data.md explain.
     */
    private static final List<String> OF_ALL = List.of(
            "--quiet",
            "--verbose",
            "--debug",
            "--json",
            "--label",
            "--target-column",
            "--label-column",
            "--label-separator",
            "--separator",
            "--decimal",
            "--encoding",
            "--text-column",
            "--tokenizer",
            "--length",
            "--input-role",
            "--split",
            "--seed");

    @TempDir
    private Path folder;

    private List<String> examples() throws IOException {
        Matcher blocks = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        return blocks.results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith("./alambic "))
                .map(line -> line.substring("./alambic ".length())
                        .replaceFirst("\\s+#.*", "")
                        .strip())
                .toList();
    }

    /** Returns the words of a line, in which files lie in the folder. */
    private String[] words(String line) {
        return Arrays.stream(line.split("\\s+"))
                .map(word -> word.matches(".*\\.(onnx|zip|pem)")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
    }

    @Test
    void theExamplesOfThePageWork() throws Exception {
        TinyModel.image(folder.resolve("student-int8.onnx"));
        pictures(folder.resolve("ppocr-cls.onnx"));
        run(folder.resolve("runs/x"));
        keys();
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(7);
        assertThat(examples.stream().map(line -> line.substring(0, line.indexOf(' '))))
                .containsOnly("package", "verify");
        for (String line : examples) {
            Outcome outcome = Outcome.of(words(line));
            assertThat(outcome.code()).as(line + "\n" + outcome.err()).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void thePageExplainsEveryFlagOfItsOwn() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Outcome.of("help", "package").succeeds().lines().map(String::strip))
                .filteredOn(line -> line.startsWith("--"))
                .extracting(line -> line.split("\\s+", 2)[0])
                .filteredOn(flag -> !OF_ALL.contains(flag))
                .allSatisfy(flag -> assertThat(page).contains("`" + flag));
    }

    /** Writes a classifier of pictures into two classes, which says nothing of itself. */
    private static void pictures(Path file) {
        Graph graph = Graph.build("pictures", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 3, "height", "width")));
            builder.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2)));
            builder.initializer("w", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
            builder.node(Node.of("GlobalAveragePool", List.of("x"), "mean"));
            builder.node(Node.of("Flatten", List.of("mean"), "flat"));
            builder.node(Node.of("MatMul", List.of("flat", "w"), "y"));
        });
        OnnxModel.of(graph, 17).write(file);
    }

    /** Writes what a run leaves of a model of rows: recipe, accuracy and times. */
    private void run(Path run) throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b,class\n" + "1,2,high\n3,0,low\n".repeat(20));
        Files.createDirectories(run.resolve("models"));
        Files.writeString(run.resolve("recipe.yaml"), "name: rows\ndata: {source: '" + rows + "'}\n");
        Files.writeString(
                run.resolve("metrics.json"), "{\"models\": {\"student-int8\": {\"accuracy\": 0.98, \"samples\": 8}}}");
        Path model = TinyModel.table(run.resolve("models/student-int8.onnx"));
        Outcome.of(
                        "bench",
                        model.toString(),
                        "--seconds",
                        "0.1",
                        "--skip",
                        "memory,startup",
                        "-o",
                        run.resolve("bench.json").toString())
                .succeeds();
    }

    private void keys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        write("key.pem", "PRIVATE KEY", pair.getPrivate());
        write("key-public.pem", "PUBLIC KEY", pair.getPublic());
    }

    private void write(String name, String kind, Key key) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key.getEncoded());
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
