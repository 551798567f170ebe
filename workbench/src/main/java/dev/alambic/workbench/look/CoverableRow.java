package dev.alambic.workbench.look;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.workbench.answer.Seeing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row whose cells become usual ones: the median of the numbers, the most frequent of the texts. Where no data tell
 * them, a cell becomes a missing one, or 0 where none may be missing. Of very many columns some that follow each other
 * change together.
 */
final class CoverableRow implements Coverable {
    private final List<TableColumn> columns;
    private final float[] whole;
    private final float[] usual;
    private final List<int[]> groups;

    /** Where the values of each column begin, and at last where all end. */
    private final int[] starts;

    /**
     * Cuts a row.
     *
     * @param others rows that tell what is usual; may be none
     * @param most parts
     */
    CoverableRow(InputMeaning.Table table, float[] whole, List<float[]> others, int most) {
        this.columns = table.columns();
        this.whole = whole;
        this.groups = Coverable.groups(columns.size(), most);
        this.starts = new int[columns.size() + 1];
        this.usual = new float[whole.length];
        for (int i = 0; i < columns.size(); i++) {
            TableColumn column = columns.get(i);
            starts[i + 1] = starts[i] + column.features().size();
            for (int at = starts[i]; at < starts[i + 1]; at++) {
                usual[at] = usual(column, at, others);
            }
        }
    }

    private static float usual(TableColumn column, int at, List<float[]> others) {
        float[] values = new float[others.size()];
        int count = 0;
        for (float[] row : others) {
            if (!Float.isNaN(row[at])) {
                values[count++] = row[at];
            }
        }
        if (count == 0) {
            return column instanceof TableColumn.Category category
                    ? category.missingCode()
                    : column.missing() == null ? 0 : Float.NaN;
        }
        if (column.isCoded()) {
            return mostFrequent(Arrays.copyOf(values, count));
        }
        Arrays.sort(values, 0, count);
        return values[count / 2];
    }

    private static float mostFrequent(float[] values) {
        Map<Float, Integer> counts = new HashMap<>();
        float best = values[0];
        for (float value : values) {
            if (counts.merge(value, 1, Integer::sum) > counts.getOrDefault(best, 0)) {
                best = value;
            }
        }
        return best;
    }

    @Override
    public float[] whole() {
        return whole;
    }

    @Override
    public int parts() {
        return groups.size();
    }

    @Override
    public float[] without(int part) {
        float[] changed = whole.clone();
        int from = starts[groups.get(part)[0]];
        System.arraycopy(usual, from, changed, from, starts[groups.get(part)[1]] - from);
        return changed;
    }

    @Override
    public String name(int part) {
        return of(part).stream().map(i -> columns.get(i).name()).collect(Collectors.joining(", "));
    }

    @Override
    public String was(int part) {
        return cells(part, whole);
    }

    @Override
    public String instead(int part) {
        return cells(part, usual);
    }

    private String cells(int part, float[] row) {
        return of(part).stream().map(i -> cell(columns.get(i), starts[i], row)).collect(Collectors.joining(", "));
    }

    private static String cell(TableColumn column, int at, float[] row) {
        if (column instanceof TableColumn.Date && !Float.isNaN(row[at])) {
            return "a date in " + Math.round(row[at]);
        }
        String cell = Seeing.cell(column, row[at]);
        return cell.isEmpty() ? "missing" : cell;
    }

    private List<Integer> of(int part) {
        List<Integer> each = new ArrayList<>();
        for (int i = groups.get(part)[0]; i < groups.get(part)[1]; i++) {
            each.add(i);
        }
        return each;
    }
}
