package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetColumnsTest {

    @TempDir
    private Path folder;

    private Dataset read(String csv, DataOptions options) throws IOException {
        Path file = folder.resolve("d.csv");
        Files.writeString(file, csv);
        return DataSource.open(file.toString(), options).all();
    }

    private static DataOptions targets(String... names) {
        return DataOptions.defaults().withTargets(List.of(names));
    }

    private static List<String> features(Dataset data) {
        return ((InputMeaning.Table) data.input()).features();
    }

    @Test
    void namedColumnsAreTheTargetsAndTheOthersFeatures() throws IOException {
        Dataset data = read("y,a,z,b\n1,2,3,4\n-5.5,6,7e2,8\n", targets("z", "y"));
        assertThat(features(data)).containsExactly("a", "b");
        Targets.Numbers numbers = (Targets.Numbers) data.targets();
        assertThat(numbers.names()).containsExactly("z", "y");
        assertThat(numbers.value(1, 0)).isEqualTo(700);
        assertThat(numbers.value(1, 1)).isEqualTo(-5.5f);
        assertThat(data.targets()).hasToString("2 targets");
    }

    @Test
    void withoutANameTheLastColumnIsTheTarget() throws IOException {
        Dataset data = read("a,b,y\n1,2,3\n4,5,6\n", targets());
        assertThat(data.targets().names()).containsExactly("y");
        assertThat(features(data)).containsExactly("a", "b");
    }

    @Test
    void oneValueIsEnoughToEvaluate() throws IOException {
        assertThat(read("a,y\n1,3\n", targets("y")).size()).isEqualTo(1);
    }

    @Test
    void aModelsFeaturesAreTakenByNameAndAreNoTargets() throws IOException {
        DataOptions options = targets().withInput(new InputMeaning.Table(List.of("b", "a")));
        Dataset data = read("id,a,y,b\n9,1,3,2\n", options);
        float[] row = new float[2];
        data.copySample(0, row, 0);
        assertThat(row).containsExactly(2, 1);
        assertThat(data.targets().names()).containsExactly("y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''    | d.csv:3: no value in target column 'y' (leave the row out, or say data.missingLabels: skip)
                    ?     | d.csv:3: no value in target column 'y', for '?' stands for a missing one (leave the row out, or say data.missingLabels: skip)
                    NaN   | d.csv:3: no value in target column 'y', for 'NaN' stands for a missing one (leave the row out, or say data.missingLabels: skip)
                    inf   | d.csv:3: column 'y' is not finite (expected a finite number, was 'inf')
                    1e60  | d.csv:3: column 'y' is beyond the range of float32 (expected a finite number, was 1e60)
                    cheap | d.csv:3: target column 'y' is not a number (expected a finite number, was 'cheap'; classes are learnt by task: classification, which takes data.label)
                    """)
    void whatIsNoNumberIsRefusedWithItsPlace(String cell, String message) {
        assertThatThrownBy(() -> read("a,y\n1,2\n3," + cell + "\n", targets("y")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void aColumnThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> read("a,price\n1,2\n", targets("prize")))
                .hasMessageEndingWith("d.csv:1: no column 'prize', did you mean 'price'?");
        assertThatThrownBy(() -> read("y\n1\n", targets("y"))).hasMessageContaining("d.csv:1: no feature columns");
        assertThatThrownBy(() -> read("a,y\n1,2\n", targets("y", "y"))).hasMessageContaining("a target is named once");
    }

    @Test
    void columnsOfShippedDataAreTargetsBesideTheClass() {
        Dataset iris = DataSource.open("iris", targets("petal_width_cm")).all();
        assertThat(features(iris)).hasSize(3).doesNotContain("petal_width_cm");
        assertThat(iris.targets().names()).containsExactly("petal_width_cm");
        assertThatThrownBy(() -> DataSource.open("iris", targets()))
                .hasMessageStartingWith("iris: the last column is a class, so name a target");
    }

    @Test
    void imagesHaveClasses() {
        assertThatThrownBy(() -> DataSource.open("mnist", targets("digit")))
                .hasMessageContaining("labels of IDX files are classes (a regression takes a table)");
    }
}
