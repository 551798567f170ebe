package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.SampleSource;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them: each is read rightly, or refused with a line that says what to do. */
final class TableFilesTest extends TableOnDisk {
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
