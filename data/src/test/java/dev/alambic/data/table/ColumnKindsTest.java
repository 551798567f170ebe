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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the columns of a table are taken for, and what becomes of their cells. */
final class ColumnKindsTest extends TableOnDisk {
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
}
