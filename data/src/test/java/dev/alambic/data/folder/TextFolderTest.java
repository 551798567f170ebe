package dev.alambic.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.look.TextSight;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.survey.Survey;
import dev.alambic.data.survey.Surveys;
import dev.alambic.onnx.InputMeaning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labelled texts as people have them in files. */
class TextFolderTest {
    private static final DataOptions LEARN = DataOptions.defaults().withVocabulary(new DataOptions.Vocabulary(100, 8));

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void pack(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private LoadedData open(DataOptions options) {
        return DataSource.open(folder.toString(), options);
    }

    private void reviews() throws IOException {
        write("train/pos/1.txt", "good film\nvery good");
        write("train/pos/2.txt", "a good one\n");
        write("train/neg/1.txt", "a bad film");
        write("train/neg/deeper/2.txt", "bad");
        write("test/neg/1.txt", "bad bad");
        write("test/pos/1.txt", "good good");
    }

    private static float[] sample(Dataset data, int index) {
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        return sample;
    }

    @Test
    void classesAndPartsAreFolders() throws IOException {
        reviews();
        LoadedData data = open(LEARN);

        assertThat(data.all().classes()).containsExactly("neg", "pos");
        assertThat(data.all().labels()).containsExactly(0, 0, 1, 1);
        assertThat(Objects.requireNonNull(data.test()).labels()).containsExactly(0, 1);
        assertThat(data.all().input()).isInstanceOf(InputMeaning.Text.class);
        assertThat(data.all().notes()).isEmpty();
    }

    /** A word that the test part alone has is unknown to what is learnt. */
    @Test
    void wordPiecesAreLearntFromThePartToTrainOn() throws IOException {
        reviews();
        write("test/pos/2.txt", "xylophone xylophone");

        InputMeaning.Text input = (InputMeaning.Text) open(LEARN).all().input();

        assertThat(input.tokenizer()).contains("\"good\"").doesNotContain("\"x\"");
    }

    @Test
    void oneLevelIsEnoughAndFilesMayBePacked() throws IOException {
        write("a/1.txt", "one two");
        pack("b/1.txt.gz", "three two");

        assertThat(open(LEARN).all().labels()).containsExactly(0, 1);
    }

    /** The one door: a text is the same for training, for predict and for calibration. */
    @Test
    void theSameTextIsTheSameThroughEveryDoor() throws IOException {
        reviews();
        Dataset data = open(LEARN).all();
        float[] learnt = sample(data, 2);

        RawSamples whole = SampleSource.readWhole(folder.resolve("train/pos/1.txt"), data.input());
        RawSamples lines =
                SampleSource.read(folder.resolve("train/pos/1.txt").toString(), data.input(), DataOptions.defaults());
        RawSamples all = SampleSource.read(folder.resolve("train").toString(), data.input(), DataOptions.defaults());

        assertThat(whole.values()[0]).isEqualTo(learnt);
        assertThat(lines.size()).isEqualTo(2);
        assertThat(all.size()).isEqualTo(4);
        assertThat(all.values()[2]).isEqualTo(learnt);
    }

    @Test
    void aFileAClassHoldsATextALine() throws IOException {
        write("pos.txt", "good\n\n  very good \n");
        write("neg.txt", "bad\r\nvery bad\r\nworse");
        write("README.txt", "where these come from");

        Dataset data = open(LEARN).all();

        assertThat(data.classes()).containsExactly("neg", "pos");
        assertThat(data.labels()).containsExactly(0, 0, 0, 1, 1);
        assertThat(data.notes())
                .containsExactly(
                        "each line of a file in " + folder + " is a text, whose class is the name of the file");
    }

    @Test
    void filesOfClassesMayLieInParts() throws IOException {
        write("train/pos.txt", "good\ngood one");
        write("train/neg.txt", "bad\nbad one");
        write("test/pos.txt", "good");
        write("test/neg.txt", "bad");

        LoadedData data = open(LEARN);

        assertThat(data.all().labels()).containsExactly(0, 0, 1, 1);
        assertThat(Objects.requireNonNull(data.test()).labels()).containsExactly(0, 1);
    }

    /** As the reviews of IMDB come: lists beside the classes, and texts without label. */
    @Test
    void whatHasNoLabelIsLeftOutWithAWord() throws IOException {
        reviews();
        write("train/urls_pos.txt", "http://a\nhttp://b");
        write("train/unsup/1.txt", "who knows");

        Dataset data = open(LEARN).all();

        assertThat(data.labels()).containsExactly(0, 0, 1, 1);
        assertThat(data.notes()).containsExactly("train/unsup: texts without labels, which are left out");
    }

    @Test
    void aListOfFilesAndLabelsIsAFolderToo() throws IOException {
        write("texts/1.txt", "one two");
        write("texts/2.txt", "three four");
        write("list.csv", "file,label\ntexts/1.txt,a\ntexts/2.txt,b\n");

        assertThat(open(LEARN).all().classes()).containsExactly("a", "b");
    }

    @Test
    void otherKindsOfFilesAreSaid() throws IOException {
        reviews();
        Files.write(folder.resolve("train/pos/cover.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

        assertThat(open(DataOptions.defaults().withInput(open(LEARN).all().input()))
                        .all()
                        .notes())
                .containsExactly("beside 6 texts lie 1 picture, which are left out");
    }

    @Test
    void aBrokenFileIsNamedOrLeftOutWhenTold() throws IOException {
        reviews();
        Path latin = Files.write(folder.resolve("train/pos/3.txt"), new byte[] {'s', 'c', 'h', (byte) 0xf6, 'n'});
        Path empty = write("train/neg/3.txt", " \n");

        assertThatThrownBy(() -> open(LEARN))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(empty + ": no text in this file (data: {broken: skip} in a recipe leaves such files out)");
        Dataset data = open(LEARN.withPictures(PictureOptions.defaults().withBroken(PictureOptions.Broken.SKIP)))
                .all();
        assertThat(data.labels()).containsExactly(0, 0, 1, 1);
        assertThat(data.notes().get(0))
                .startsWith("2 of 8 files are broken and left out: " + empty + ": no text in this file; " + latin
                        + ":1: not UTF-8 (the byte 0xf6)");
        Files.delete(empty);
        TableOptions told = TableOptions.seen().withEncoding(StandardCharsets.ISO_8859_1);
        assertThat(open(LEARN.withTable(told)).all().size()).isEqualTo(5);
    }

    @Test
    void textsNeedATokenizer() throws IOException {
        reviews();

        assertThatThrownBy(() -> open(DataOptions.defaults()))
                .hasMessageContaining("texts need a tokenizer (expected a model of texts, a tokenizer.json or");
    }

    @Test
    void aModelOfOtherThingsIsRefused() throws IOException {
        reviews();

        assertThatThrownBy(() -> open(DataOptions.defaults().withInput(new InputMeaning.Image(1, 2, 2, 0, 1))))
                .hasMessage(folder + ": texts cannot be fed to a model of images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.txt 2.txt", "a.txt", "notes.txt README.txt"})
    void textsWithoutClassesAreRefused(String names) throws IOException {
        for (String name : names.split(" ")) {
            write(name, "words");
        }

        assertThatThrownBy(() -> open(LEARN))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(folder + ": ");
    }

    @Test
    void aSurveyTellsLengthsDuplicatesAndLeaks() throws IOException {
        reviews();
        write("test/pos/2.txt", " a good  one ");
        write("train/pos/4.txt", "");

        Survey survey = Surveys.of(folder.toString(), DataOptions.defaults());

        assertThat(survey.kind()).isEqualTo("text");
        assertThat(survey.samples()).isEqualTo(7);
        assertThat(survey.facts())
                .containsEntry("lengths", "3 to 19 letters, half of them up to 10")
                .containsEntry("'pos'", "good good");
        assertThat(survey.findings())
                .extracting(finding -> finding.kind())
                .contains("broken files", "the same text in two parts, so that a test is no test");
    }

    @Test
    void aLookTellsPartsAndLengths() throws IOException {
        reviews();

        TextSight sight = TextSight.of(folder, DataOptions.defaults()).orElseThrow();

        assertThat(sight.parts().test()).isTrue();
        assertThat(sight.parts().validation()).isFalse();
        assertThat(sight.letters()).isEqualTo(9);
    }
}
