package dev.alambic.data.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavFileTest {
    /** Each is a whole number of levels of 8 bits. */
    private static final float[] VALUES = {0, 0.5f, -0.5f, 0.25f, -1};

    @TempDir
    private Path folder;

    private Wave read(byte[] bytes) throws IOException {
        return WavFile.read(Files.write(folder.resolve("x.wav"), bytes));
    }

    private void refused(byte[] bytes, String message) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith(folder.resolve("x.wav").toString())
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
    void everyCodingGivesTheSameValues(int format, int bits) throws IOException {
        Wave wave = read(Wavs.bytes(format, 22050, bits, VALUES));

        assertThat(wave.values()).containsExactly(VALUES);
        assertThat(wave.rate()).isEqualTo(22050);
    }

    @Test
    void severalChannelsBecomeTheirMean() throws IOException {
        Wave wave = read(Wavs.bytes(1, 8000, 16, new float[] {0.5f, 0}, new float[] {0.25f, -0.5f}));

        assertThat(wave.values()).containsExactly(0.375f, -0.25f);
        assertThat(wave.channels()).isEqualTo(2);
    }

    /** Chunks between may be of odd length, and the format may be the long one. */
    @Test
    void otherChunksAreSkipped() throws IOException {
        byte[] plain = Wavs.bytes(1, 8000, 16, VALUES);
        ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        file.put(Wavs.ascii("RIFF"))
                .putInt(0)
                .put(Wavs.ascii("WAVELIST"))
                .putInt(3)
                .put(new byte[4]);
        file.put(Wavs.ascii("fmt ")).putInt(40).putShort((short) 0xFFFE).put(plain, 22, 14);
        file.putShort((short) 22)
                .putShort((short) 16)
                .putInt(4)
                .putShort((short) 1)
                .put(new byte[14]);
        file.put(plain, 36, plain.length - 36);

        assertThat(read(Arrays.copyOf(file.array(), file.position())).values()).containsExactly(VALUES);
    }

    @Test
    void aFileFromAPipeEndsWithItself() throws IOException {
        byte[] bytes = Wavs.bytes(1, 8000, 16, VALUES);
        Arrays.fill(bytes, 40, 44, (byte) 0xff);

        assertThat(read(bytes).values()).containsExactly(VALUES);
    }

    @Test
    void whatIsBrokenIsSaidInOneLine() {
        byte[] good = Wavs.bytes(1, 8000, 16, VALUES);
        refused(new byte[0], ": not a WAV file (expected RIFF and WAVE at its beginning, was an empty file)");
        refused(Wavs.ascii("RIFF....WEBPVP8 "), ": not a WAV file (expected RIFF and WAVE");
        refused(Arrays.copyOf(good, 30), ": truncated (expected a chunk of samples, was the end of the file)");
        refused(Arrays.copyOf(good, 48), ": truncated (expected 10 bytes of samples, was 4)");
        refused(Arrays.copyOf(good, 44), ": truncated (expected 10 bytes of samples, was 0)");
        refused(changed(good, 40, 0x7fff_ffff), ": truncated (expected 2147483647 bytes of samples, was 10)");
        refused(changed(good, 16, 0x7fff_fff0), ": truncated (expected a chunk of samples");
        refused(changed(good, 24, 0), ": samples a second (expected 1000 to 384000, was 0)");
        refused(changed(good, 24, -1), ": samples a second (expected 1000 to 384000, was 4294967295)");
        refused(changed(good, 20, 6 | 1 << 16), ": a WAV file of another coding (expected whole numbers of 8, 16, 24");
        refused(changed(good, 20, 1), ": channels (expected 1 to 64, was 0)");
        refused(Wavs.bytes(1, 8000, 16, new float[0]), ": a sound without samples");
        refused(Wavs.bytes(3, 8000, 32, new float[] {0, Float.NaN}), ": sample 1 is a number (expected a finite one");
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return copy;
    }

    private static float[] tone(int rate, double hertz) {
        float[] tone = new float[rate / 2];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return tone;
    }

    /** Away from the ends, a tone below half of both rates is the same tone; the window passes 99 % there. */
    @ParameterizedTest
    @CsvSource({"44100,16000", "8000,16000", "22050,8000", "16000,16000"})
    void anotherRateIsTheSameTone(int from, int to) {
        float[] values = new SoundForm(new InputMeaning.Sound(to, to / 2)).values(new Wave(from, tone(from, 700), 1));
        float[] expected = tone(to, 700);

        for (int i = to / 10; i < 4 * to / 10; i++) {
            assertThat(values[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(0.005f));
        }
    }

    /** What the lower rate cannot hold is left out, and does not come back as another tone. */
    @Test
    void aToneAboveTheLowerRateIsLeftOut() {
        float[] values =
                new SoundForm(new InputMeaning.Sound(8000, 4000)).values(new Wave(44100, tone(44100, 6000), 1));

        for (int i = 800; i < 3200; i++) {
            assertThat(Math.abs(values[i])).isLessThan(0.005f);
        }
    }

    @Test
    void whatIsLongerLosesItsEndAndWhatIsShorterIsFollowedBySilence() {
        SoundForm form = new SoundForm(new InputMeaning.Sound(8000, 3));

        assertThat(form.values(new Wave(8000, VALUES, 1))).containsExactly(0, 0.5f, -0.5f);
        assertThat(form.values(new Wave(8000, new float[] {1}, 1))).containsExactly(1, 0, 0);
    }

    @Test
    void madeSpeechIsTheSameEachTimeAndDiffersByAllThatItIsMadeOf() {
        float[] once = MadeSpeech.say("yes", 3, 1);

        assertThat(MadeSpeech.say("yes", 3, 1)).containsExactly(once);
        assertThat(once).hasSize(MadeSpeech.SAMPLES);
        assertThat(new Wave(MadeSpeech.RATE, once, 1).isSilent()).isFalse();
        assertThat(MadeSpeech.say("yes", 3, 2)).isNotEqualTo(once);
        assertThat(MadeSpeech.say("yes", 4, 1)).isNotEqualTo(once);
        assertThat(MadeSpeech.say("no", 3, 1)).isNotEqualTo(once);
        for (float value : once) {
            assertThat(value).isBetween(-1f, 1f);
        }
    }
}
