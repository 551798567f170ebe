package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.hardware.Target;
import dev.alambic.run.Json;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on model files, and what they make of bad input. */
class FileCommandsTest {

    @TempDir
    private Path folder;

    private String table = "";
    private String image = "";

    @BeforeEach
    void writeModels() {
        table = TinyModel.table(folder.resolve("table.onnx")).toString();
        image = TinyModel.image(folder.resolve("image.onnx")).toString();
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aRowIsClassified() throws Exception {
        JsonNode answer = Json.tree(
                        Outcome.of("predict", table, "--input", "3,1", "--json").succeeds())
                .get(0);
        assertThat(answer.get("label").asText()).isEqualTo("low");
        // softmax of (3, 1) in float32 logits
        assertThat(answer.get("probability").asDouble())
                .isCloseTo(1 / (1 + Math.exp(-2)), org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void everyRowOfAFileIsClassified() throws Exception {
        String csv = file("rows.csv", "b,a\n1,2\n3,0\n");
        assertThat(Outcome.of("predict", table, "--input", csv).succeeds().lines())
                .hasSize(3)
                .anyMatch(line -> line.contains("low"))
                .anyMatch(line -> line.contains("high"));
    }

    @Test
    void anImageIsClassified() throws Exception {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        picture.setRGB(1, 0, 0xffffff);
        Path png = folder.resolve("p.png");
        ImageIO.write(picture, "png", png.toFile());
        assertThat(Outcome.of("predict", image, "--input", png.toString()).succeeds())
                .contains("high");
    }

    @Test
    void labelledRowsAreEvaluated() throws Exception {
        String csv = file("rows.csv", "a,b,class\n1,2,high\n3,0,low\n5,0,high\n4,0,low\n");
        JsonNode measured =
                Json.tree(Outcome.of("evaluate", table, "--data", csv, "--json").succeeds());
        assertThat(measured.at("/metrics/accuracy").asDouble()).isEqualTo(0.75);
        assertThat(measured.at("/metrics/confusion").toString()).isEqualTo("[[2,0],[1,1]]");
        assertThat(Outcome.of("evaluate", table, "--data", csv).succeeds()).contains("75.00 %", "macro F1");
    }

    @Test
    void aMissedGoalIsOne() throws Exception {
        String csv = file("rows.csv", "a,b,class\n1,2,high\n3,0,high\n");
        assertThat(Outcome.of("evaluate", table, "--data", csv, "--min-accuracy", "0.9")
                        .code())
                .isEqualTo(ExitCode.GOAL_MISSED);
        Outcome.of("evaluate", table, "--data", csv, "--min-accuracy", "90")
                .fails(2, "alambic: evaluate: --min-accuracy: expected a number from 0 to 1, was '90'");
    }

    @Test
    void aModelIsShown() throws Exception {
        assertThat(Outcome.of("inspect", table).succeeds()).contains("float[batch, 2]", "Gemm", "labels = ");
        JsonNode shown = Json.tree(Outcome.of("inspect", table, "--json").succeeds());
        assertThat(shown.at("/operators/Gemm").asInt()).isEqualTo(1);
        assertThat(shown.at("/parameters").asInt()).isEqualTo(6);
    }

    @Test
    void strippingWritesBesideTheInput() {
        Outcome.of("strip", table).succeeds();
        assertThat(OnnxModel.read(folder.resolve("table-stripped.onnx")).graph().outputs())
                .hasSize(1);
    }

    @Test
    void quantizingWritesWhereItIsTold() throws Exception {
        String out = folder.resolve("small.onnx").toString();
        Outcome.of("quantize", table, "--fp16", "storage", "-o", out).succeeds();
        assertThat(Outcome.of("predict", out, "--input", "0,1").succeeds()).contains("high");
        String csv = file("rows.csv", "a,b,class\n1,2,high\n3,0,low\n");
        Outcome.of("quantize", table, "--int8", "static", "--data", csv, "-o", out)
                .succeeds();
        assertThat(Outcome.of("predict", out, "--input", "0,1").succeeds()).contains("high");
        Outcome.of("quantize", table, "--int8", "static")
                .failsWith(2, "learns from samples: say which by --calibration PATH or --data SOURCE");
        Outcome.of("quantize", table, "--int8", "dynamic", "--weights", "int4")
                .failsWith(2, "was --int8 and --weights");
    }

    @Test
    void withoutAFormTheModelDecides() throws Exception {
        assertThat(Outcome.of("quantize", table, "--target", "gpu").succeeds())
                .contains("table-fp16-compute.onnx: fp16-compute for gpu");
        assertThat(Outcome.of("quantize", table, "--target", "x86").succeeds()).contains("int8-dynamic for x86");
        boolean overflows = Target.ofThisMachine().bytes().pairsMayOverflow();
        assertThat(Outcome.of("quantize", table, "--target", "x86-vnni").err().contains("products in 16 bits"))
                .isEqualTo(overflows);
        String csv = file("rows.csv", "1,2\n3,0\n");
        assertThat(Outcome.of("quantize", table, "--int8", "static", "--calibration", csv, "--json")
                        .succeeds())
                .contains("\"form\" : \"int8-static\"")
                .contains("ranges learned from few samples");
        String best = Outcome.of(
                        "quantize",
                        table,
                        "--calibration",
                        csv,
                        "-o",
                        folder.resolve("best.onnx").toString())
                .succeeds();
        assertThat(best).contains("x float").contains("best.onnx.search.svg");
        assertThat(OnnxModel.read(folder.resolve("best.onnx")).graph().outputs())
                .hasSize(1);
    }

    @Test
    void aSearchLeavesNothingOutThatIsAskedFor() throws Exception {
        String csv = file("rows.csv", "1,2\n3,0\n");
        assertThat(Outcome.of("quantize", table, "--calibration", csv, "--accuracy", "fast")
                        .succeeds())
                .contains("table-int8-static.onnx: int8-static");
        for (String[] more : new String[][] {{"--fp16", "storage"}, {"--accuracy", "best"}, {"--int8", "dynamic"}}) {
            Outcome.of("quantize", table, "--min-sqnr", "20", more[0], more[1])
                    .failsWith(2, "a search tries plain integers");
        }
    }

    @Test
    void theInputIsNeverOverwritten() {
        Outcome.of("strip", table, "-o", table)
                .fails(2, "alambic: " + table + ": would overwrite the input (choose another file by -o)");
        Outcome.of("strip", table, "-o", folder.toString())
                .fails(2, "alambic: " + folder + ": is no file that could be replaced");
    }

    @Test
    void aMissingModelIsNamed() {
        Outcome outcome = Outcome.of("inspect", folder.resolve("none.onnx").toString());
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("none.onnx").hasLineCount(1);
    }

    @Test
    void aTruncatedModelIsBroken() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of(table));
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        for (String command : new String[] {"inspect", "strip"}) {
            Outcome outcome = Outcome.of(command, cut.toString());
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
            assertThat(outcome.err()).contains("cut.onnx").hasLineCount(1);
        }
        assertThat(folder.resolve("cut-stripped.onnx")).doesNotExist();
    }

    @Test
    void randomBytesAreNoModel() throws Exception {
        byte[] bytes = new byte[4096];
        new Random(5).nextBytes(bytes);
        Path random = Files.write(folder.resolve("random.onnx"), bytes);
        Outcome outcome = Outcome.of("predict", random.toString(), "--input", "1,2");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).hasLineCount(1);
    }

    @Test
    void badRowsAreRefused() throws Exception {
        Outcome nan = Outcome.of("predict", table, "--input", file("nan.csv", "a,b\n1,NaN\n"));
        assertThat(nan.code()).isEqualTo(3);
        assertThat(nan.err()).contains("nan.csv:2", "'b'").hasLineCount(1);
        Outcome column = Outcome.of("predict", table, "--input", file("wrong.csv", "a,c\n1,2\n"));
        assertThat(column.code()).isEqualTo(3);
        assertThat(column.err()).contains("'b'").hasLineCount(1);
        Outcome label = Outcome.of("evaluate", table, "--data", file("label.csv", "a,b,class\n1,2,middle\n3,4,low\n"));
        assertThat(label.code()).isEqualTo(3);
        assertThat(label.err()).contains("middle").hasLineCount(1);
        Outcome missing = Outcome.of("evaluate", table, "--data", "nowhere.csv");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("nowhere.csv").hasLineCount(1);
    }

    @Test
    void anImageOfAnotherSizeIsRefused() throws Exception {
        Path png = folder.resolve("large.png");
        ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
        Outcome outcome = Outcome.of("predict", image, "--input", png.toString());
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("large.png", "9x9").hasLineCount(1);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        String under = file("a-file", "") + "/out.onnx";
        Outcome outcome = Outcome.of("strip", table, "-o", under);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains("out.onnx").hasLineCount(1);
    }

    @Test
    void cudaThatIsAbsentIsUnsupported() {
        Outcome outcome = Outcome.of("predict", table, "--input", "1,2", "--device", "cuda");
        org.junit.jupiter.api.Assumptions.assumeTrue(outcome.code() != 0, "this machine has CUDA");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err())
                .contains("cuda: the provider is not available")
                .hasLineCount(1);
    }

    @Test
    void manyRowsAreAnsweredOneAfterTheOther() throws Exception {
        int rows = 10_003;
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i % 7).append(',').append(i % 5).append('\n');
        }
        String many = file("many.csv", csv.toString());

        String text = Outcome.of("predict", table, many).succeeds();
        assertThat(text.lines()).hasSize(rows + 1);
        assertThat(text.lines().filter(line -> line.contains("probability"))).hasSize(1);
        assertThat(text.lines().skip(rows)).singleElement().asString().contains("many.csv:" + (rows + 1));

        String json = Outcome.of("predict", table, many, "--json").succeeds();
        JsonNode answers = Json.tree(json);
        assertThat(answers).hasSize(rows);
        assertThat(json).isEqualTo(Json.text(answers) + System.lineSeparator());
    }

    @Test
    void aModelOutsideOfARunNeedsData() {
        Outcome.of("evaluate", table)
                .fails(2, "alambic: " + table + " lies in no run, so say by --data what to feed it");
    }
}
