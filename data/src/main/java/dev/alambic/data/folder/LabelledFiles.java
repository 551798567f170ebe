package dev.alambic.data.folder;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.table.GroupColumn;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which files there are and what is in them.
 *
 * @param kind what the files hold
 * @param lines whether each line of a file is a sample
 * @param root what the files are relative to
 * @param files in the order of their names, or of their list
 * @param notes what a user should know, in words
 */
public record LabelledFiles(FileKind kind, boolean lines, Path root, List<Entry> files, List<String> notes) {

    /**
     * A file.
     *
     * @param file relative to the root
     * @param where it is said, for messages
     * @param group what it belongs to with others; empty if to none
     */
    public record Entry(String file, String label, Part part, String where, String group) {

        /** Returns the part that the file belongs to: train, validation or test. */
        public String partName() {
            return part.name().toLowerCase(Locale.ROOT);
        }
    }

    public LabelledFiles {
        files = List.copyOf(files);
        notes = List.copyOf(notes);
        requireDistinctNames(root, files);
    }

    private static void requireDistinctNames(Path root, List<Entry> files) {
        Map<String, String> names = new HashMap<>();
        for (Entry entry : files) {
            String before = names.putIfAbsent(entry.label.toLowerCase(Locale.ROOT), entry.label);
            if (before != null && !before.equals(entry.label)) {
                throw new InvalidDataException(root + ": the names of two classes differ by case alone: '" + before
                        + "' and '" + entry.label + "' (rename one, or put them together)");
            }
        }
    }

    List<Entry> of(Part part) {
        return files.stream().filter(entry -> entry.part == part).toList();
    }

    /** Returns data with the groups of the entries that they were made of, if the options ask for groups. */
    static Dataset grouped(Dataset data, List<Entry> made, DataOptions options) {
        return options.group() == null
                ? data
                : data.withGroups(IntStream.range(0, made.size())
                        .map(i -> GroupColumn.group(made.get(i).group, i))
                        .toArray());
    }

    /** Returns the part to train on, or what stands for it. */
    Part first() {
        return has(Part.TRAIN) ? Part.TRAIN : has(Part.VALIDATION) ? Part.VALIDATION : Part.TEST;
    }

    boolean has(Part part) {
        return files.stream().anyMatch(entry -> entry.part == part);
    }
}
