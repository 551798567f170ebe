package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextDataTest {

    private static final DataOptions TEXTS = DataOptions.defaults().withInput(Words.input(6));

    @TempDir
    private Path folder;

    private String file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Dataset csv(String content, DataOptions options) {
        return DataSource.open(file("d.csv", content), options).all();
    }

    private static float[] sample(Dataset data, int index) {
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        return sample;
    }

    @Test
    void aTextIsItsTokensWithPaddingBehind() {
        Dataset data = csv("text,label\n\"not good, very bad\",no\ngood,yes\n", TEXTS);

        assertThat(data.classes()).containsExactly("no", "yes");
        assertThat(data.labels()).containsExactly(0, 1);
        assertThat(sample(data, 0)).containsExactly(2, 15, 4, 1, 14, 3);
        assertThat(sample(data, 1)).containsExactly(2, 4, 3, 0, 0, 0);
    }

    @Test
    void aVocabularyIsLearntWhereNoModelSaysHowTextsAreCut() {
        DataOptions options = DataOptions.defaults().withVocabulary(new DataOptions.Vocabulary(40, 6));
        Dataset data = csv("text,label\ngood good bad,yes\nbad bad good,no\n", options);

        InputMeaning.Text input = (InputMeaning.Text) data.input();
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            assertThat(tokenizer.text(sample(data, 0))).isEqualTo("good good bad");
        }
        assertThat(sample(data, 0)).hasSize(6).endsWith(3, 0); // the mark of the end, and padding
    }

    @Test
    void tabsSeparateWithoutQuotes() {
        Dataset data = DataSource.open(file("d.tsv", "label\ttext\na\t\"good\nb\tbad, \"\"\n"), TEXTS)
                .all();

        assertThat(sample(data, 0)).containsExactly(2, 1, 4, 3, 0, 0);
        assertThat(sample(data, 1)).containsExactly(2, 5, 1, 1, 3, 0);
    }

    @Test
    void columnsAreChosenByName() {
        DataOptions options = TEXTS.withText(List.of("body")).withLabel("topic");
        Dataset data = csv("topic,body,text\nx,good,bad\ny,bad,good\n", options);

        assertThat(data.classes()).containsExactly("x", "y");
        assertThat(sample(data, 0)).startsWith(2, 4, 3);
    }

    @Test
    void theOnlyColumnBesideTheLabelIsTheText() {
        Dataset data = csv("review,stars\ngood,5\nbad,1\n", TEXTS.withLabel("stars"));

        assertThat(data.classes()).containsExactly("1", "5");
        assertThat(sample(data, 0)).startsWith(2, 4, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "body,label\\ngood,a\\n | d.csv:1: no column 'bodi', did you mean 'body'?",
                "bodi,label\\n,a\\ngood,b\\n | d.csv:2: no text in column 'bodi'",
                "bodi,label\\ngood,\\nbad,b\\n | d.csv:2: no label (leave the row out, or say data.missingLabels: skip)",
                "bodi,label\\ngood,a,b\\n | d.csv:2: wrong number of cells (expected 2, was 3)",
                "bodi\\ngood\\n | d.csv:1: no label column (expected a column of texts and one of labels, was [bodi])",
                "bodi,label\\n | d.csv: no rows below the header line",
                "bodi,label\\ngood,a\\nbad,a\\n | d.csv: fewer than 2 classes (expected at least 2, was 1 'a')",
            })
    void aBrokenFileIsRefusedWithItsPlace(String content, String message) {
        assertThatThrownBy(() -> csv(content.replace("\\n", "\n"), TEXTS.withText(List.of("bodi"))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void whichColumnIsTheTextMustBeClear() {
        assertThatThrownBy(() -> csv("a,b,label\ngood,bad,x\n", TEXTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(
                        "d.csv:1: which column is the text (expected one called 'text' or named, was [a, b, label])");
    }

    @Test
    void textsNeedATokenizer() {
        DataOptions options = DataOptions.defaults().withText(List.of("text"));

        assertThatThrownBy(() -> csv("text,label\ngood,x\n", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "d.csv: texts need a tokenizer (expected a model of texts, a tokenizer.json or the size of a vocabulary, was none)");
        assertThatThrownBy(() -> DataSource.open("debian-topics", DataOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("debian-topics: texts need a tokenizer");
    }

    @Test
    void tablesAndImagesDoNotFitAModelOfTexts() {
        assertThatThrownBy(() -> DataSource.open("iris", TEXTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("a table cannot be fed to a model of texts");
        assertThatThrownBy(() -> DataSource.open("mnist", TEXTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("images cannot be fed to a model of texts");
        assertThatThrownBy(
                        () -> DataSource.open("debian-topics", TEXTS.withInput(new InputMeaning.Table(List.of("a")))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("texts cannot be fed to a model of another input");
    }

    @Test
    void debianTopicsHasItsOwnTestPart() {
        LoadedData data = DataSource.open("debian-topics", TEXTS);

        assertThat(data.all().size()).isEqualTo(6981);
        assertThat(data.all().classes())
                .containsExactly(
                        "admin", "database", "games", "graphics", "mail", "math", "net", "science", "sound", "video");
        assertThat(data.all().classCounts()).containsExactly(1101, 186, 895, 428, 277, 356, 1555, 1297, 696, 190);
        assertThat(data.test()).isNotNull().satisfies(test -> {
            assertThat(test.size()).isEqualTo(2053);
            assertThat(test.classCounts()).containsExactly(372, 58, 211, 249, 88, 76, 472, 350, 138, 39);
        });
    }
}
