package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that carry the sign of percent or of a currency. */
class UnitTest {
    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private Dataset open(String text) throws IOException {
        return DataSource.open(file("d.csv", text), DataOptions.defaults()).all();
    }

    private static List<Float> column(Dataset data, int column) {
        float[] row = new float[data.sampleSize()];
        return java.util.stream.IntStream.range(0, data.size())
                .mapToObj(i -> {
                    data.copySample(i, row, 0);
                    return row[column];
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12%|%|0.12",
                "12.5 %|%|0.125",
                "%7|%|0.07",
                "-3%|%|-0.03",
                "$5|$|5",
                "-$5.50|$|-5.5",
                "$-5|$|-5",
                "5 €|€|5",
                "€ 1,234.50|€|1234.5",
                "1,234,567 USD|USD|1234567",
                "£3|£|3",
                "CHF 2|CHF|2"
            })
    void aSignBeforeOrBehindANumberIsItsUnit(String cell, String sign, float number) {
        Unit unit = Unit.of(cell);
        assertThat(unit.sign()).isEqualTo(sign);
        assertThat(unit.parse(cell, NumberForm.POINT)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NULL",
            value = {"12", "1.5", "''", "%", "$", "USD", "a%", "12%%", "$5$", "5 USD $", "1e5", "$x", "- %"})
    void whatIsNoNumberWithASignHasNone(String cell) {
        assertThat(Float.isNaN(Unit.of(cell).parse(cell, NumberForm.POINT))
                        || Unit.of(cell).equals(Unit.NONE))
                .isTrue();
    }

    @Test
    void columnsOfOneSignAreNumbersAndPercentsFractions() throws IOException {
        Dataset data = open("rate,price,kind\n" + "12%,$5,a\n7.5%,\"$1,234.50\",b\n,-$3,a\n".repeat(8));

        assertThat(((InputMeaning.Table) data.input()).columns())
                .containsExactly(
                        new TableColumn.Numeric("rate", TableColumn.Fill.MEDIAN, "%"),
                        new TableColumn.Numeric("price", null, "$"));
        assertThat(column(data, 0)).startsWith(0.12f, 0.075f, Float.NaN);
        assertThat(column(data, 1)).startsWith(5f, 1234.5f, -3f);
        assertThat(data.notes()).contains("percents are read as fractions, 12 % as 0.12: rate");
    }

    @Test
    void aDecimalCommaIsSeenBehindASign() throws IOException {
        Dataset data = open("preis;kind\n" + "€ 1.234,50;a\n€ 2,25;b\n".repeat(10));
        assertThat(column(data, 0)).startsWith(1234.5f, 2.25f);
    }

    @Test
    void eachColumnWritesItsNumbersInItsOwnWay() throws IOException {
        Dataset data = open("size;version;kind\n" + "0,5;1.0;a\n1,25;2.0;b\n".repeat(10));

        assertThat(column(data, 0)).startsWith(0.5f, 1.25f);
        assertThat(column(data, 1)).startsWith(1f, 2f);
        assertThat(data.notes()).contains("read with a decimal comma, the other columns with a point: size");
        assertThatThrownBy(() -> open("a;b;n;kind\n" + "0,5;1.0;1,500;x\n1,25;2.0;2,500;y\n".repeat(10)))
                .hasMessageContaining("column 'n': '1,500' may be 1500 or 1.500");
    }

    @Test
    void whatMayBeTwoNumbersIsRefusedWithASignToo() {
        assertThatThrownBy(() -> open("price,kind\n" + "\"$1,234\",a\n\"$5,678\",b\n".repeat(10)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(
                        "d.csv:2: column 'price': '1,234' may be 1234 or 1.234: say which (data.decimal, --decimal:"
                                + " point or comma)");
    }

    @Test
    void anotherSignOrNoneAmongPercentsIsRefused() {
        assertThatThrownBy(() -> open("p,kind\n" + "$5,a\n$6,b\n".repeat(10) + "€7,a\n"))
                .hasMessageEndingWith(
                        "d.csv:22: column 'p' is not a number (expected a finite number with '$', or data.columns:"
                                + " {p: category} or skip, was '€7')");
        assertThatThrownBy(() -> open("p,kind\n" + "5%,a\n6%,b\n".repeat(10) + "7,a\n"))
                .hasMessageContaining("(expected a finite number with '%', or ");
    }

    @Test
    void aModelReadsItsColumnsAsTrainingDid() throws IOException {
        InputMeaning.Table table = InputMeaning.Table.of(
                List.of(new TableColumn.Numeric("rate", null, "%"), new TableColumn.Numeric("price", null, "$")));

        float[][] rows = SampleSource.read(file("n.csv", "price,rate\n$5,12%\n6,3 %\n"), table, DataOptions.defaults())
                .values();
        assertThat(rows[0]).containsExactly(0.12f, 5f);
        assertThat(rows[1]).containsExactly(0.03f, 6f);
        assertThat(SampleSource.read("12%,$5", table, DataOptions.defaults()).values()[0])
                .containsExactly(0.12f, 5f);
        assertThat(SampleSource.read("{\"price\": 5, \"rate\": \"12%\"}", table, DataOptions.defaults())
                        .values()[0])
                .containsExactly(0.12f, 5f);
        assertThatThrownBy(() -> SampleSource.read("{\"price\": 5}", table, DataOptions.defaults()))
                .hasMessageContaining("input:1: no column 'rate'");
        assertThatThrownBy(() -> SampleSource.read(file("m.csv", "price,rate\n5,12\n"), table, DataOptions.defaults()))
                .hasMessageEndingWith(
                        "m.csv:2: column 'rate' is not a number (expected a finite number with '%', was '12')");
    }

    @Test
    void targetsCarrySignsToo() throws IOException {
        DataOptions regression = DataOptions.defaults().withTargets(List.of("price"));
        Dataset data = DataSource.open(file("h.csv", "size,price\n1,\"$1,234.50\"\n2,$3\n"), regression)
                .all();
        assertThat(((Targets.Numbers) data.targets()).value(1, 0)).isEqualTo(3f);

        Dataset rates = DataSource.open(file("r.csv", "size,price\n1,12%\n2,5%\n"), regression)
                .all();
        assertThat(((Targets.Numbers) rates.targets()).value(0, 0)).isEqualTo(0.12f);
        assertThat(rates.notes()).contains("target 'price' is answered with as a fraction: 12 % is 0.12");
    }
}
