package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeveralLabelsTest {

    private static final DataOptions COLUMNS =
            DataOptions.defaults().withLabels(new DataOptions.Labels(List.of("red", "round"), null));
    private static final DataOptions NAMES = DataOptions.defaults().withLabels(new DataOptions.Labels(List.of(), "|"));

    @TempDir
    Path folder;

    private Dataset read(String name, DataOptions options, String... lines) throws Exception {
        Path file = folder.resolve(name);
        Files.writeString(file, String.join("\n", lines) + "\n");
        return DataSource.open(file.toString(), options).all();
    }

    private static List<String> of(Dataset data, int sample) {
        return ((Targets.Labels) data.targets()).of(sample);
    }

    @Test
    void columnsOfFlagsAreLabels() throws Exception {
        Dataset data = read("a.csv", COLUMNS, "x,red,y,round", "1.5,1,2,0", "2.5,True,3,1.0", "3.5,false,4,0");
        assertThat(data.targets().names()).containsExactly("red", "round");
        assertThat(of(data, 0)).containsExactly("red");
        assertThat(of(data, 1)).containsExactly("red", "round");
        assertThat(of(data, 2)).isEmpty();
        assertThat(((InputMeaning.Table) data.input()).features()).containsExactly("x", "y");
    }

    @Test
    void aColumnNamesThemBetweenSeparators() throws Exception {
        Dataset data = read("a.csv", NAMES, "x,labels", "1.5,round|red", "2.5,", "3.5, red | red ");
        assertThat(data.targets().names()).containsExactly("red", "round");
        assertThat(of(data, 0)).containsExactly("red", "round");
        assertThat(of(data, 1)).isEmpty();
        assertThat(of(data, 2)).containsExactly("red");
    }

    @Test
    void linesOfJsonAndTextsHaveThemToo() throws Exception {
        Dataset lines = read(
                "a.jsonl",
                COLUMNS,
                "{\"x\": 1.5, \"red\": true, \"round\": 0}",
                "{\"x\": 2.5, \"red\": false, \"round\": 1}");
        assertThat(of(lines, 0)).containsExactly("red");
        Dataset texts = read(
                "b.csv",
                NAMES.withVocabulary(new DataOptions.Vocabulary(40, 6)),
                "text,labels",
                "a red ball,red|round",
                "a blue box,");
        assertThat(of(texts, 0)).containsExactly("red", "round");
        Dataset flagged = read(
                "c.csv",
                COLUMNS.withVocabulary(new DataOptions.Vocabulary(40, 6)),
                "text,red,round",
                "a red ball,1,1",
                "a blue box,0,0");
        assertThat(of(flagged, 0)).containsExactly("red", "round");
    }

    @Test
    void anotherCellIsRefusedWhereItStands() {
        assertThatThrownBy(() -> read("a.csv", COLUMNS, "x,red,round", "1.5,1,0", "2.5,2,1"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("a.csv:3: label column 'red' says whether a sample carries it"
                        + " (expected 0 or 1, true or false, was '2')");
        assertThatThrownBy(() -> read("a.csv", COLUMNS, "x,red,round", "1.5,1,0", "2.5,,1"))
                .hasMessageContaining("was ''; data.missingLabels: skip");
    }

    @Test
    void rowsThatDoNotSayItCanBeSkipped() throws Exception {
        DataOptions skips = COLUMNS.withTable(TableOptions.seen().withUnlabelled(TableOptions.Unlabelled.SKIP));
        Dataset data = read("a.csv", skips, "x,red,round", "1.5,1,0", "2.5,,1", "3.5,0,1");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.notes()).contains("1 rows without label are left out");
        assertThatThrownBy(() -> read("a.csv", NAMES, "x,labels", "1.5,red", "2.5,NA"))
                .hasMessageContaining("'NA' stands for a missing one");
    }

    @Test
    void aLabelThatNoSampleCarriesCannotBeLearnt() {
        assertThatThrownBy(() -> read("a.csv", COLUMNS, "x,red,round", "1.5,1,0", "2.5,0,0"))
                .hasMessageEndingWith("a.csv: label 'round' is carried by no sample"
                        + " (expected some that carry it and some that do not, was 0 of 2)");
        assertThatThrownBy(() -> read("a.csv", NAMES, "x,labels", "1.5,red", "2.5,red"))
                .hasMessageContaining("label 'red' is carried by every sample");
        assertThatThrownBy(() -> read("a.csv", NAMES, "x,labels", "1.5,", "2.5,"))
                .hasMessageContaining("no sample carries a label");
    }

    @Test
    void aModelsLabelsMayBeAbsentButNoneIsNew() throws Exception {
        List<String> model = List.of("round", "red");
        Dataset flags = read("a.csv", COLUMNS.withClasses(model), "x,red,round", "1.5,1,0");
        assertThat(flags.targets().names()).isEqualTo(model);
        assertThat(of(flags, 0)).containsExactly("red");
        assertThatThrownBy(() -> read("a.csv", NAMES.withClasses(model), "x,labels", "1.5,red|green"))
                .hasMessageEndingWith(
                        "a.csv:2: a label that training never saw (expected any of round, red, was 'green')");
        assertThatThrownBy(() -> read("a.csv", COLUMNS.withClasses(List.of("red")), "x,red,round", "1.5,1,0"))
                .hasMessageContaining("other labels than training had (expected [red], was [red, round])");
    }

    @Test
    void dataOfClassesHaveNone() {
        assertThatThrownBy(() -> DataSource.open("mnist", NAMES))
                .hasMessageContaining("several labels of a sample are read from a table");
    }

    /** 90 of 100 samples carry a, 10 b beside it; each part gets its share of b. */
    @Test
    void rareLabelsComeIntoEveryPart() {
        byte[] flags = new byte[200];
        for (int i = 0; i < 100; i++) {
            flags[2 * i] = (byte) (i < 90 ? 1 : 0);
            flags[2 * i + 1] = (byte) (i % 10 == 0 ? 1 : 0);
        }
        Targets.Labels labels = Targets.labels(List.of("a", "b"), flags);
        Dataset data = Dataset.table("made", new InputMeaning.Table(List.of("x")), new float[100][1], labels);
        Splits splits = Splits.stratified(new LoadedData(data, null), 0.2, 0.2, 1);
        for (Dataset part : List.of(splits.validation(), splits.test())) {
            assertThat(((Targets.Labels) part.targets()).counts()[1]).isEqualTo(2);
        }
    }

    /** One sample alone in its group would have to be in each part. */
    @Test
    void smallGroupsJoinTheLargest() {
        byte[] flags = new byte[60];
        flags[0] = 1;
        for (int i = 0; i < 15; i++) {
            flags[2 * i + 1] = 1;
        }
        Targets.Labels labels = Targets.labels(List.of("once", "often"), flags);
        Dataset data = Dataset.table("made", new InputMeaning.Table(List.of("x")), new float[30][1], labels);
        Splits splits = Splits.stratified(new LoadedData(data, null), 0.2, 0.2, 1);
        assertThat(splits.train().size()
                        + splits.validation().size()
                        + splits.test().size())
                .isEqualTo(30);
    }
}
