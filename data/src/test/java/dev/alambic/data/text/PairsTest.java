package dev.alambic.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.look.TableSight;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.table.ColumnLook;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two texts that are asked about together. */
class PairsTest {
    private static final List<String> NAMES = List.of("premise", "hypothesis");

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Dataset read(String name, String text) throws IOException {
        DataOptions options = DataOptions.defaults().withInput(Words.input(10)).withText(NAMES);
        return DataSource.open(write(name, text).toString(), options).all();
    }

    private static float[] sample(Dataset data, int index) {
        float[] sample = new float[data.sampleSize()];
        data.copySample(index, sample, 0);
        return sample;
    }

    private static InputMeaning.Text pairs(int length) {
        return Tokenizer.ofPairs(Words.input(length), NAMES);
    }

    @Test
    void theTokenizerSaysWhereTheSecondTextBegins() {
        assertThat(Objects.requireNonNull(pairs(4).pair()))
                .isEqualTo(new InputMeaning.Text.Pair("premise", "hypothesis", 3));
        assertThat(pairs(4).length()).isEqualTo(4);
    }

    /** Where no mark stands between them, no token tells where the second begins. */
    @Test
    void withoutAMarkThereIsNoSeparator() {
        String bare = Words.json()
                .replaceFirst(
                        "(?s)\"pair\": \\[.*?\\],",
                        "\"pair\": [{\"Sequence\": {\"id\": \"A\","
                                + " \"type_id\": 0}}, {\"Sequence\": {\"id\": \"B\", \"type_id\": 1}}],");

        InputMeaning.Text pairs = Tokenizer.ofPairs(new InputMeaning.Text(8, 0, bare), NAMES);

        assertThat(Objects.requireNonNull(pairs.pair()).separator()).isEqualTo(InputMeaning.Text.NO_SEPARATOR);
    }

    @Test
    void twoTextsStandBehindEachOther() throws IOException {
        Dataset csv = read("d.csv", "id,premise,hypothesis,label\n1,the film,good,yes\n2,a book,bad,no\n");
        Dataset json = read("d.jsonl", """
                {"premise":"the film","hypothesis":"good","label":"yes"}
                {"premise":"a book","hypothesis":"bad","label":"no"}
                """);

        assertThat(sample(csv, 0)).containsExactly(2, 8, 10, 3, 4, 3, 0, 0, 0, 0);
        assertThat(sample(json, 1)).containsExactly(2, 9, 11, 3, 5, 3, 0, 0, 0, 0);
        assertThat(csv.input()).isEqualTo(pairs(10));
        assertThat(csv.classes()).containsExactly("no", "yes");
    }

    /** The longer text loses its end, word by word, until both are as long. */
    @Test
    void theLongerTextLosesItsEndFirst() {
        try (Tokenizer tokenizer = Tokenizer.of(pairs(7))) {
            int[][] tokens = tokenizer.encodeAll(List.of(
                    new Passage("the film was very very good", "a book"), new Passage("the", "a book was very bad")));

            assertThat(tokens[0]).containsExactly(2, 8, 10, 3, 9, 11, 3);
            assertThat(tokens[1]).containsExactly(2, 8, 3, 9, 11, 12, 3);
        }
    }

    @Test
    void theSecondTextIsSegmentOne() {
        InputMeaning.Text input = pairs(8);
        ValueInfo ids = ValueInfo.of("input_ids", DataType.INT64, Shape.symbolic("batch", "tokens"));
        ValueInfo types = ValueInfo.of("token_type_ids", DataType.INT64, Shape.symbolic("batch", "tokens"));
        ValueInfo mask = ValueInfo.of("attention_mask", DataType.INT64, Shape.symbolic("batch", "tokens"));
        float[] samples = {2, 8, 10, 3, 4, 3, 0, 0, 2, 8, 3, 9, 11, 12, 4, 3};

        Map<String, Tensor> feeds =
                ModelInputs.of(List.of(ids, types, mask), input).tensors(samples, 2, 3);

        assertThat(Objects.requireNonNull(feeds.get("token_type_ids")).longs())
                .containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(Objects.requireNonNull(ModelInputs.of(List.of(ids, types, mask), Words.input(8))
                                .tensors(samples, 1, 1)
                                .get("token_type_ids"))
                        .longs())
                .containsOnly(0);
    }

    @Test
    void aModelKeepsThatItTakesTwo() {
        OnnxModel model = OnnxModel.of(GraphText.graph("return x"), 17);

        OnnxModel described = ModelInfo.none().withInput(pairs(10)).applyTo(model);

        assertThat(ModelInfo.of(described).input()).isEqualTo(pairs(10));
    }

    @Test
    void aModelOfPairsIsAskedAboutPairs() throws IOException {
        InputMeaning.Text input = pairs(10);
        float[] expected = {2, 8, 10, 3, 4, 3, 0, 0, 0, 0};
        String rows = write("r.csv", "hypothesis,premise\ngood,the film\n").toString();
        String lines = write("r.txt", "the film\tgood\n").toString();

        RawSamples written = SampleSource.read("the film\tgood", input, DataOptions.defaults());

        assertThat(written.values()[0]).isEqualTo(expected);
        String object = "{\"hypothesis\": \"good\", \"premise\": \"the film\"}";
        assertThat(SampleSource.read(object, input, DataOptions.defaults()).values()[0])
                .isEqualTo(expected);
        assertThatThrownBy(() -> SampleSource.read("{\"premise\": \"the film\"}", input, DataOptions.defaults()))
                .hasMessage("input:1: no column 'hypothesis'");
        assertThat(SampleSource.read(rows, input, DataOptions.defaults()).values()[0])
                .isEqualTo(expected);
        assertThat(SampleSource.read(lines, input, DataOptions.defaults()).values()[0])
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the film", "the\tfilm\tgood", "the\t ", "\tgood"})
    void oneTextIsNotEnough(String words) {
        assertThatThrownBy(() -> SampleSource.read(words, pairs(10), DataOptions.defaults()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("input: the model takes two texts (expected two, a tab between them");
    }

    @Test
    void aModelOfPairsFindsItsColumns() throws IOException {
        String file = write("d.csv", "label,hypothesis,premise\nyes,good,the film\nno,bad,a book\n")
                .toString();
        DataOptions options = DataOptions.defaults().withInput(pairs(10));

        assertThat(sample(DataSource.open(file, options).all(), 0)).startsWith(2, 8, 10, 3, 4, 3);
        assertThatThrownBy(() -> DataSource.open(file, options.withText(List.of("premise"))))
                .hasMessageContaining("d.csv: the model takes two texts (expected two columns, was [premise])");
    }

    @Test
    void wordPiecesAreLearntFromBoth() throws IOException {
        String file = write("d.csv", "premise,hypothesis,label\nxylo xylo,gh gh,a\nxylo,gh,b\n")
                .toString();
        DataOptions options = DataOptions.defaults().withText(NAMES).withVocabulary(new DataOptions.Vocabulary(60, 8));

        InputMeaning.Text input =
                (InputMeaning.Text) DataSource.open(file, options).all().input();

        assertThat(input.tokenizer()).contains("\"xylo\"", "\"gh\"");
        assertThat(Objects.requireNonNull(input.pair()).separator()).isEqualTo(3);
    }

    @Test
    void aLookTakesTwoColumnsOfTextsForAPair() throws IOException {
        StringBuilder rows = new StringBuilder("sentence1\tnote\tsentence2\tlabel\n");
        for (int i = 0; i < 30; i++) {
            rows.append("the first sentence of row ")
                    .append(i)
                    .append("\tsomething that was noted here ")
                    .append(i)
                    .append("\tand the second one of ")
                    .append(i)
                    .append('\t')
                    .append(i % 2)
                    .append('\n');
        }
        TableSight sight = TableSight.of(write("p.tsv", rows.toString()), TableOptions.seen(), null);

        assertThat(sight.texts()).extracting(ColumnLook::name).containsExactly("sentence1", "sentence2");
    }
}
