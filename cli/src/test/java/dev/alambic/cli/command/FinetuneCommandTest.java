package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneCommandTest {

    @TempDir
    private Path folder;

    /** Rows (a, b), "low" where a is less than b: the opposite of what the model says. */
    private Path rows() throws Exception {
        StringBuilder rows = new StringBuilder("a,b,class\n");
        for (int i = 0; i < 60; i++) {
            int difference = i % 2 == 0 ? 3 : -3;
            rows.append(i % 7 - 3 + difference).append(',').append(i % 7 - 3).append(',');
            rows.append(difference < 0 ? "low" : "high").append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), rows);
    }

    private Outcome finetune(Path model, String... more) {
        List<String> words = new ArrayList<>(List.of("finetune", model.toString()));
        words.addAll(List.of(more));
        return Outcome.of(words.toArray(String[]::new));
    }

    /** As above, into a run of its own and a file, with the result as JSON; {@code flags} are separated by blanks. */
    private Outcome tuned(Path model, String data, Path output, String flags) {
        List<String> more = new ArrayList<>(List.of("--data", data, "-o", output.toString(), "--json"));
        more.addAll(List.of("--run", output + "-run"));
        more.addAll(List.of(flags.split(" ")));
        return finetune(model, more.toArray(String[]::new));
    }

    private static double accuracy(Outcome outcome) throws Exception {
        JsonNode result = Json.tree(outcome.succeeds());
        return result.at("/metrics/accuracy").asDouble();
    }

    @Test
    void numbersBeyondAllCountsAreRefusedInOneLine() throws Exception {
        Path model = TinyModel.table(folder.resolve("tiny.onnx"));
        for (String flag : List.of("epochs", "batch-size", "threads", "length")) {
            finetune(model, "--data", rows().toString(), "--" + flag, "99999999999")
                    .fails(
                            2,
                            "alambic: finetune: --" + flag
                                    + ": expected a whole number from 1 to 2147483647, was '99999999999'");
        }
    }

    @Test
    void aModelLearnsWhatItHadWrong() throws Exception {
        Path model = TinyModel.table(folder.resolve("tiny.onnx"));
        String data = rows().toString();
        assertThat(accuracy(Outcome.of("evaluate", model.toString(), "--data", data, "--json")))
                .isZero();

        Path tuned = folder.resolve("out.onnx");
        Path run = folder.resolve("out.onnx-run");
        Outcome outcome = tuned(model, data, tuned, "--epochs 20 --learning-rate 0.1");

        assertThat(accuracy(outcome)).isEqualTo(1);
        assertThat(accuracy(Outcome.of("evaluate", tuned.toString(), "--data", data, "--json")))
                .isEqualTo(1);
        assertThat(ModelInfo.of(OnnxModel.read(tuned)).labels()).containsExactly("low", "high");
        assertThat(run.resolve("history.jsonl")).content().hasLineCount(20);

        byte[] first = Files.readAllBytes(tuned);
        Files.delete(run.resolve("models/teacher.onnx"));
        Outcome.of("finetune", "--resume", run.toString(), "-o", tuned.toString())
                .succeeds();
        assertThat(tuned).hasBinaryContent(first);
    }

    /** A detector answers one number, the probability of its second class: here that of the wrong one. */
    @Test
    void oneProbabilityIsEvaluatedTrainedAndTaughtFrom() throws Exception {
        Path model = TinyModel.detector(folder.resolve("detector.onnx"));
        String data = rows().toString();
        assertThat(accuracy(Outcome.of("evaluate", model.toString(), "--data", data, "--json")))
                .isZero();

        Path tuned = folder.resolve("tuned.onnx");
        assertThat(accuracy(tuned(model, data, tuned, "--epochs 20 --learning-rate 0.1")))
                .isEqualTo(1);
        OnnxModel written = OnnxModel.read(tuned);
        assertThat(written.graph().outputs())
                .isEqualTo(OnnxModel.read(model).graph().outputs());
        assertThat(written.graph().nodes()).hasSize(2);

        Path student = TinyModel.table(folder.resolve("student.onnx"));
        Path taught = folder.resolve("taught.onnx");
        assertThat(accuracy(
                        tuned(student, data, taught, "--epochs 20 --learning-rate 0.1 --alpha 1 --teacher " + tuned)))
                .isEqualTo(1);
    }

    @Test
    void aCutModelWithAHeadLearnsOtherClasses() throws Exception {
        Path iris = folder.resolve("iris");
        Outcome.of("train", "iris", "--out", iris.toString(), "--set", "teacher.training.epochs=5")
                .succeeds();
        Path backbone = iris.resolve("models/teacher.onnx");
        String hidden = OnnxModel.read(backbone).graph().nodes().stream()
                .filter(node -> node.is("Relu"))
                .findFirst()
                .orElseThrow()
                .output();
        Path tuned = folder.resolve("out.onnx");

        Outcome outcome = tuned(
                backbone,
                "iris",
                tuned,
                "--cut " + hidden + " --head classification --freeze (?!class).* --epochs 30 --learning-rate 0.02"
                        + " --head-rate 2");

        assertThat(accuracy(outcome)).isGreaterThan(0.8);
        assertThat(OnnxModel.read(tuned).graph().initializers()).containsKey("classifier.weight");

        finetune(backbone, "--data", "iris", "--cut", hidden.substring(1), "--head", "classification")
                .failsWith(2, "did you mean [" + hidden);
    }

    @Test
    void aTeacherHelps() throws Exception {
        Path model = TinyModel.table(folder.resolve("tiny.onnx"));
        String data = rows().toString();
        Path teacher = folder.resolve("teacher.onnx");
        tuned(model, data, teacher, "--epochs 20 --learning-rate 0.1").succeeds();

        Outcome outcome = tuned(
                model,
                data,
                folder.resolve("out.onnx"),
                "--epochs 20 --learning-rate 0.1 --alpha 1 --teacher " + teacher);

        assertThat(accuracy(outcome)).isEqualTo(1);
    }

    /** The weights are trained under the rounding of integers; what comes out runs in integer kernels. */
    @Test
    void aModelIsTrainedForIntegers() throws Exception {
        Path iris = folder.resolve("iris");
        Outcome.of("train", "iris", "--out", iris.toString(), "--set", "teacher.training.epochs=10")
                .succeeds();
        Path tuned = folder.resolve("out.onnx");

        Outcome outcome = tuned(
                iris.resolve("models/teacher.onnx"), "iris", tuned, "--quantize int8 --epochs 10 --learning-rate 0.01");

        assertThat(accuracy(outcome)).isGreaterThan(0.8);
        Path fused = folder.resolve("fused.onnx");
        Session.open(tuned, SessionOptions.defaults().withOptimizedModel(fused)).close();
        assertThat(OnnxModel.read(fused).graph().nodes().stream().map(Node::opType))
                .contains("QGemm")
                .doesNotContain("Gemm", "FusedGemm");
    }

    /** A network of pictures, as exporters write it: the batch normalization is folded into its convolutions. */
    @Test
    void aModelThatWasCutIsTrainedAsOneExpects() throws Exception {
        Path run = folder.resolve("digits");
        Outcome.of("train", "digits", "--out", run.toString(), "--set", "teacher.training.epochs=2")
                .succeeds();
        Path whole = run.resolve("models/teacher.onnx");
        Path alone = Files.copy(whole, folder.resolve("whole.onnx"));
        Path cut = folder.resolve("cut.onnx");
        Path helped = folder.resolve("helped.onnx");
        Outcome.of("prune", alone.toString(), "--channels", "0.5", "-o", cut.toString())
                .succeeds();
        Outcome.of("prune", whole.toString(), "--channels", "0.5", "-o", helped.toString())
                .succeeds();
        double before =
                accuracy(Outcome.of("evaluate", alone.toString(), "--data", "digits", "--split", "test", "--json"));
        assertThat(accuracy(Outcome.of("evaluate", cut.toString(), "--data", "digits", "--split", "test", "--json")))
                .isLessThan(0.5);
        assertThat(accuracy(Outcome.of("evaluate", helped.toString(), "--data", "digits", "--split", "test", "--json")))
                .isGreaterThan(before - 0.03);

        Path tuned = folder.resolve("out.onnx");
        Outcome outcome = tuned(helped, "digits", tuned, "--epochs 1 --teacher " + alone);
        assertThat(accuracy(outcome)).isGreaterThan(before - 0.01);
        assertThat(outcome.err())
                .contains("recovery: batch normalization is put back")
                .doesNotContain("too small");
        assertThat(OnnxModel.read(tuned).graph().nodes().stream().map(Node::opType))
                .contains("Conv")
                .doesNotContain("BatchNormalization");
        assertThat(tuned.resolveSibling("out.onnx-run").resolve("recipe.yaml"))
                .content()
                .contains("batchNorm: true");
        // what was trained since is no model that was cut any more
        assertThat(tuned(tuned, "digits", folder.resolve("again.onnx"), "--epochs 1")
                        .err())
                .doesNotContain("recovery:");

        assertThat(tuned(cut, "digits", folder.resolve("slow.onnx"), "--epochs 1 --recovery off")
                        .err())
                .contains("note: the learning rate 5.0e-05 is too small to recover: in ")
                .doesNotContain("recovery:");
        Path rounds = folder.resolve("rounds.onnx");
        Outcome gradual = tuned(alone, "digits", rounds, "--channels 0.5 --rounds 2 --epochs 1");
        assertThat(accuracy(gradual)).isGreaterThan(before - 0.02);
        assertThat(gradual.err()).contains("round 1 of 2", "round 2 of 2", "recovery: ");
        assertThat(rounds.resolveSibling("rounds.onnx-run").resolve("round-1/history.jsonl"))
                .content()
                .hasLineCount(1);
        assertThat(parameters(rounds)).isCloseTo(parameters(cut), withinPercentage(25));
        // the same command finds its rounds done
        assertThat(tuned(alone, "digits", rounds, "--channels 0.5 --rounds 2 --epochs 1")
                        .err())
                .doesNotContain("student 1/1");
        finetune(alone, "--data", "digits", "--rounds", "2")
                .failsWith(2, "--rounds says how often channels are cut (add --channels PART)");
        finetune(alone, "--data", "digits", "--channels", "0.5", "--quantize", "int8")
                .failsWith(2, "--channels comes in a call of its own (expected no --quantize)");
        finetune(cut, "--data", "digits", "--recovery", "on", "--quantize", "int8")
                .failsWith(2, "--recovery comes first, --quantize in a second call");
    }

    private static long parameters(Path file) {
        return OnnxModel.read(file).graph().initializers().values().stream()
                .mapToLong(Tensor::elementCount)
                .sum();
    }

    @Test
    void misuseIsOneLine() throws Exception {
        Path model = TinyModel.table(folder.resolve("tiny.onnx"));
        finetune(model).fails(2, "alambic: finetune: say by --data what to learn from");
        finetune(model, "--data", "iris", "--pooling", "mean")
                .fails(
                        2,
                        "alambic: finetune: --pooling, --dropout and --head-rate are those of a head (add --head"
                                + " classification)");
        finetune(model, "--data", rows().toString(), "--learning-rate", "fast")
                .fails(2, "alambic: finetune: --learning-rate: expected a number above 0, was 'fast'");
        finetune(model, "--data", rows().toString(), "--quantize", "int4")
                .fails(2, "alambic: finetune: --quantize: unknown value 'int4' (expected one of int8)");
        finetune(folder.resolve("none.onnx"), "--data", rows().toString()).failsWith(3, "none.onnx");
    }
}
