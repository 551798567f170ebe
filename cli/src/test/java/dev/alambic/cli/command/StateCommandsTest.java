package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.VoiceDetector;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.run.Json;
import dev.alambic.run.measure.DropJudge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model with state, from one command to the next, on calls that follow each other. */
class StateCommandsTest {
    private static final int CALLS = 1000;
    private static final String SAID = "state: h -> hn, c -> cn, carried from call to call";

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Path learned = Path.of("");
    private Path judged = Path.of("");

    @BeforeEach
    void write() throws Exception {
        model = folder.resolve("voice.onnx");
        VoiceDetector.model().write(model);
        learned = Files.write(folder.resolve("learned.npy"), numpy(1, 256));
        judged = Files.write(folder.resolve("judged.npy"), numpy(2, CALLS));
    }

    /** Returns sound as a file of NumPy [frames, 1, 256]. */
    private static byte[] numpy(long seed, int frames) {
        PrimitiveIterator.OfDouble values = Arrays.stream(VoiceDetector.sound(seed, frames), 0, frames)
                .flatMapToDouble(
                        frame -> IntStream.range(0, VoiceDetector.FRAME).mapToDouble(i -> frame[i]))
                .iterator();
        return NumpyBytes.of(values::nextDouble, frames, 1, VoiceDetector.FRAME);
    }

    @Test
    void theDetectorKnowsVoicesByItsState() {
        float[][] sound = VoiceDetector.sound(2, CALLS);
        Carried carried = Carried.of(VoiceDetector.model());
        int right = 0;
        int rightWithout = 0;
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            for (int i = 0; i < CALLS; i++) {
                Map<String, Tensor> x = Map.of("x", Tensor.ofFloats(sound[i], 1, VoiceDetector.FRAME));
                boolean expected = sound[CALLS][i] == 1;
                right += isVoice(carried.run(session, x, List.of("voice"))) == expected ? 1 : 0;
                Map<String, Tensor> alone = Carried.of(VoiceDetector.model()).run(session, x, List.of("voice"));
                rightWithout += isVoice(alone) == expected ? 1 : 0;
            }
        }
        assertThat(right).isGreaterThan(950);
        assertThat(rightWithout).as("with zeros in place of the state").isLessThan(right - 50);
    }

    private static boolean isVoice(Map<String, Tensor> outputs) {
        return Objects.requireNonNull(outputs.get("voice")).floats()[0] >= 0.5f;
    }

    @Test
    void inspectShowsWhatIsCarried() throws Exception {
        assertThat(Outcome.of("inspect", model.toString()).succeeds()).contains(SAID);
        JsonNode json =
                Json.tree(Outcome.of("inspect", model.toString(), "--json").succeeds());
        assertThat(json.at("/state/1/output").asText()).isEqualTo("cn");
    }

    @Test
    void integersDecideAlikeOverAThousandCalls() throws Exception {
        Path quantized = folder.resolve("int8.onnx");
        Outcome made = Outcome.of(
                "quantize",
                model.toString(),
                "-o",
                quantized.toString(),
                "--int8",
                "static",
                "--calibration",
                learned.toString());
        made.succeeds();
        assertThat(made.err()).contains(SAID, "over 256 calls with the state carried, 'voice' decides alike on");

        Outcome compared = Outcome.of(
                "diff",
                model.toString(),
                quantized.toString(),
                "--calibration",
                judged.toString(),
                "--samples",
                "1000",
                "--json");
        JsonNode voice = Json.tree(compared.succeeds()).at("/steps/0");
        assertThat(compared.err()).contains(SAID);
        assertThat(voice.at("/value").asText()).isEqualTo("voice");
        assertThat(voice.at("/agreement").asDouble()).isGreaterThanOrEqualTo(0.99);
        assertThat(voice.at("/worstStep").asInt()).isBetween(1, CALLS);
        assertThat(voice.at("/growth").asDouble())
                .as("adds up, but not without end")
                .isBetween(1.0, 10.0);
    }

    @Test
    void theSearchFollowsTheState() throws Exception {
        Path quantized = folder.resolve("best.onnx");
        Outcome made = Outcome.of(
                "quantize",
                model.toString(),
                "-o",
                quantized.toString(),
                "--min-sqnr",
                "20",
                "--calibration",
                learned.toString(),
                "--json");
        String notes = Json.tree(made.succeeds()).at("/notes").toString();
        assertThat(notes).contains("voice' decides alike on");
        JsonNode voice = Json.tree(Outcome.of(
                                "diff",
                                model.toString(),
                                quantized.toString(),
                                "--calibration",
                                judged.toString(),
                                "--samples",
                                "1000",
                                "--json")
                        .succeeds())
                .at("/steps/0");
        assertThat(voice.at("/agreement").asDouble()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void sequencesBeginWithZeros() throws Exception {
        String once = Outcome.of("diff", model.toString(), model.toString(), "--calibration", learned.toString())
                .succeeds();
        assertThat(once).contains("call by call", "256 samples");
        Outcome.of("diff", model.toString(), model.toString(), "--calibration", learned.toString(), "--sequence", "16")
                .succeeds();
    }

    @Test
    void whatIsToldStaysInTheFile() {
        Path out = folder.resolve("plain.onnx");
        Outcome.of("optimize", model.toString(), "-o", out.toString(), "--state", "h=hn,c=cn")
                .succeeds();
        assertThat(OnnxModel.read(out).metadata()).containsEntry(ModelMetadata.STATE, "h=hn,c=cn");
        Outcome none = Outcome.of("optimize", model.toString(), "-o", out.toString(), "--state", "none");
        assertThat(none.succeeds() + none.err()).doesNotContain("carried");
        assertThat(Outcome.of("inspect", out.toString()).succeeds()).doesNotContain("carried");
    }

    @Test
    void aWrongNameIsAnsweredWithTheNearest() {
        Outcome.of("optimize", model.toString(), "--state", "h=hm")
                .fails(2, "alambic: optimize: --state: the model has no output 'hm', did you mean 'hn'?");
    }

    @Test
    void aSequenceOfNothingIsRefused() {
        Outcome.of("optimize", model.toString(), "--sequence", "5")
                .fails(
                        2,
                        "alambic: optimize: --sequence: it parts samples (expected --calibration or --inputs beside"
                                + " it)");
        Outcome.of(
                        "diff",
                        model.toString(),
                        model.toString(),
                        "--sequence",
                        "5",
                        "--state",
                        "none",
                        "--calibration",
                        learned.toString())
                .failsWith(2, "--sequence: the model carries nothing from call to call");
    }

    @Test
    void eachExactCommandSaysWhatIsCarried() {
        for (String command : List.of("optimize", "strip")) {
            Outcome done = Outcome.of(
                    command,
                    model.toString(),
                    "-o",
                    folder.resolve(command + ".onnx").toString(),
                    "--inputs",
                    learned.toString());
            assertThat(done.succeeds() + done.err()).as(command).contains(SAID);
        }
    }

    @Test
    void benchCarriesTheStateAndComparesAnswersCallByCall() throws Exception {
        Path quantized = folder.resolve("int8.onnx");
        Outcome.of("quantize", model.toString(), "-o", quantized.toString(), "--int8", "dynamic")
                .succeeds();
        Outcome measured = Outcome.of(
                "bench",
                model.toString(),
                quantized.toString(),
                "--inputs",
                judged.toString(),
                "--seconds",
                "0.2",
                "--skip",
                "memory,energy",
                "--json");
        JsonNode json = Json.tree(measured.succeeds());
        assertThat(measured.err()).contains(SAID);
        assertThat(json.at("/notes").toString()).contains(SAID + ": times are of one call");
        assertThat(json.at("/models/1/quality/samples").asInt()).isEqualTo(CALLS);
        assertThat(json.at("/models/1/quality/likeness/agreement").asDouble()).isBetween(0.99, 1.0);
        assertThat(json.at("/models/1/latency/0/micros/p50").asDouble()).isPositive();
    }

    @Test
    void benchMakesCallsThatFollowEachOther() throws Exception {
        JsonNode json = Json.tree(Outcome.of(
                        "bench",
                        model.toString(),
                        model.resolveSibling("./voice.onnx").toString(),
                        "--seconds",
                        "0.2",
                        "--skip",
                        "memory,energy,startup",
                        "--json")
                .succeeds());
        assertThat(json.at("/models/1/quality/samples").asInt()).isEqualTo(64);
    }

    @Test
    void aPackageGoesOnFromCallToCall() throws Exception {
        Path zip = folder.resolve("voice.zip");
        Outcome packed = Outcome.of(
                "package", model.toString(), "-o", zip.toString(), "--for", "server", "--inputs", judged.toString());
        packed.succeeds();
        assertThat(packed.err()).contains(SAID);
        JsonNode verified =
                Json.tree(Outcome.of("verify", zip.toString(), "--json").succeeds());
        assertThat(verified.at("/misses").size()).isZero();
        assertThat(verified.at("/cases").asInt()).isGreaterThan(16);
    }

    /** Adds up its input, and says b from 6 on. */
    private Path counting() {
        Graph graph = Graph.build("counting", b -> {
            b.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 1)));
            b.input(ValueInfo.of("state", DataType.FLOAT, Shape.symbolic("batch", 1)));
            b.initializer("w", Tensor.ofFloats(new float[] {-1, 1}, 1, 2));
            b.initializer("b", Tensor.ofFloats(new float[] {5.5f, -5.5f}, 2));
            b.node(Node.of("Add", List.of("x", "state"), "new_state"));
            b.node(Node.of("Gemm", List.of("new_state", "w", "b"), "logits"));
            b.output(ValueInfo.of("logits", DataType.FLOAT, Shape.symbolic("batch", 2)));
            b.output(ValueInfo.of("new_state", DataType.FLOAT, Shape.symbolic("batch", 1)));
        });
        Path file = folder.resolve("counting.onnx");
        ModelInfo.none()
                .withLabels(List.of("a", "b"))
                .withInput(new InputMeaning.Table(List.of("x")))
                .applyTo(OnnxModel.of(graph, 17))
                .write(file);
        return file;
    }

    @Test
    void evaluateHearsTheRowsOneAfterTheOther() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "x,class\n" + "1,a\n".repeat(5) + "1,b\n".repeat(5));
        String file = counting().toString();

        Outcome carried = Outcome.of("evaluate", file, "--data", rows.toString(), "--json");
        assertThat(Json.tree(carried.succeeds()).at("/metrics/accuracy").asDouble())
                .isEqualTo(1);
        assertThat(carried.err()).contains("state: state -> new_state");
        JsonNode bench = Json.tree(Outcome.of(
                        "bench",
                        file,
                        "--data",
                        rows.toString(),
                        "--seconds",
                        "0.1",
                        "--skip",
                        "memory,energy,startup",
                        "--json")
                .succeeds());
        assertThat(bench.at("/models/0/quality/accuracy").asDouble()).isEqualTo(1);
        Outcome.of("evaluate", file, "--data", rows.toString(), "--state", "none")
                .failsWith(4, "a classifier has one input");
    }

    @Test
    void aSearchJudgesCallsAsTheyLie() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "x,class\n" + "1,a\n".repeat(5) + "1,b\n".repeat(5));
        Dataset all = DataSource.open(rows.toString(), DataOptions.defaults()).all();
        OnnxModel counting = OnnxModel.read(counting());

        DropJudge judge = new DropJudge(all, 0.01, 1, SessionOptions.defaults());

        assertThat(judge.quality(counting)).isEqualTo(1);
        assertThat(judge.quality(counting)).as("asked again").isEqualTo(1);
    }

    @Test
    void callsAreNotScatteredWhenDataAreParted() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "x,class\n" + "1,a\n".repeat(5) + "2,b\n".repeat(35));
        Dataset all = DataSource.open(rows.toString(), DataOptions.defaults()).all();

        List<ModelData> parts = new ModelData(all, "all").parted(6);

        assertThat(parts.get(0).samples().labels()).containsExactly(0, 0, 0, 0, 0, 1);
        assertThat(parts.get(1).samples().size()).isEqualTo(34);
    }

    @Test
    void aMixtureOfFormsIsSmallAndDecidesAlike() throws Exception {
        Path mixed = folder.resolve("mixed.onnx");
        Outcome.of(
                        "quantize",
                        model.toString(),
                        "-o",
                        mixed.toString(),
                        "--int8",
                        "mixed",
                        "--calibration",
                        learned.toString())
                .succeeds();
        JsonNode voice = Json.tree(Outcome.of(
                                "diff",
                                model.toString(),
                                mixed.toString(),
                                "--calibration",
                                judged.toString(),
                                "--samples",
                                "1000",
                                "--json")
                        .succeeds())
                .at("/steps/0");
        assertThat(voice.at("/agreement").asDouble()).isGreaterThanOrEqualTo(0.99);
        // the products of its spectrum, a third of its weights, are squared and stay float
        assertThat(Files.size(mixed)).isLessThan(Files.size(model) * 3 / 4);
        Outcome.of("quantize", model.toString(), "--int8", "mixed", "--calibration", learned.toString(), "--equalize")
                .failsWith(2, "--equalize is not for --int8 mixed");
    }

    /** The guide's commands, one after the other, on the detector in place of a reader's files. */
    @Test
    void theGuideIsTrue() throws Exception {
        List<String> commands = Files.readAllLines(Path.of("..", "docs", "state.md")).stream()
                .filter(line -> line.startsWith("./alambic "))
                .toList();
        assertThat(commands).hasSize(8);
        for (String command : commands) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.remove(0);
            words.replaceAll(word ->
                    word.matches(".*\\.(onnx|npy|zip)") ? folder.resolve(word).toString() : word);
            if (words.get(0).equals("bench")) {
                words.addAll(List.of("--seconds", "0.2", "--skip", "memory,energy"));
            }
            Outcome done = Outcome.of(words.toArray(String[]::new));
            done.succeeds();
            boolean told = command.contains("none") || command.contains("verify");
            assertThat((done.out() + done.err()).contains(SAID)).as(command).isEqualTo(!told);
        }
        assertThat(OnnxModel.read(folder.resolve("plain.onnx")).metadata()).containsEntry("state", "none");
    }
}
