package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them: each is read rightly, or refused with a line that says what to do. */
final class TableFilesTest {
    private static final DataOptions DEFAULTS = DataOptions.defaults();

    @TempDir
    private Path folder;

    private Path file(String name, String text, Charset encoding) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(encoding));
    }

    private Dataset open(String text) throws IOException {
        return open("d.csv", text, TableOptions.seen());
    }

    private Dataset open(String name, String text, TableOptions table) throws IOException {
        return open(file(name, text, StandardCharsets.UTF_8), DEFAULTS.withTable(table));
    }

    private static Dataset open(Path file, DataOptions options) {
        return DataSource.open(file.toString(), options).all();
    }

    private void refused(String text, String message) throws IOException {
        refused(text, TableOptions.seen(), message);
    }

    private void refused(String text, TableOptions table, String message) throws IOException {
        Path file = file("d.csv", text, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS.withTable(table)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    private static float[] row(Dataset data, int index) {
        float[] row = new float[data.sampleSize()];
        data.copySample(index, row, 0);
        return row;
    }

    private static List<TableColumn> columns(Dataset data) {
        return ((InputMeaning.Table) data.input()).columns();
    }

    private static List<String> names(Dataset data) {
        return columns(data).stream().map(TableColumn::name).toList();
    }

    /** Returns 24 rows below a header, labels x and y by turns. */
    private static String rows(String header, IntFunction<String> row) {
        return header + "\n"
                + IntStream.range(0, 24)
                        .mapToObj(i -> row.apply(i) + (i % 2 == 0 ? ",x" : ",y"))
                        .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theSeparatorIsSeen(String separator) throws IOException {
        Dataset data = open("a,b,kind\n1.5,2,x\n-3,4,y\n".replace(",", separator));

        assertThat(row(data, 0)).containsExactly(1.5f, 2f);
        assertThat(data.classes()).containsExactly("x", "y");
    }

    @Test
    void separatorsInQuotesAndInTextsAreNone() throws IOException {
        Dataset data = open("\"a;1\",text,kind\n1,\"x;y;z\",p\n2,\"u; v; w, \"\"q\"\"\",q\n");

        assertThat(names(data)).containsExactly("a;1", "text");
    }

    @Test
    void theSeparatorCanBeTold() throws IOException {
        Dataset data = open("d.csv", "a^kind\n1^x\n2^y\n", TableOptions.seen().withSeparator('^'));

        assertThat(row(data, 1)).containsExactly(2f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=^\n", "sep=^\r\n", "\uFEFFSEP=^\r\n"})
    void theSeparatorThatExcelWritesAboveTheHeaderIsTaken(String first) throws IOException {
        Dataset data = open(first + "a,b^c^kind\n1^2^x\n3^4^y\n");

        assertThat(names(data)).containsExactly("a,b", "c");
        refused(
                first + "a^kind\n1^x\noops^y\n2^x\n",
                "FILE:4: column 'a' is not a number (expected a finite number, or"
                        + " data.columns: {a: category} or skip, was 'oops')");
    }

    @Test
    void aHeaderThatBeginsLikeItIsAHeader() throws IOException {
        assertThat(names(open("sep=,kind\n1,x\n2,y\n"))).containsExactly("sep=");
    }

    @Test
    void germanExcelIsUnderstood() throws IOException {
        String text = "Größe;Umsatz;Datum;Art\r\n1,75;1.234,50;31.12.2023;gut\r\n0,5;-12,00;1.2.2024;schlecht\r\n";
        Path file = file("d.csv", text, StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> open(file, DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ":1: not UTF-8 (the byte 0xf6): save the file as UTF-8, or say its encoding"
                        + " (data.encoding, --encoding), for example latin1");
        Dataset data =
                open(file, DEFAULTS.withTable(TableOptions.seen().withEncoding(TableOptions.encodingOf("latin1"))));
        assertThat(names(data)).containsExactly("Größe", "Umsatz", "Datum");
        assertThat(row(data, 0)).containsExactly(1.75f, 1234.5f, 2023, 12, 31, 7, 19722);
        assertThat(row(data, 1)).containsExactly(0.5f, -12f, 2024, 2, 1, 4, 19754);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkTellsTheEncoding(String encoding) throws IOException {
        Path file = file("d.csv", "\uFEFFä,kind\n1,x\n2,ÿ\n", Charset.forName(encoding));

        Dataset data = open(file, DEFAULTS);
        assertThat(names(data)).containsExactly("ä");
        assertThat(data.classes()).containsExactly("x", "ÿ");
    }

    @Test
    void zeroBytesAreNoText() throws IOException {
        Path file = file("d.csv", "a,kind\n1,x\n", StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> open(file, DEFAULTS))
                .hasMessage(file + ":1: a character 0, so this is no text in UTF-8: save the file as UTF-8, or say its"
                        + " encoding (data.encoding, --encoding), for example utf-16le");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            value = {"1,090.5 / 1090.5", "1,234,567 / 1234567", "1 234.5 / 1234.5", "1'234.5 / 1234.5", "-1.5e3 / -1500"
            })
    void thousandsAreToldApart(String cell, float value) throws IOException {
        assertThat(row(open("a,kind\n\"" + cell.strip() + "\",x\n0.5,y\n"), 0)).containsExactly(value);
    }

    @Test
    void whatMayBeThousandsOrAFractionIsRefused() throws IOException {
        refused(
                "a;kind\n1,500;x\n2,250;y\n",
                "FILE:2: column 'a': '1,500' may be 1500 or 1.500: say which (data.decimal, --decimal: point or"
                        + " comma)");
        assertThat(row(open("d.csv", "a;kind\n1,500;x\n2,25;y\n", TableOptions.seen()), 0))
                .containsExactly(1.5f);
        assertThat(row(
                        open(
                                "d.csv",
                                "a;kind\n1,500;x\n2,250;y\n",
                                TableOptions.seen().withDecimal('.')),
                        0))
                .containsExactly(1500f);
    }

    @Test
    void jsonLinesAreRows() throws IOException {
        String text = """
                {"age": 31.5, "city": "Ulm", "y": true}

                {"city": "Bonn", "y": false}
                {"age": null, "city": "Ulm\\n1", "y": true}
                """;
        Dataset data = open("d.JSONL", text, TableOptions.seen());

        assertThat(names(data)).containsExactly("age", "city");
        assertThat(data.classes()).containsExactly("false", "true");
        assertThat(row(data, 0)).containsExactly(31.5f, 1);
        assertThat(row(data, 1)).containsExactly(Float.NaN, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "[{\"a\": 1}]#1: each line is an object (expected {\"column\": value, …}, was [{\"a\": 1}])",
                "{\"a\": [1]}#1: key 'a' is no single value (expected a text, a number, true, false or null, was [1])"
            })
    void whatIsNoRowOfJsonIsRefused(String line, String message) throws IOException {
        Path file = file("d.ndjson", line, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS)).hasMessage(file + ":" + message);
    }

    @Test
    void blanksBetweenValuesAreSaid() throws IOException {
        String rows = "GPA TUCE  GRADE\n2.66 20 0\n2.89 22  1\n3.28 24 0\n";
        refused(
                rows,
                "FILE:1: one column, 'GPA TUCE  GRADE', in whose rows blanks stand between 3 values: say so"
                        + " (data.separator, --separator: ' ')");
        Dataset told =
                open("d.csv", rows.replace("  ", " "), TableOptions.seen().withSeparator(' '));
        assertThat(row(told, 0)).containsExactly(2.66f, 20);
    }

    @Test
    void aLineOfSizesIsNoHeader() throws IOException {
        refused(
                "506,13,,,\na,b,c,d,y\n1,2,3,4,p\n2,3,4,5,q\n",
                "FILE:1: the first line is not a header, so put a line with a name for each column above it (expected"
                        + " column names, was '506')");
    }

    @Test
    void brokenJsonIsRefusedWithItsLine() throws IOException {
        Path file = file("d.jsonl", "{\"a\": 1, \"y\": 2}\n{\"a\": 1,", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith(file + ":2: not JSON, of which each line is an object: ");
    }

    @Test
    void categoriesAreTheirPlaceInTheListAndRareOnesTheRest() throws IOException {
        Dataset data = open(rows("city,a,kind", i -> (i == 7 ? "Rom" : i % 3 == 0 ? "Ulm" : "Bonn") + "," + i * 0.5));

        assertThat(columns(data))
                .containsExactly(
                        new TableColumn.Category("city", List.of("Bonn", "Ulm"), null),
                        new TableColumn.Numeric("a", null));
        assertThat(row(data, 0)[0]).isEqualTo(1f);
        assertThat(row(data, 1)[0]).isZero();
        assertThat(row(data, 7)[0]).isEqualTo(2f);
        assertThat(data.notes()).containsExactly("categories: city (2)");
    }

    @Test
    void ofManyTextsTheMostFrequentThirtyTwoAreKept() throws IOException {
        String text = "c,kind\n"
                + IntStream.range(0, 400)
                        .mapToObj(i -> "t" + (i % 40) + "," + i % 2)
                        .collect(Collectors.joining("\n"));

        TableColumn.Category column = (TableColumn.Category) columns(open(text)).get(0);
        assertThat(column.values()).hasSize(32).isSorted();
    }

    @Test
    void categoriesOfAModelAreFoundByName() throws IOException {
        InputMeaning.Table wanted = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("a", TableColumn.Fill.MEDIAN),
                new TableColumn.Category("city", List.of("", "Bonn", "Ulm"), null)));
        Path file = file("d.csv", "city;x;a;kind\nUlm;1;;p\nRom;1;2,5;q\nNA;1;NA;q\n", StandardCharsets.UTF_8);

        Dataset data = open(file, DEFAULTS.withInput(wanted));
        assertThat(row(data, 0)).containsExactly(Float.NaN, 2);
        assertThat(row(data, 1)).containsExactly(2.5f, 3);
        assertThat(row(data, 2)).containsExactly(Float.NaN, 0);
        assertThat(SampleSource.read(file.toString(), wanted, DataOptions.defaults())
                        .values()[1])
                .containsExactly(2.5f, 3);
        assertThat(SampleSource.read("2.5,Bonn", wanted, DataOptions.defaults()).values()[0])
                .containsExactly(2.5f, 1);
    }

    @Test
    void columnsThatAreNotThereAreNamedInOneLine() throws IOException {
        InputMeaning wanted = new InputMeaning.Table(
                IntStream.range(0, 12).mapToObj(i -> "c" + i).toList());
        Path file = file("d.csv", "c0,c1,c2,c3,c4,kind\n1,1,1,1,1,x\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> open(file, DEFAULTS.withInput(wanted)))
                .hasMessage(file + ":1: 7 of the 12 columns of the model are not there: 'c5', 'c6', 'c7', 'c8', 'c9'"
                        + " and 2 more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "N/A", "NaN", "null", "?", "-", "None", "n.a.", "#N/A"})
    void aMissingNumberIsNaN(String word) throws IOException {
        Dataset data = open("a,b,kind\n1,2,x\n" + word + ",3,y\n2,4,x\n");

        assertThat(columns(data).get(0)).isEqualTo(new TableColumn.Numeric("a", TableColumn.Fill.MEDIAN));
        assertThat(row(data, 1)).containsExactly(Float.NaN, 3);
        assertThat(data.notes()).containsExactly("missing values filled inside the model: a");
    }

    @Test
    void missingValuesAreRefusedWhereThatIsTold() throws IOException {
        refused(
                "a,kind\n1,x\n,y\n",
                TableOptions.seen().withMissing(TableOptions.Missing.REFUSE),
                "FILE:3: no value in column 'a', where training had none missing (leave the row out, or train with"
                        + " data.missing: median)");
    }

    @Test
    void idsAndConstantsAreLeftOutWithAWord() throws IOException {
        Dataset data =
                open(rows(",name,customerId,fix,gone,a,kind", i -> i + ",n" + i + "," + (900 - 7 * i) + ",7,,0." + i));

        assertThat(names(data)).containsExactly("a");
        assertThat(data.notes())
                .containsExactly(
                        "column 'column 1' is left out: an ID, whole numbers from 0, each one more (data.columns: {column"
                                + " 1: number} takes it)",
                        "column 'name' is left out: an ID, all different (data.columns: {name: category} takes it)",
                        "column 'customerId' is left out: an ID, whole numbers, all different, and called so"
                                + " (data.columns: {customerId: number} takes it)",
                        "column 'gone' is left out: no cell has anything",
                        "column 'fix' is left out: the same in every row");
    }

    @Test
    void whatIsToldGoesBeforeWhatIsSeen() throws IOException {
        String text = rows("id,code,a,kind", i -> i + "," + i % 3 + "," + i * 0.5);

        Dataset data = open(
                "d.csv",
                text,
                TableOptions.seen().withColumns(Map.of("id", "number", "code", "category", "a", "skip")));

        assertThat(columns(data))
                .containsExactly(
                        new TableColumn.Numeric("id", null),
                        new TableColumn.Category("code", List.of("0", "1", "2"), null));
        refused(
                text,
                TableOptions.seen().withColumns(Map.of("codes", "category")),
                "FILE:1: no column 'codes', which data.columns tells of, did you mean 'code'?");
    }

    @Test
    void datesThatMayBeReadInTwoWaysAreRefused() throws IOException {
        refused(
                "when,kind\n01/02/2024,x\n03/04/2024,y\n",
                "FILE:1: column 'when': '01/02/2024' may be d/M/yyyy or M/d/yyyy: say which (data.columns: {when:"
                        + " date d/M/yyyy})");
        Dataset told = open(
                "d.csv",
                "when,kind\n01/02/2024,x\n03/04/2024,y\n",
                TableOptions.seen().withColumns(Map.of("when", "date M/d/yyyy")));
        assertThat(row(told, 0)).startsWith(2024, 1, 2);
        assertThat(row(open("when,kind\n01/02/2024,x\n13/04/2024,y\n"), 0)).startsWith(2024, 2, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-02-29 | 2024 2 29 4 19782",
                "2024-02-29 13:30 | 2024 2 29 4 19782 13.5",
                "2024-02-29T06:00:00Z | 2024 2 29 4 19782 6",
                "29 Feb 2024 | 2024 2 29 4 19782",
                "1969-12-31 | 1969 12 31 3 -1"
            })
    void aDateBecomesItsParts(String date, String parts) throws IOException {
        List<Float> expected =
                List.of(parts.split(" ")).stream().map(Float::valueOf).toList();

        float[] row = row(open("when;a;kind\n" + date + ";1;x\n" + date + ";2;y\n"), 0);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(row[i]).isEqualTo(expected.get(i));
        }
        assertThat(row).hasSize(expected.size() + 1);
    }

    @Test
    void aDateInAnotherFormatIsRefusedWithItsLine() throws IOException {
        refused(
                "when,kind\n2024-01-02,x\n2024-01-03,y\n3/4/2024,x\n",
                "FILE:4: column 'when' is no date in its format (expected yyyy-MM-dd, was '3/4/2024')");
    }

    @Test
    void rowsWithoutLabelCanBeSkipped() throws IOException {
        Dataset data = open(
                "d.csv",
                "a,kind\n1,x\n2,?\n3,y\n4,\n",
                TableOptions.seen().withUnlabelled(TableOptions.Unlabelled.SKIP));

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.notes()).containsExactly("2 rows without label are left out");
    }

    @Test
    void aLastColumnThatIsNoLabelIsRefused() throws IOException {
        String id = "kind,a,id\n"
                + IntStream.range(0, 24).mapToObj(i -> "x," + i * 0.5 + "," + i).collect(Collectors.joining("\n"));
        String numbers = "kind,a\n"
                + IntStream.range(0, 60).mapToObj(i -> "x," + i * 0.5).collect(Collectors.joining("\n"));

        refused(
                id,
                "FILE:1: the last column 'id' is no label: whole numbers from 0, each one more (name the column of the"
                        + " class: data.label, --label)");
        refused(
                numbers,
                "FILE:1: the last column 'a' is no label: 60 different numbers in 60 rows (name the column of the"
                        + " class: data.label, --label; numbers are learnt by task: regression, --target-column)");
    }

    @Test
    void aColumnWiderThanFloatIsRefused() throws IOException {
        refused(
                "a,kind\n-3.4e38,x\n3.4e38,y\n",
                "FILE: column 'a' is wider than float32 (write it in another unit, or say data.columns: {a: skip})"
                        + " (expected a difference of at most 3.4e38, was -3.4E38 to 3.4E38)");
    }

    @Test
    void codesWithLeadingZerosAreTexts() throws IOException {
        Dataset data = open(rows("zip,kind", i -> i % 2 == 0 ? "01067" : "99084"));

        assertThat(columns(data)).containsExactly(new TableColumn.Category("zip", List.of("01067", "99084"), null));
    }

    @Test
    void tenThousandColumnsAreRead() throws IOException {
        String header = IntStream.range(0, 10_000).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        IntFunction<String> row =
                r -> IntStream.range(0, 10_000).mapToObj(i -> r + "." + i).collect(Collectors.joining(","));

        assertThat(open(header + ",kind\n" + row.apply(1) + ",x\n" + row.apply(2) + ",y\n")
                        .sampleSize())
                .isEqualTo(10_000);
    }

    @Test
    void aLineOfWholeNumbersIsNoHeaderUnlessTheyCount() throws IOException {
        refused(
                "7,3,0\n1,2,1\n",
                "FILE:1: the first line is not a header, so put a line with a name for each column above it (expected"
                        + " column names, was '7')");
        assertThat(names(open("0,1,2\n1,2,1\n3,4,0\n"))).containsExactly("0", "1");
    }

    @Test
    void objectsWithoutKeysAreNoRows() throws IOException {
        Path file = file("d.jsonl", "{}\n{}\n", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS)).hasMessage(file + ":1: no columns (expected names, or keys)");
    }

    @Test
    void numbersAreReadAsJavaReadsThem() {
        for (String text : List.of(
                "0",
                "-0",
                "1.",
                ".5",
                "16777217",
                "16777219",
                "0.1",
                "123456789012345",
                "1234567890123456789",
                "1.00000005960464477540",
                "8388608.5",
                "8388609.5",
                "3.4028235e38",
                "1e-45",
                "0.000000000000001")) {
            assertThat(NumberForm.POINT.parse(text)).isEqualTo(Float.parseFloat(text));
        }
        assertThat(NumberForm.COMMA.parse("1.234,5")).isEqualTo(1234.5f);
        assertThat(NumberForm.COMMA.parse("1.5")).isNaN();
    }

    @Test
    void theColumnOfGroupsIsNoInput() throws IOException {
        StringBuilder text = new StringBuilder("a,kind,patient\n");
        for (int i = 0; i < 60; i++) {
            text.append(i * 7 % 11)
                    .append(i % 2 == 0 ? ",x," : ",y,")
                    .append("p" + i / 3)
                    .append('\n');
        }
        Path file = file("g.csv", text.toString(), StandardCharsets.UTF_8);

        LoadedData data = DataSource.open(file.toString(), DEFAULTS.withGroup("patient"));

        assertThat(names(data.all())).containsExactly("a");
        assertThat(data.all().classes()).containsExactly("x", "y");
        assertThat(data.all().isGrouped()).isTrue();
        Splits splits = Splits.stratified(data, 0.1, 0.2, 1);
        assertThat(splits.validation().size()).isEqualTo(6);
        assertThat(splits.test().size()).isEqualTo(12);
        assertThatThrownBy(() -> open(file, DEFAULTS.withGroup("patent")))
                .hasMessage(file + ":1: no column 'patent', did you mean 'patient'?");
        assertThatThrownBy(() -> DataSource.open("digits", DEFAULTS.withGroup("patient")))
                .isInstanceOf(InvalidDataException.class);
    }

    @Test
    void manyRowsAreReadInOrderAndABrokenOneIsNamed() throws IOException {
        String rows = IntStream.range(0, 5000)
                .mapToObj(i -> i % 100 + "." + i + "," + (i % 3 == 0 ? "x" : "y") + "\n")
                .collect(Collectors.joining());

        Dataset data = open("a,label\n" + rows);

        assertThat(data.size()).isEqualTo(5000);
        for (int i = 0; i < 5000; i += 7) {
            assertThat(row(data, i)).containsExactly(Float.parseFloat(i % 100 + "." + i));
        }
        refused("a,label\n" + rows + "1,2,3\n" + rows, "FILE:5002: wrong number of cells (expected 2, was 3)");
        refused("a,label\n" + rows + "1,\"2\"3\n", "FILE:5002: broken quoting in the row that starts here");
    }

    @Test
    void separatorsAtLineEndsAreNoColumn() throws IOException {
        for (String text :
                List.of("a;kind;\n1;x;\n2;y;\n3;x;\n", "a;kind\n1;x;\n2;y;\n3;x;\n", "a;kind;\n1;x\n2;y;\n3;x\n")) {
            Dataset data = open(text);
            assertThat(names(data)).containsExactly("a");
            assertThat(data.classes()).containsExactly("x", "y");
            assertThat(data.notes()).contains("an empty last column without a name is left out");
        }
        assertThat(SampleSource.read(
                                file("p.csv", "a;kind;\n1;x;\n", StandardCharsets.UTF_8)
                                        .toString(),
                                new InputMeaning.Table(List.of("a")),
                                DEFAULTS)
                        .values()[0])
                .containsExactly(1);
        String many = "1;x;\n2;y;\n".repeat(600);
        refused(
                "a;kind;\n" + many + "3;x;4\n",
                "FILE:1202: a value in the last column, which has no name and was empty so far (was '4')");
    }

    @Test
    void aFileOfColumnsIsRefusedWithWhatToDo() throws IOException {
        Path file = file("rows.Parquet", "PAR1", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, DEFAULTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(file + ": Parquet files are not read (expected CSV or JSON Lines; DuckDB writes it: duckdb"
                        + " -c \"COPY (FROM 'rows.Parquet') TO 'rows.csv'\")");
    }
}
