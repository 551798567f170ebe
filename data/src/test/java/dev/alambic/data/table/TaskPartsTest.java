package dev.alambic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TaskOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tasks of one data set. */
final class TaskPartsTest {

    private static final TaskOptions OF_CLASS = TaskOptions.defaults();

    @TempDir
    private Path folder;

    private static Map<String, List<String>> evenAndOdd() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("even", List.of("0", "2", "4", "6", "8"));
        groups.put("odd", List.of("1", "3", "5", "7", "9"));
        return groups;
    }

    private Dataset read(String csv, Map<String, TaskOptions> tasks) throws IOException {
        Path file = folder.resolve("d.csv");
        Files.writeString(file, csv);
        return DataSource.open(file.toString(), DataOptions.defaults().withTasks(tasks))
                .all();
    }

    private static Targets.Classes classes(Targets.Several several, String task) {
        return (Targets.Classes)
                Objects.requireNonNull(several.parts().get(task)).targets();
    }

    private static Map<String, TaskOptions> three() {
        Map<String, TaskOptions> tasks = new LinkedHashMap<>();
        tasks.put("kind", OF_CLASS.withLabel("k"));
        tasks.put("size", OF_CLASS.withTargets(List.of("w", "h")));
        tasks.put("flags", OF_CLASS.withLabels(new DataOptions.Labels(List.of("p", "q"), null)));
        return tasks;
    }

    @Test
    void columnsOfAllTasksAreTargetsAndTheOthersFeatures() throws IOException {
        Dataset data = read("a,k,w,b,h,p,q\n1,x,2,3,4,1,0\n5,y,6,7,8,0,1\n", three());
        assertThat(((InputMeaning.Table) data.input()).features()).containsExactly("a", "b");
        Targets.Several several = (Targets.Several) data.targets();
        assertThat(several.names()).containsExactly("kind.x", "kind.y", "size.w", "size.h", "flags.p", "flags.q");
        assertThat(several.said(1)).isEqualTo("kind: y; size: w 6.0, h 8.0; flags: q");
        assertThat(several).hasToString("kind: 2 classes, size: 2 targets, flags: 2 labels");
        assertThat(several.subset(new int[] {1}).said(0)).isEqualTo(several.said(1));
    }

    @Test
    void aRowWithoutAnAnswerToOneTaskIsRefusedOrSkipped() throws IOException {
        String csv = "a,k,w,h,p,q\n1,x,2,3,1,0\n2,y,,3,0,1\n3,y,4,5,0,0\n";
        assertThatThrownBy(() -> read(csv, three()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("d.csv:3: no value in target column 'w'");
    }

    @Test
    void classesOfAColumnAreGrouped() throws IOException {
        Map<String, TaskOptions> tasks = new LinkedHashMap<>();
        tasks.put("kind", OF_CLASS.withLabel("k"));
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("first", List.of("x"));
        groups.put("others", List.of("z", "y"));
        tasks.put("rough", OF_CLASS.withLabel("k").withGroups(groups));
        Dataset data = read("a,k\n1,x\n2,y\n3,z\n", tasks);
        assertThat(data.targets().said(2)).isEqualTo("kind: z; rough: others");
        tasks.put("rough", OF_CLASS.withLabel("k").withGroups(Map.of("first", List.of("x"), "others", List.of("y"))));
        assertThatThrownBy(() -> read("a,k\n1,x\n2,y\n3,z\n", tasks))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("d.csv: task 'rough': groups: each class belongs to one (expected 'z' in one of");
    }

    /** Else the samples of a group that the model does not have would count as unlabelled. */
    @Test
    void groupsOfAModelAreTheOnesThatAreTold() throws IOException {
        Map<String, List<String>> groups = Map.of("first", List.of("x"), "others", List.of("y"));
        TaskOptions told = TaskOptions.defaults().withLabel("k").withGroups(groups);
        Dataset data = read("a,k\n1,x\n2,y\n", Map.of("rough", told.withClasses(List.of("others", "first"))));
        assertThat(data.targets().names()).containsExactly("rough.others", "rough.first");
        assertThat(data.targets().said(0)).isEqualTo("rough: first");
        assertThatThrownBy(() -> read("a,k\n1,x\n2,y\n", Map.of("rough", told.withClasses(List.of("even", "odd")))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("task 'rough': groups: other classes than the model has (expected [even, odd]");
    }

    @Test
    void dataOfOneClassAreThoseOfItsGroupsToo() {
        Map<String, TaskOptions> tasks = new LinkedHashMap<>();
        tasks.put("digit", OF_CLASS);
        tasks.put("parity", OF_CLASS.withGroups(evenAndOdd()));
        LoadedData data = DataSource.open("mnist", DataOptions.defaults().withTasks(tasks));
        assertThat(data.all().targets()).hasToString("digit: 10 classes, parity: 2 classes");
        assertThat(data.test()).isNotNull();
        Targets.Several several = (Targets.Several) data.all().targets();
        Targets.Classes digit = classes(several, "digit");
        Targets.Classes parity = classes(several, "parity");
        for (int i = 0; i < 20; i++) {
            assertThat(parity.label(i)).isEqualTo(digit.label(i) % 2);
        }
        Splits splits = Splits.stratified(data, 0.1, 0, 1);
        assertThat(splits.validation().targets().names()).hasSize(12);
    }

    @Test
    void whatIsNoTableHasNoColumns() {
        assertThatThrownBy(() -> DataSource.open(
                        "mnist", DataOptions.defaults().withTasks(Map.of("digit", OF_CLASS.withLabel("k")))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("mnist: task 'digit' asks for columns, which a table has");
    }
}
