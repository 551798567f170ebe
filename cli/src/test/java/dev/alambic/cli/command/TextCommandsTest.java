package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on models of texts. */
class TextCommandsTest {

    private static final String REVIEWS =
            "topic,body\nhigh,so merry\nlow,sad and sad\nhigh,\"sad, merry, merry\"\nhigh,sad\n";

    @TempDir
    private Path folder;

    private String model = "";

    @BeforeEach
    void writeModel() {
        model = TinyModel.text(folder.resolve("text.onnx")).toString();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aTextIsClassified() throws Exception {
        JsonNode answers = Json.tree(Outcome.of("predict", model, "What a merry day", "sad", "--json")
                .succeeds());
        assertThat(answers).hasSize(2);
        assertThat(answers.at("/0/input").asText()).isEqualTo("What a merry day");
        assertThat(answers.at("/0/label").asText()).isEqualTo("high");
        assertThat(answers.at("/1/label").asText()).isEqualTo("low");
    }

    @Test
    void everyTextOfAFileIsClassified() throws Exception {
        String csv = file("rows.csv", REVIEWS);
        assertThat(Outcome.of("predict", model, "--input", csv, "--text-column", "body")
                        .succeeds()
                        .lines())
                .hasSize(5)
                .anyMatch(line -> line.contains("rows.csv:3") && line.contains("low"));
        String lines = file("lines.txt", "merry\n\nsad, sad\n");
        assertThat(Outcome.of("predict", model, lines).succeeds().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("lines.txt:3") && line.contains("low"));
    }

    @Test
    void aFileOfManyLinesIsOneTextWhereItIsSaid() throws Exception {
        String lines = file("lines.txt", "so merry\n\nsad and merry\n");

        assertThat(Outcome.of("predict", model, "--file", lines).succeeds().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("lines.txt") && line.contains("high"));
        Outcome.of("predict", model, "--file", folder.resolve("no.txt").toString())
                .failsWith(ExitCode.BAD_FILE, "no.txt: no such file");
    }

    @Test
    void aFolderOfTextsIsReadByEveryCommand() throws Exception {
        for (String name : new String[] {"high/1.txt", "high/2.txt", "low/1.txt", "low/2.txt"}) {
            Files.createDirectories(folder.resolve("reviews/" + name).getParent());
            file("reviews/" + name, name.startsWith("high") ? "so merry\nand merry\n" : "sad " + name);
        }
        String reviews = folder.resolve("reviews").toString();

        assertThat(Outcome.of("evaluate", model, "--data", reviews).succeeds().lines())
                .anyMatch(line -> line.startsWith("accuracy") && line.contains("100.00 %"));
        assertThat(Outcome.of("data", reviews, "--show").succeeds().lines())
                .anyMatch(line -> line.contains("4 samples (text), 2 classes"))
                .contains("'high': so merry and merry");
        assertThat(Outcome.of("init", reviews, "-o", folder.resolve("r.yaml").toString())
                        .succeeds()
                        .lines())
                .anyMatch(line -> line.startsWith("written "));
        assertThat(Files.readString(folder.resolve("r.yaml")))
                .contains("source: " + reviews, "vocabulary: 2000", "length: 64", "type: textCnn", "test: 0.2");
        assertThat(Outcome.of("predict", model, reviews).succeeds().lines()).hasSize(5);
    }

    @Test
    void aTableOfTextsIsLookedThroughWithoutATokenizer() throws Exception {
        String csv = file("rows.csv", REVIEWS + "low,sad and  sad\n,merry\n");

        assertThat(Outcome.of("data", csv, "--text-column", "body", "--label", "topic", "--show")
                        .succeeds())
                .contains("rows.csv: 5 samples (text), 2 classes", "'high': so merry", "high       3")
                .contains("1 × rows without label\n  " + csv + ":7", "1 × the same text again, exactly");
        String pairs = file("pairs.csv", "a,b,score\nx,y,0.5\nz,w,1\n");
        assertThat(Outcome.of("data", pairs, "--text-column", "a", "--text-column", "b", "--target-column", "score")
                        .succeeds())
                .contains("2 samples (text)\n", "nothing suspicious");
    }

    @Test
    void aTableOfTwoTextsBecomesARecipeOfPairs() throws Exception {
        StringBuilder rows = new StringBuilder("question1\tquestion2\tsame\n");
        for (int i = 0; i < 40; i++) {
            rows.append("what is the number ")
                    .append(i)
                    .append("\tand which one is it, ")
                    .append(i % 2 == 0 ? i : i + 1)
                    .append('\t')
                    .append(i % 2 == 0 ? "yes" : "no")
                    .append('\n');
        }
        String table = file("pairs.tsv", rows.toString());

        Outcome.of("init", table, "-o", folder.resolve("pairs.yaml").toString()).succeeds();

        assertThat(Files.readString(folder.resolve("pairs.yaml")))
                .contains("  text: [question1, question2] # two texts at once; ");
    }

    @Test
    void labelledTextsAreEvaluated() throws Exception {
        String csv = file("rows.csv", REVIEWS);
        JsonNode measured = Json.tree(
                Outcome.of("evaluate", model, "--data", csv, "--text-column", "body", "--label", "topic", "--json")
                        .succeeds());
        assertThat(measured.at("/metrics/accuracy").asDouble()).isEqualTo(0.75);
        assertThat(measured.at("/metrics/confusion").toString()).isEqualTo("[[1,0],[1,2]]");
    }

    @Test
    void aModelThatSaysNothingIsEvaluatedWithATokenizer() throws Exception {
        String silent = TinyModel.silentText(folder.resolve("silent.onnx")).toString();
        String tokenizer = file("tokenizer.json", TinyModel.TOKENIZER);
        String tsv = file("rows.tsv", "label\ttext\n0\tsad\n1\tmerry\n");
        JsonNode measured = Json.tree(Outcome.of(
                        "evaluate",
                        silent,
                        "--data",
                        tsv,
                        "--tokenizer",
                        tokenizer,
                        "--length",
                        "4",
                        "--text-column",
                        "text",
                        "--json")
                .succeeds());
        assertThat(measured.at("/metrics/accuracy").asDouble()).isEqualTo(1);
        Outcome.of("evaluate", silent, "--data", tsv, "--text-column", "text")
                .fails(
                        2,
                        "alambic: rows.tsv: texts need a tokenizer (expected a model of texts, a tokenizer.json or the size"
                                + " of a vocabulary, was none)");
    }

    @Test
    void aLongTokenizerIsNotShownWhole() {
        Path file = folder.resolve("text.onnx");
        OnnxModel.read(file)
                .withMetadata("tokenizer", TinyModel.TOKENIZER + " ".repeat(2000))
                .write(file);
        assertThat(Outcome.of("inspect", model).succeeds())
                .containsPattern("tokenizer = \\{\"version\": \"1.0\",.*… \\(2,\\d+ characters; --json gives all\\)");
    }

    @Test
    void badInputIsRefusedInOneLine() throws Exception {
        Outcome.of("predict", model, "reviews.csv").fails(3, "alambic: reviews.csv: no such file");
        Outcome.of("predict", model, " ").fails(3, "alambic: input: an empty text");
        String empty = file("empty.csv", "text,label\nmerry,high\n,low\n");
        Outcome.of("evaluate", model, "--data", empty).fails(3, "alambic: " + empty + ":3: no text in column 'text'");
        String broken = file("tokenizer.json", "{\"model\":");
        String csv = file("rows.csv", "text,label\nmerry,high\nsad,low\n");
        assertThat(Outcome.of("evaluate", model, "--data", csv, "--tokenizer", broken)
                        .err())
                .startsWith("alambic: " + broken + ": not a tokenizer.json: ")
                .hasLineCount(1);
    }
}
