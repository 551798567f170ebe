package dev.alambic.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.augment.Augmentation;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.file.SoundOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.sound.Wavs;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled sounds as people have them. */
class SoundFolderTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();

    @TempDir
    private Path folder;

    private LoadedData open(DataOptions options) {
        return DataSource.open(folder.toString(), options);
    }

    private void words() throws IOException {
        for (int i = 0; i < 2; i++) {
            Wavs.say(folder.resolve("train/yes/" + i + ".wav"), "yes", i, 0);
            Wavs.say(folder.resolve("train/no/" + i + ".wav"), "no", i, 0);
            Wavs.say(folder.resolve("test/yes/" + i + ".wav"), "yes", i + 9, 0);
        }
        Wavs.say(folder.resolve("test/no/0.wav"), "no", 9, 0);
    }

    private static float[] sample(Dataset data, int index) {
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        return sample;
    }

    @Test
    void classesAndPartsAreFolders() throws IOException {
        words();

        LoadedData data = open(DEFAULTS);

        assertThat(data.all().classes()).containsExactly("no", "yes");
        assertThat(data.all().labels()).containsExactly(0, 0, 1, 1);
        assertThat(Objects.requireNonNull(data.test()).labels()).containsExactly(0, 1, 1);
        assertThat(data.all().input()).isEqualTo(new InputMeaning.Sound(8000, 8000));
        assertThat(data.all().notes()).isEmpty();
    }

    @Test
    void theRateAndTheLengthCanBeTold() throws IOException {
        words();

        assertThat(open(DEFAULTS.withSounds(new SoundOptions(4000, 0.5))).all().input())
                .isEqualTo(new InputMeaning.Sound(4000, 2000));
        assertThat(open(DEFAULTS.withSounds(new SoundOptions(null, 0.5))).all().input())
                .isEqualTo(new InputMeaning.Sound(8000, 4000));
    }

    /** The one door: a sound is the same for training, for predict and for calibration, kept in memory or not. */
    @Test
    void theSameSoundIsTheSameThroughEveryDoor() throws IOException {
        words();
        Wavs.write(folder.resolve("train/no/2.wav"), 44100, new float[60000]);
        Wavs.write(folder.resolve("train/no/3.wav"), 11025, new float[] {0.5f, -0.5f, 0.25f});
        Dataset data = open(DEFAULTS).all();
        Dataset again = open(DEFAULTS.withPictures(PictureOptions.defaults().withCacheBytes(0)))
                .all();
        float[][] all = SampleSource.read(folder.resolve("train").toString(), data.input(), DataOptions.defaults())
                .values();

        for (int i = 0; i < data.size(); i++) {
            assertThat(sample(data, i))
                    .isEqualTo(all[i])
                    .isEqualTo(sample(again, i))
                    .isEqualTo(sample(data, i));
        }
        assertThat(SampleSource.read(folder.resolve("train/no/3.wav").toString(), data.input(), DataOptions.defaults())
                        .values()[0])
                .isEqualTo(all[3]);
        assertThat(data.notes())
                .containsExactly(
                        "2 sounds of other rates ([8000, 11025, 44100]) are brought to 8000 samples a second",
                        "1 sounds are longer than the 1.0 s that are taken, and lose their end");
    }

    @Test
    void aListOfFilesAndLabelsIsAFolderToo() throws IOException {
        Wavs.say(folder.resolve("wavs/1.wav"), "yes", 1, 0);
        Wavs.say(folder.resolve("wavs/2.wav"), "no", 1, 0);
        Files.writeString(folder.resolve("list.csv"), "audio,label\nwavs/1.wav,yes\nwavs/2.wav,no\n");

        assertThat(open(DEFAULTS).all().labels()).containsExactly(1, 0);
    }

    @Test
    void aBrokenFileIsNamedOrLeftOutWhenTold() throws IOException {
        words();
        Path broken = Files.writeString(folder.resolve("train/no/9.wav"), "RIFF");

        assertThatThrownBy(() -> open(DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(broken + ": not a WAV file")
                .hasMessageEndingWith("(data: {broken: skip} in a recipe leaves such files out)");
        Dataset data = open(DEFAULTS.withPictures(PictureOptions.defaults().withBroken(PictureOptions.Broken.SKIP)))
                .all();
        assertThat(data.labels()).containsExactly(0, 0, 1, 1);
        assertThat(data.notes().get(0)).startsWith("1 of 8 files are broken and left out: " + broken);
    }

    @Test
    void aModelDecidesAndOtherModelsAreRefused() throws IOException {
        words();

        assertThat(open(DEFAULTS.withInput(new InputMeaning.Sound(4000, 100)))
                        .all()
                        .sampleSize())
                .isEqualTo(100);
        assertThatThrownBy(() -> open(DEFAULTS.withInput(new InputMeaning.Image(1, 2, 2, 0, 1))))
                .hasMessage(folder + ": sounds cannot be fed to a model of images");
    }

    @Test
    void aModelKeepsWhatItTakes() {
        InputMeaning.Sound sound = new InputMeaning.Sound(16000, 12345);
        OnnxModel model = OnnxModel.of(GraphText.graph("return x"), 17);

        assertThat(ModelInfo.of(ModelInfo.none().withInput(sound).applyTo(model))
                        .input())
                .isEqualTo(sound);
    }

    @Test
    void aSurveyTellsRatesLengthsAndSilence() throws IOException {
        words();
        Wavs.write(folder.resolve("train/no/2.wav"), 16000, new float[4000]);
        Files.copy(folder.resolve("train/no/1.wav"), folder.resolve("test/no/1.wav"));

        Survey survey = Surveys.of(folder.toString(), DEFAULTS);

        assertThat(survey.kind()).isEqualTo("sound");
        assertThat(survey.facts())
                .containsEntry("lengths", "0.25 to 1.0 s")
                .containsEntry("rates", "8 of 8000 a second, 1 of 16000 a second")
                .containsEntry("channels", "one");
        assertThat(survey.findings())
                .extracting(finding -> finding.kind())
                .contains("silent sounds", "the same sound in two parts, so that a test is no test");
    }

    @Test
    void madeSpeechHasOtherSpeakersInItsTestPart() {
        LoadedData data = DataSource.open("made-speech", DEFAULTS);

        assertThat(data.all().size()).isEqualTo(8 * 40 * 4);
        assertThat(Objects.requireNonNull(data.test()).size()).isEqualTo(8 * 12 * 4);
        assertThat(data.all().classCounts()).containsOnly(160);
    }

    /** A change is a function of seed, round and sample. */
    @Test
    void soundsAreMovedLouderAndNoisy() {
        Dataset data = DataSource.open("made-speech", DEFAULTS).all().subset(new int[] {0, 1});
        float[] plain = sample(data, 0);
        Augmentation moved = Augmentation.defaults().withShift(100);

        float[] shifted = changed(moved, data, 1);
        int shift = shiftOf(plain, shifted);

        assertThat(Math.abs(shift)).isBetween(1, 800);
        assertThat(changed(moved, data, 1)).isEqualTo(shifted);
        assertThat(changed(moved, data, 2)).isNotEqualTo(shifted);
        float[] louder = changed(Augmentation.defaults().withBrightness(0.5), data, 1);
        double factor = louder[4000] / plain[4000];
        assertThat(factor).isBetween(0.5, 1.5);
        assertThat(changed(Augmentation.defaults().withNoise(0.5), data, 1)).isNotEqualTo(plain);
        assertThatThrownBy(() -> changed(Augmentation.defaults().withFlip(0.5), data, 1))
                .hasMessage("augmentation: made-speech is made of sounds, only shift (ms), brightness (loudness), noise"
                        + " and mixup apply");
    }

    private static float[] changed(Augmentation augmentation, Dataset data, int round) {
        float[] target = new float[data.sampleSize()];
        new Augmenter(augmentation, Standardization.none(), 5).copySample(data, 0, round, target, 0);
        return target;
    }

    private static int shiftOf(float[] plain, float[] shifted) {
        for (int shift = -800; shift <= 800; shift++) {
            boolean same = true;
            for (int i = 1000; i < 7000 && same; i++) {
                same = shifted[i] == plain[i - shift];
            }
            if (same) {
                return shift;
            }
        }
        return 0;
    }
}
