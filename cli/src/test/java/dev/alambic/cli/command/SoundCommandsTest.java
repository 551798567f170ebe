package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.sound.MadeSpeech;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on sounds and on a model of them, which tells loud from soft. */
class SoundCommandsTest {

    @TempDir
    private Path folder;

    private String model = "";
    private String sounds = "";

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("loud.onnx");
        ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("loud", "soft"))
                .withInput(new InputMeaning.Sound(8000, 400))
                .applyTo(GraphText.model("""
                        sound: float[batch, 400]
                        size = Abs(sound)
                        logits = Gemm(size, weight, shift)
                        return logits: float[batch, 2]
                        """, builder -> {
                    float[] weight = new float[800];
                    for (int i = 0; i < 800; i += 2) {
                        weight[i] = 1;
                    }
                    builder.initializer("weight", Tensor.ofFloats(weight, 400, 2));
                    builder.initializer("shift", Tensor.ofFloats(new float[] {0, 80}, 2));
                }))
                .write(file);
        model = file.toString();
        sounds = folder.resolve("sounds").toString();
        for (int i = 0; i < 12; i++) {
            wav("sounds/loud/" + i + ".wav", 0.5f + i / 100f);
            wav("sounds/soft/" + i + ".wav", 0.05f + i / 1000f);
        }
    }

    private Path wav(String name, float level) throws IOException {
        float[] values = new float[400];
        Arrays.fill(values, level);
        ByteBuffer out = ByteBuffer.allocate(44 + 800).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(836);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        out.putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(800);
        for (float value : values) {
            out.putShort((short) Math.round(value * 32767));
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, out.array());
    }

    @Test
    void everyCommandTakesSounds() throws IOException {
        String one = wav("hello.wav", 0.4f).toString();
        Path sheet = folder.resolve("sheet.png");

        assertThat(Outcome.of("predict", model, one).succeeds().lines())
                .anyMatch(line -> line.contains("hello.wav") && line.contains("loud"));
        assertThat(Outcome.of("predict", model, sounds).succeeds().lines()).hasSize(25);
        assertThat(Outcome.of("evaluate", model, "--data", sounds).succeeds().lines())
                .anyMatch(line -> line.endsWith("loud.onnx on 24 samples, all of " + sounds))
                .anyMatch(line -> line.startsWith("accuracy") && line.contains("100.00 %"));
        assertThat(Outcome.of("data", sounds, "--show", "-o", sheet.toString())
                        .succeeds()
                        .lines())
                .anyMatch(line -> line.contains("24 samples (sound), 2 classes"))
                .contains("lengths: 0.05 to 0.05 s", "rates: 24 of 8000 a second", "channels: one");
        assertThat(sheet).isNotEmptyFile();
        Outcome.of(
                        "quantize",
                        model,
                        "--int8",
                        "static",
                        "--calibration",
                        sounds,
                        "-o",
                        folder.resolve("q.onnx").toString())
                .succeeds();
        Outcome.of(
                        "predict",
                        model,
                        Files.writeString(folder.resolve("no.wav"), "x").toString())
                .failsWith(ExitCode.BAD_FILE, "no.wav: not a WAV file (expected RIFF and WAVE at its beginning");
    }

    @Test
    void aFolderOfSoundsBecomesARecipe() throws IOException {
        String recipe = folder.resolve("r.yaml").toString();

        assertThat(Outcome.of("init", sounds, "-o", recipe).succeeds())
                .contains("read as 2000 samples, 8000 a second", "written " + recipe);

        assertThat(Files.readString(Path.of(recipe)))
                .contains(
                        "source: " + sounds + "\n", "  rate: 8000 # ", "  seconds: 0.25 # ", "type: cnn", "shift: 100");
    }

    @Test
    void aPackageSaysHowASoundIsTaken() throws IOException {
        String file = folder.resolve("p.zip").toString();

        Outcome.of("package", model, "--data", sounds, "-o", file).succeeds();

        assertThat(Outcome.of("verify", file).succeeds()).contains("answered as expected");
    }

    @Test
    void madeSpeechIsData() {
        assertThat(Outcome.of("data", "made-speech").succeeds().lines())
                .anyMatch(line -> line.startsWith("made-speech: ") && line.contains("(sound), 8 classes"))
                .anyMatch(line -> line.startsWith(MadeSpeech.WORDS.get(0)));
    }
}
