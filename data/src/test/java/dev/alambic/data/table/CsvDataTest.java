package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvDataTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("d.csv"), text);
    }

    private static Dataset open(Path file, DataOptions options) {
        return DataSource.open(file.toString(), options).all();
    }

    private Dataset open(String text) throws IOException {
        return open(file(text), DEFAULTS);
    }

    private static float[] row(Dataset data, int index) {
        float[] row = new float[data.sampleSize()];
        data.copySample(index, row, 0);
        return row;
    }

    private void refused(String text, String message) throws IOException {
        refused(text, DEFAULTS, message);
    }

    private void refused(String text, DataOptions options, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> open(file, options))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void theLastColumnIsTheLabel() throws IOException {
        Dataset data = open("a,b,kind\n1,2,x\n-3.5e2,.25,y\n");

        assertThat(data.input()).isEqualTo(new InputMeaning.Table(List.of("a", "b")));
        assertThat(data.classes()).containsExactly("x", "y");
        assertThat(row(data, 1)).containsExactly(-350f, 0.25f);
        assertThat(data.labels()).containsExactly(0, 1);
    }

    @Test
    void theLabelColumnCanBeNamed() throws IOException {
        Dataset data = open(file("a,kind,b\n1,x,2\n3,y,4\n"), DEFAULTS.withLabel("kind"));

        assertThat(data.input()).isEqualTo(new InputMeaning.Table(List.of("a", "b")));
        assertThat(row(data, 1)).containsExactly(3f, 4f);
    }

    @Test
    void quotesMarkLineEndsAndEmptyLinesAreUnderstood() throws IOException {
        Dataset data = open("\uFEFF\"a \"\"1\"\"\",\"b\",\"the\nkind\"\r\n\r\n 1 ,\"2\",\"x, y\"\r\n3,4,z");

        assertThat(data.input()).isEqualTo(new InputMeaning.Table(List.of("a \"1\"", "b")));
        assertThat(data.classes()).containsExactly("x, y", "z");
        assertThat(row(data, 0)).containsExactly(1f, 2f);
        assertThat(data.size()).isEqualTo(2);
    }

    @Test
    void packedFilesAreUnpacked() throws IOException {
        Path file = folder.resolve("d.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,kind\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(open(file, DEFAULTS).size()).isEqualTo(2);
    }

    @Test
    void thousandsOfColumnsAreRead() throws IOException {
        String header = IntStream.range(0, 5000).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        String row = IntStream.range(0, 5000).mapToObj(Integer::toString).collect(Collectors.joining(","));

        Dataset data = open(header + ",kind\n" + row + ",x\n" + row + ",y\n");

        assertThat(data.sampleSize()).isEqualTo(5000);
        assertThat(row(data, 1)[4999]).isEqualTo(4999f);
    }

    @ParameterizedTest
    @CsvSource({"10 9 -1, -1 9 10", "10 9 x, 10 9 x", "b a c, a b c"})
    void classesAreNumericWhereAllAreNumbersElseSorted(String labels, String classes) throws IOException {
        String rows =
                List.of(labels.split(" ")).stream().map(label -> "1," + label).collect(Collectors.joining("\n"));

        assertThat(open("a,kind\n" + rows).classes()).containsExactly(classes.split(" "));
    }

    @Test
    void theClassesOfAModelKeepTheirOrder() throws IOException {
        Dataset data = open(file("a,kind\n1,x\n2,z\n"), DEFAULTS.withClasses(List.of("z", "y", "x")));

        assertThat(data.classes()).containsExactly("z", "y", "x");
        assertThat(data.labels()).containsExactly(2, 0);
    }

    @Test
    void theColumnsOfAModelAreFoundByName() throws IOException {
        InputMeaning wanted = new InputMeaning.Table(List.of("b", "a"));

        Dataset data = open(
                file("id,a,kind,b\nq1,1,x,2\nq2,3,y,4\n"),
                DEFAULTS.withInput(wanted).withLabel("kind"));
        Dataset last = open(file("a,kind,b\n1,x,2\n3,y,4\n"), DEFAULTS.withInput(wanted));

        assertThat(data.input()).isEqualTo(wanted);
        assertThat(row(data, 0)).containsExactly(2f, 1f);
        assertThat(last.classes()).containsExactly("x", "y");
    }

    @Test
    void aColumnThatTheModelNeedsIsNamed() throws IOException {
        refused(
                "mean-area,kind\n1,x\n2,y\n",
                DEFAULTS.withInput(new InputMeaning.Table(List.of("mean_area"))).withLabel("kind"),
                "FILE:1: no column 'mean_area', did you mean 'mean-area'?");
    }

    @Test
    void aTableIsRefusedForAModelOfImages() throws IOException {
        refused(
                "a,kind\n1,x\n2,y\n",
                DEFAULTS.withInput(new InputMeaning.Image(1, 28, 28, 0, 255)),
                "FILE: a table cannot be fed to a model of images (expected 28x28 pixels, was a CSV file)");
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatThrownBy(() -> DataSource.open("no/such.csv", DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("no/such.csv: no such file and no shipped data set");
    }

    @Test
    void aWrongLabelColumnIsRefusedWithTheNearest() throws IOException {
        refused(
                "a,diagnosis\n1,x\n2,y\n",
                DEFAULTS.withLabel("Diagnose"),
                "FILE:1: no column 'Diagnose', did you mean 'diagnosis'?");
    }

    @Test
    void aTextInAFeatureIsRefused() throws IOException {
        refused(
                "a,b,kind\n1,2,x\n1,oops,y\n",
                "FILE:3: column 'b' is not a number (expected a finite number, or data.columns: {b: category} or skip,"
                        + " was 'oops')");
    }

    @Test
    void theLineIsThatOfTheFileAlsoAfterEmptyLinesAndLineBreaksInQuotes() throws IOException {
        refused(
                "a,kind\n\n1,\"x\nx\"\n\noops,y\n",
                "FILE:6: column 'a' is not a number (expected a finite number, or data.columns: {a: category} or skip,"
                        + " was 'oops')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f", "0x1p3", "1d", "1,52,0", "--1", "1e", "1_000"})
    void whatIsNoDecimalNumberIsRefused(String cell) throws IOException {
        refused(
                "a,kind\n1.5,y\n\"" + cell + "\",x\n",
                "FILE:3: column 'a' is not a number (expected a finite number, or data.columns: {a: category} or skip,"
                        + " was '" + cell + "')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-Infinity", "Inf"})
    void whatIsNotFiniteIsRefused(String cell) throws IOException {
        refused(
                "a,kind\n" + cell + ",x\n",
                "FILE:2: column 'a' is not finite (expected a finite number, or data.columns: {a: category} or skip,"
                        + " was '" + cell + "')");
    }

    @Test
    void aNumberBeyondFloatIsRefused() throws IOException {
        refused(
                "a,kind\n1e39,x\n",
                "FILE:2: column 'a' is beyond the range of float32 (expected a finite number, was 1e39)");
    }

    @ParameterizedTest
    @CsvSource({"'1,2', 2", "'1,2,3,x', 4"})
    void aRaggedRowIsRefused(String row, int cells) throws IOException {
        refused("a,b,kind\n1,2,x\n" + row + "\n", "FILE:3: wrong number of cells (expected 3, was " + cells + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\uFEFF"})
    void anEmptyFileIsRefused(String text) throws IOException {
        refused(text, "FILE: empty file (expected a header line and rows)");
    }

    @Test
    void aHeaderAloneIsRefused() throws IOException {
        refused("a,kind\n", "FILE: no rows below the header line");
    }

    @Test
    void aFileWithoutHeaderIsRefused() throws IOException {
        refused(
                "5.1,3.5,setosa\n4.9,3.0,virginica\n",
                "FILE:1: the first line is not a header, so put a line with a name for each column above it (expected"
                        + " column names, was '5.1')");
    }

    @Test
    void columnsThatCannotBeToldApartAreRefused() throws IOException {
        refused("a,a,kind\n1,2,x\n", "FILE:1: column name 'a' occurs twice (give each column its own)");
    }

    @Test
    void aLabelAloneIsRefused() throws IOException {
        refused(
                "kind\nx\ny\n",
                "FILE:1: no feature columns (expected a label column and at least one more, was [kind])");
    }

    @Test
    void aMissingLabelIsRefused() throws IOException {
        refused("a,kind\n1,x\n2,\n", "FILE:3: no label (leave the row out, or say data.missingLabels: skip)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "NaN", "nan", "NA", "N/A", "null", "<NA>"})
    void aMarkOfAMissingLabelIsNoClass(String mark) throws IOException {
        refused(
                "a,kind\n1,x\n2,y\n3," + mark + "\n",
                "FILE:4: no label, for '" + mark + "' stands for a missing one (leave the row out, or say"
                        + " data.missingLabels: skip)");
    }

    @Test
    void aClassThatTheModelKnowsByThatNameIsOne() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "a,kind\n1,NA\n2,DE\n");

        assertThat(open(file, DEFAULTS.withClasses(List.of("DE", "NA"))).labels())
                .containsExactly(1, 0);
    }

    @Test
    void theSameNumberWrittenOtherwiseIsTheSameClass() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "a,kind\n1,1.0\n2,0\n3,1\n4,0.0\n5,2.50\n6,2.5\n");

        Dataset data = open(file, DEFAULTS);
        assertThat(data.classes()).containsExactly("0", "1", "2.5");
        assertThat(data.labels()).containsExactly(1, 0, 1, 0, 2, 2);
        assertThat(open(file, DEFAULTS.withClasses(List.of("0.0", "1.0", "2.5")))
                        .labels())
                .containsExactly(1, 0, 1, 0, 2, 2);
    }

    @Test
    void namesThatLookLikeNumbersAmongOthersStayApart() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "a,kind\n1,1.0\n2,1\n3,rest\n");

        assertThat(open(file, DEFAULTS).classes()).containsExactly("1", "1.0", "rest");
    }

    @Test
    void endingsMayBeInCapitals() throws IOException {
        Path file = Files.writeString(folder.resolve("D.TSV"), "a\tkind\n1\tx\n2\ty\n");

        assertThat(open(file, DEFAULTS).classes()).containsExactly("x", "y");
    }

    @Test
    void oneClassIsRefused() throws IOException {
        refused("a,kind\n1,x\n2,x\n", "FILE: fewer than 2 classes (expected at least 2, was 1 'x')");
    }

    @Test
    void aLabelThatTrainingNeverSawIsRefused() throws IOException {
        refused(
                "a,kind\n1,x\n2,w\n",
                DEFAULTS.withClasses(List.of("x", "y")),
                "FILE:3: a label that training never saw (expected one of 'x', 'y', was 'w')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1,x\n2,y\n", "\"1\"2,x\n"})
    void brokenQuotingIsRefused(String rows) throws IOException {
        refused("a,kind\n" + rows, "FILE:2: broken quoting in the row that starts here");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("d.csv"), new byte[] {'a', ',', 'k', '\n', (byte) 0xff, (byte) 0xfe});

        assertThatThrownBy(() -> open(file, DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ":2: not UTF-8 (the byte 0xff): save the file as UTF-8, or say its encoding"
                        + " (data.encoding, --encoding), for example latin1");
    }

    @Test
    void aBrokenPackedFileIsRefused() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.csv.gz"), "a,kind\n1,x\n2,y\n");

        assertThatThrownBy(() -> open(plain, DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(plain + ": broken gzip file: Not in GZIP format");
    }
}
