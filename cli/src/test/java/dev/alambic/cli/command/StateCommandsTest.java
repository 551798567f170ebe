package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        learned = Files.write(folder.resolve("learned.npy"), VoiceDetector.numpy(1, 256));
        judged = Files.write(folder.resolve("judged.npy"), VoiceDetector.numpy(2, CALLS));
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
}
