package dev.alambic.data.table;

import dev.alambic.data.set.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads which rows of a table belong together, as hashes of the cells of a column: two groups that fall on the same one
 * are kept together, which harms nobody. A row without a group belongs to no other.
 */
public final class GroupColumn {
    private final int place;
    private int[] groups = new int[0];
    private int count;

    private GroupColumn(int place) {
        this.place = place;
    }

    /** Finds the column; there is none if no name is told. */
    public static GroupColumn of(CsvRow header, @Nullable String name) {
        return new GroupColumn(name == null ? -1 : CsvColumns.find(header, name));
    }

    /** Returns these columns and that of the groups, which are no features. */
    List<Integer> and(List<Integer> others) {
        return place < 0
                ? others
                : IntStream.concat(others.stream().mapToInt(i -> i), IntStream.of(place))
                        .boxed()
                        .toList();
    }

    /** Reads the next row that counts. */
    public void add(CsvRow row) {
        if (place < 0) {
            return;
        }
        row.requireWidth(Math.max(place + 1, row.cells().size()));
        if (count == groups.length) {
            groups = Arrays.copyOf(groups, Math.max(64, 2 * count));
        }
        groups[count++] = group(row.cells().get(place), row.line());
    }

    /**
     * Returns the number of a group.
     *
     * @param name of the group; a missing one is of none
     * @param own number of the sample, for one without a group
     */
    public static int group(String name, long own) {
        return MissingWords.isText(name) ? Long.hashCode(~own * 0x9e3779b97f4a7c15L) : name.hashCode();
    }

    /** Returns the data with what was read. */
    public Dataset grouped(Dataset data) {
        return place < 0 ? data : data.withGroups(Arrays.copyOf(groups, count));
    }
}
