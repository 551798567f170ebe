package dev.alambic.data.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.table.ColumnKind;
import dev.alambic.data.table.ColumnLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableSightTest {

    @TempDir
    private Path folder;

    private TableSight look(String header, IntFunction<String> row, @Nullable String label) throws IOException {
        String rows = IntStream.range(0, 60).mapToObj(row).collect(Collectors.joining("\n"));
        Path file = Files.writeString(folder.resolve("d.csv"), header + "\n" + rows);
        return TableSight.of(file, TableOptions.seen(), label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,Species,b | I.5,W,I.25 | Species | CLASSES",
                "a,b,what | I.5,I.25,W | what | CLASSES",
                "what,a,b | W,I.5,T | b | CLASSES",
                "a,city,price | I.5,W,I.25 | price | NUMBER",
                "a,b,c | I.5,W,I.25 | b | CLASSES",
                "id,a,y | I,I.5,T | y | CLASSES",
            })
    void theLabelIsGuessed(String header, String row, String label, TableSight.Task task) throws IOException {
        TableSight look = look(
                header,
                i -> row.strip()
                        .replace("I", Integer.toString(i))
                        .replace("W", i % 2 == 0 ? "p" : "q")
                        .replace("T", Integer.toString(i % 3)),
                null);

        assertThat(look.label().name()).isEqualTo(label);
        assertThat(look.task()).isEqualTo(task);
        assertThat(look.columns().stream().filter(column -> column.kind() == ColumnKind.LABEL))
                .extracting(ColumnLook::name)
                .containsExactly(label);
    }

    @Test
    void theLabelCanBeTold() throws IOException {
        TableSight look = look("a,y,b", i -> i + ".5," + i % 2 + "," + i % 3, "b");

        assertThat(look.label().name()).isEqualTo("b");
        assertThat(look.rows()).isEqualTo(60);
        assertThat(look.whole()).isTrue();
        assertThat(look.remarks()).isEmpty();
    }

    @Test
    void textsAloneAreATaskOfTexts() throws IOException {
        TableSight look = look("review,stars", i -> "the film number " + i + " was good," + i % 2, null);

        assertThat(look.task()).isEqualTo(TableSight.Task.CLASSES_OF_TEXTS);
        assertThat(look.texts()).extracting(column -> column.name()).containsExactly("review");
    }

    @Test
    void whatCannotBeLearntIsRefused() throws IOException {
        assertThatThrownBy(() -> look("name,a", i -> "n" + i + ",0", null))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("no column looks like a label, of a few values (say which to learn: --label)");
        assertThatThrownBy(() -> look("name,y", i -> "n" + i + "," + i % 2, null))
                .hasMessageEndingWith("beside the label 'y' no column to learn from (tell kinds by data.columns in a"
                        + " recipe, or another --label)");
        assertThatThrownBy(() -> look("name,y", i -> "n" + i + "," + i % 2, "name"))
                .hasMessageEndingWith("the label 'name' has 60 different values in 60 rows, too many to be classes"
                        + " (choose another by --label)");
        assertThatThrownBy(() -> look("a,fix", i -> i + ".5,1", "fix"))
                .hasMessageEndingWith("the label 'fix' has fewer than 2 values in the first 60 rows (choose another by"
                        + " --label)");
    }

    @Test
    void remarksSayWhatIsRemarkable() throws IOException {
        TableSight look = look("a,y", i -> i + ".5," + (i == 3 ? "" : "c" + i % 2), null);
        assertThat(look.remarks()).containsExactly("1 rows have no label, and are left out");
        assertThat(look("a,price", i -> i % 7 + "," + i + ".25", null).remarks())
                .containsExactly("'price' has 60 different numbers: this looks like regression");
        assertThat(look("a,y", i -> i + ".5," + (i < 2 ? "rare" : "c" + i % 2), null)
                        .remarks())
                .containsExactly("too few samples to split (at least 3 a class): 'rare'; leave those rows out, or call"
                        + " them by the name of another class");
    }

    @Test
    void severalColumnsOfFlagsOrNamesBetweenBarsAreSaid() throws IOException {
        assertThat(look("a,red,round", i -> i % 7 + "," + i % 2 + "," + (i / 2) % 2, null)
                        .remarks())
                .containsExactly("columns red, round hold 0 and 1 alone: where they are labels of which a row carries"
                        + " any, say task: multiLabel and data.labelColumns: [red, round]");
        assertThat(look("a,red,round", i -> i % 7 + "," + i % 2 + "," + (i / 2) % 2, "round")
                        .remarks())
                .as("which one to learn is told")
                .isEmpty();
        assertThat(look("a,labels", i -> i % 7 + "," + (i % 2 == 0 ? "red|round" : "red"), null)
                        .remarks())
                .singleElement()
                .asString()
                .contains("data.labelSeparator: \"|\"");
    }
}
