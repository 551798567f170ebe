package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table as people have them to a model that takes its rows. */
class TableJourneyTest {

    @TempDir
    private Path folder;

    private Path table;
    private Path recipe;

    @BeforeEach
    void writeTable() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("Nr;Ort;Alter;seit;churned\n");
        for (int i = 0; i < 160; i++) {
            boolean ulm = random.nextBoolean();
            String age = random.nextInt(5) == 0 ? "" : 20 + random.nextInt(40) + "," + random.nextInt(10);
            text.append(i + 1)
                    .append(';')
                    .append(ulm ? "Ulm" : "Bonn")
                    .append(';')
                    .append(age);
            text.append(';')
                    .append(1 + random.nextInt(28))
                    .append(".3.2024;")
                    .append(ulm ? "yes" : "no")
                    .append('\n');
        }
        table = Files.writeString(folder.resolve("kunden.csv"), text);
        recipe = folder.resolve("kunden.yaml");
    }

    private Outcome init(String... more) {
        List<String> words = new ArrayList<>(List.of("init", table.toString(), "-o", recipe.toString()));
        words.addAll(List.of(more));
        return Outcome.of(words.toArray(String[]::new));
    }

    @Test
    void aRecipeIsWrittenOnce() {
        String said = init().succeeds();

        assertThat(said)
                .containsPattern("Nr +id +whole numbers from 1, each one more")
                .containsPattern("Ort +category +2 different texts")
                .containsPattern("Alter +number +\\d+ +numbers")
                .containsPattern("seit +date +dates such as")
                .containsPattern("churned +label")
                .endsWith("written " + recipe + "; run it: alambic run " + recipe + System.lineSeparator());
        init().fails(2, "alambic: " + recipe + ": is there already (--force replaces it, -o writes another)");
        assertThat(init("--force").code()).isEqualTo(ExitCode.DONE);
        init("--label", "Ord").failsWith(3, ":1: no column 'Ord', did you mean 'Ort'?");
    }

    @Test
    void theRecipeRunsAndItsModelTakesRowsOfTheFile() throws IOException {
        init().succeeds();
        Path run = folder.resolve("run");
        Outcome ran = Outcome.of("train", recipe.toString(), "--out", run.toString());
        ran.succeeds();
        assertThat(ran.err()).contains("data: missing values filled inside the model: Alter");
        Path model = run.resolve("models/teacher.onnx");

        InputMeaning.Table input = (InputMeaning.Table)
                Objects.requireNonNull(ModelInfo.of(OnnxModel.read(model)).input());
        assertThat(input.columns())
                .containsExactly(
                        new TableColumn.Category("Ort", List.of("Bonn", "Ulm"), null),
                        new TableColumn.Numeric("Alter", TableColumn.Fill.MEDIAN),
                        new TableColumn.Date("seit", "d.M.yyyy", TableColumn.Fill.MEDIAN));

        checkSame(model, "Ort;Alter;seit\nUlm;;7.3.2024\n", 1, Float.NaN, 2024, 3, 7, 4, 19789);
        checkSame(model, "seit;Alter;Ort\n8.3.2024;30,5;Rom\n", 2, 30.5f, 2024, 3, 8, 5, 19790);
        assertThat(Outcome.of("evaluate", model.toString(), "--data", table.toString())
                        .succeeds())
                .contains("accuracy");

        Path few = Files.writeString(folder.resolve("few.csv"), "Ort;x\nUlm;1\n");
        Outcome.of("predict", model.toString(), few.toString())
                .failsWith(3, few + ":1: 2 of the 3 columns of the model are not there: 'Alter', 'seit'");
    }

    @Test
    void everyCommandReadsTheTablesThatARunReads() throws IOException {
        init().succeeds();
        Path run = folder.resolve("run");
        Outcome.of("train", recipe.toString(), "--out", run.toString()).succeeds();
        String model = run.resolve("models/teacher.onnx").toString();
        String lines = "Ort~Alter~seit~churned~Größe\nUlm~31,500~7.3.2024~yes~1\nBonn~42,125~8.3.2024~no~2\n";
        Path odd = folder.resolve("odd.csv");
        Files.writeString(odd, lines, StandardCharsets.ISO_8859_1);
        List<String> told = List.of("--separator", "~", "--decimal", "comma", "--encoding", "latin1");
        Path json = Files.writeString(folder.resolve("rows.jsonl"), """
                {"Ort": "Ulm", "Alter": 31.5, "seit": "7.3.2024"}
                {"Ort": "Bonn", "Alter": 42.125, "seit": "8.3.2024"}
                """);

        assertThat(answers(succeeds(told, "predict", model, odd.toString())))
                .isEqualTo(answers(Outcome.of("predict", model, json.toString()).succeeds()))
                .hasSize(2);
        assertThat(succeeds(told, "evaluate", model, "--data", odd.toString(), "--label", "churned"))
                .contains("on 2 samples");
        assertThat(succeeds(told, "data", odd.toString(), "--label", "churned"))
                .contains("2 samples (table), 2 classes");
        String int8 = folder.resolve("int8.onnx").toString();
        succeeds(told, "quantize", model, "--int8", "static", "--calibration", odd.toString(), "-o", int8);
        assertThat(succeeds(told, "diff", model, int8, "--inputs", odd.toString()))
                .contains("logits");
        assertThat(succeeds(told, "optimize", model, "--inputs", odd.toString(), "-o", folder + "/o.onnx"))
                .isNotEmpty();
    }

    /** Returns the lines below the title, without the names of the rows. */
    private static List<String> answers(String table) {
        return table.lines()
                .skip(1)
                .map(line -> line.replaceFirst("^\\S+ +", ""))
                .toList();
    }

    private static String succeeds(List<String> told, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(told);
        return Outcome.of(all.toArray(String[]::new)).succeeds();
    }

    /** Compares what {@code predict} says of a file with what ONNX Runtime says of the values. */
    private void checkSame(Path model, String rows, float... values) throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), rows);
        JsonNode said = Json.tree(Outcome.of("predict", model.toString(), file.toString(), "--json")
                .succeeds());
        OnnxModel graph = OnnxModel.read(model);
        try (Session session = Session.open(graph, SessionOptions.defaults())) {
            Tensor row = Tensor.ofFloats(values, 1, values.length);
            float[] logits = Objects.requireNonNull(
                            session.run(Map.of("features", row)).get("logits"))
                    .floats();
            double yes = 1 / (1 + Math.exp(logits[0] - logits[1]));
            // a probability below 1 is rounded to float32: half of 2^-24
            assertThat(said.get(0).at("/probabilities/yes").asDouble()).isCloseTo(yes, within(0x1p-25));
        }
    }
}
