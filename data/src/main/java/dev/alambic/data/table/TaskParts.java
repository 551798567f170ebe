package dev.alambic.data.table;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TaskOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Targets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes answers to several tasks of what was read. */
public final class TaskParts {

    private TaskParts() {}

    /**
     * Returns the answers to one task.
     *
     * @param column that they were read from; null if that is not one
     * @throws InvalidDataException if they are no classes, and are to be grouped, or a class belongs to no group
     */
    static Targets.Part part(String source, String name, Targets read, @Nullable String column, TaskOptions task) {
        if (task.groups().isEmpty()) {
            return new Targets.Part(read, column, Map.of());
        }
        if (!(read instanceof Targets.Classes classes)) {
            throw new InvalidDataException(source, "task '" + name + "': groups are of classes", "a label", read);
        }
        try {
            return new Targets.Part(grouped(classes, task), column, task.groups());
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(source + ": task '" + name + "': " + e.getMessage());
        }
    }

    /**
     * Returns classes that each stand for several of these, in the order of a model's if it has any.
     *
     * @throws IllegalArgumentException if a class belongs to no group, or to two, or the model has other groups
     */
    private static Targets.Classes grouped(Targets.Classes classes, TaskOptions task) {
        Map<String, List<String>> groups = task.groups();
        List<String> names = task.classes() == null ? List.copyOf(groups.keySet()) : task.classes();
        if (!Set.copyOf(names).equals(groups.keySet())) {
            throw new IllegalArgumentException(
                    "groups: other classes than the model has (expected " + names + ", was " + groups.keySet() + ")");
        }
        Map<String, Integer> codes = new HashMap<>();
        groups.forEach((group, members) -> members.forEach(member -> {
            if (codes.put(member, names.indexOf(group)) != null) {
                throw new IllegalArgumentException(
                        "groups: a class belongs to one group, once (was '" + member + "' again in '" + group + "')");
            }
        }));
        int[] group = classes.names().stream()
                .mapToInt(name -> {
                    Integer code = codes.get(name);
                    if (code == null) {
                        throw new IllegalArgumentException("groups: each class belongs to one (expected '" + name
                                + "' in one of " + groups.keySet() + ", was in none)");
                    }
                    return code;
                })
                .toArray();
        return Targets.classes(
                names,
                Arrays.stream(classes.labels())
                        .map(label -> label == Targets.UNLABELLED ? label : group[label])
                        .toArray());
    }

    /**
     * Returns data that were read with one class a sample as those of the tasks of {@code options}, each of which is
     * that class or a group of it; others as they are.
     *
     * @throws InvalidDataException if a task asks for a column, and these data have none
     */
    public static LoadedData ofClass(LoadedData data, DataOptions options) {
        if (options.tasks().isEmpty() || data.all().targets() instanceof Targets.Several) {
            return data;
        }
        return data.mapped(part -> ofClass(part, options));
    }

    private static Dataset ofClass(Dataset data, DataOptions options) {
        Map<String, Targets.Part> parts = new LinkedHashMap<>();
        options.tasks().forEach((name, task) -> {
            if (!task.isOfClass()) {
                throw new InvalidDataException(data.name() + ": task '" + name
                        + "' asks for columns, which a table has (expected no column, or groups of the classes)");
            }
            parts.put(name, part(data.name(), name, data.targets(), null, task));
        });
        return data.withTargets(Targets.several(parts));
    }

    /** Returns how further data are read for a model that learns from data with these answers. */
    public static DataOptions asLearnt(DataOptions options, Targets learnt) {
        if (!(learnt instanceof Targets.Several several)) {
            return options.withClasses(learnt.names());
        }
        Map<String, List<String>> known = new LinkedHashMap<>();
        several.parts().forEach((name, part) -> known.put(name, part.targets().names()));
        return options.knowing(known);
    }
}
