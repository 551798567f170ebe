package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table with gaps, rare texts and new ones to a model that takes the texts themselves. */
class StringsJourneyTest {

    private static final String[] TOWNS = {"Ulm", "Bonn", "Köln", "", "Ulm"};

    /** Known, missing, never seen, and too rare to have a place. */
    private static final String[] ASKED = {"Köln", "", "Rom", "Hof 40"};

    private static final String[] PLANS = {"b", "a", "z", "a"};
    private static final float[] AGES = {30.5f, Float.NaN, 41, 22};

    @TempDir
    private Path folder;

    private Path table;
    private Path rows;
    private Path codes;
    private Path strings;

    @BeforeEach
    void trainOnce() throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("Ort;der Tarif;Alter;churned\n");
        for (int i = 0; i < 160; i++) {
            String town = i % 40 == 0 ? "Hof " + i : TOWNS[random.nextInt(TOWNS.length)];
            String age = random.nextInt(5) == 0 ? "" : 20 + random.nextInt(40) + ".5";
            String plan = random.nextBoolean() ? "a" : "b";
            text.append(String.join(";", town, plan, age, town.equals("Ulm") == plan.equals("a") ? "yes" : "no"))
                    .append('\n');
        }
        table = Files.writeString(folder.resolve("kunden.csv"), text);
        StringBuilder asked = new StringBuilder("der Tarif;Ort;Alter\n");
        for (int i = 0; i < ASKED.length; i++) {
            asked.append(PLANS[i] + ";" + ASKED[i] + ";" + (Float.isNaN(AGES[i]) ? "" : AGES[i]) + "\n");
        }
        rows = Files.writeString(folder.resolve("rows.csv"), asked);
        Path recipe = folder.resolve("kunden.yaml");
        Outcome.of("init", table.toString(), "-o", recipe.toString()).succeeds();
        Files.writeString(recipe, Files.readString(recipe).replaceAll("epochs: \\d+", "epochs: 8"));
        Path run = folder.resolve("run");
        Outcome.of("train", recipe.toString(), "--out", run.toString()).succeeds();
        codes = run.resolve("models/teacher.onnx");
        strings = exported(codes);
    }

    private Path exported(Path model) {
        Path file = folder.resolve(model.getFileName() + "-strings.onnx");
        assertThat(Outcome.of("export", model.toString(), "--strings", "-o", file.toString())
                        .succeeds())
                .isEqualTo(file + ": opset 17, inputs Ort, der_Tarif, Alter" + System.lineSeparator());
        ModelVerifier.verify(OnnxModel.read(file));
        return file;
    }

    @Test
    void theTextsThemselvesAreAnsweredAsTheirCodesToTheLastBit() {
        Path int8 = folder.resolve("int8.onnx");
        Outcome.of("quantize", codes.toString(), "--int8", "static", "--calibration", table.toString(), "-o", "" + int8)
                .succeeds();

        for (Path model : List.of(codes, int8)) {
            assertThat(ofTexts(exported(model))).isEqualTo(ofCodes(model));
        }
    }

    private float[] ofCodes(Path file) {
        OnnxModel model = OnnxModel.read(file);
        InputMeaning.Table meaning =
                (InputMeaning.Table) Objects.requireNonNull(ModelInfo.of(model).input());
        RawSamples read = SampleSource.read(rows.toString(), meaning, DataOptions.defaults());
        assertThat(Arrays.stream(read.values()).map(row -> row[0])).containsExactly(2f, 0f, 4f, 4f);
        float[] values = new float[3 * read.size()];
        for (int i = 0; i < read.size(); i++) {
            System.arraycopy(read.values()[i], 0, values, 3 * i, 3);
        }
        String input = model.graph().inputs().get(0).name();
        return logits(model, Map.of(input, Tensor.ofFloats(values, read.size(), 3)));
    }

    private static float[] ofTexts(Path file) {
        return logits(
                OnnxModel.read(file),
                Map.of("Ort", texts(ASKED), "der_Tarif", texts(PLANS), "Alter", Tensor.ofFloats(AGES, AGES.length, 1)));
    }

    private static Tensor texts(String... texts) {
        return Tensor.ofStrings(Stream.of(texts).map(Bytes::utf8).toList(), texts.length, 1);
    }

    private static float[] logits(OnnxModel model, Map<String, Tensor> feeds) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(feeds).get("logits")).floats();
        }
    }

    @Test
    void everyCommandTakesTheFormAsTheOther() {
        for (Path file : List.of(rows, table)) {
            assertThat(Outcome.of("predict", strings.toString(), file.toString(), "--json")
                            .succeeds())
                    .isEqualTo(Outcome.of("predict", codes.toString(), file.toString(), "--json")
                            .succeeds());
        }
        assertThat(afterTheTitle("evaluate", strings.toString(), "--data", table.toString()))
                .isEqualTo(afterTheTitle("evaluate", codes.toString(), "--data", table.toString()))
                .contains("accuracy");
        assertThat(Outcome.of("inspect", strings.toString()).succeeds())
                .containsPattern("input +Ort +string\\[batch, 1\\]")
                .containsPattern("ai.onnx.ml.LabelEncoder +2");
        assertThat(Outcome.of(
                                "bench",
                                strings.toString(),
                                "--batch",
                                "1,3",
                                "--seconds",
                                "0.2",
                                "--skip",
                                "startup,memory,energy")
                        .succeeds())
                .contains("teacher.onnx-strings");
        assertThat(ofTexts(optimized(strings))).isEqualTo(ofCodes(optimized(codes)));
    }

    private Path optimized(Path model) {
        Path file = folder.resolve("optimized-" + model.getFileName());
        Outcome.of("optimize", model.toString(), "-o", file.toString()).succeeds();
        return file;
    }

    private static String afterTheTitle(String... words) {
        String said = Outcome.of(words).succeeds();
        return said.substring(said.indexOf('\n'));
    }

    @Test
    void aModelIsExportedOnlyAsAnotherForm() {
        Outcome.of("export", codes.toString())
                .failsWith(2, ": is a model already (expected a run folder, or --strings, or --bytes)");
        Outcome.of("export", strings.toString(), "--strings")
                .failsWith(4, "model: its inputs are columns already ([Ort, der_Tarif, Alter])");
        Outcome.of("export", codes.toString(), "--strings", "--opset", "18")
                .failsWith(2, "--opset: it changes nothing here");
        Path run =
                Objects.requireNonNull(Objects.requireNonNull(codes.getParent()).getParent());
        Path file = folder.resolve("again.onnx");
        Outcome.of("export", run.toString(), "--model", "teacher", "--strings", "-o", file.toString())
                .succeeds();
        assertThat(ofTexts(file)).isEqualTo(ofTexts(strings));
    }
}
