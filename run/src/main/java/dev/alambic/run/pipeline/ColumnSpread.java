package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.run.summary.Spread;
import java.util.List;
import java.util.stream.IntStream;

/** How usual a value of a table is: how many standard deviations it lies above the mean of its column. */
record ColumnSpread(List<Spread> columns) {

    static ColumnSpread of(Dataset data) {
        float[][] rows = new float[data.size()][data.sampleSize()];
        for (int i = 0; i < rows.length; i++) {
            data.copySample(i, rows[i], 0);
        }
        return new ColumnSpread(IntStream.range(0, data.sampleSize())
                .mapToObj(column -> present(rows, column))
                .map(values -> Spread.of(values.isEmpty() ? List.of(0.0) : values))
                .toList());
    }

    private static List<Double> present(float[][] rows, int column) {
        return IntStream.range(0, rows.length)
                .mapToObj(row -> (double) rows[row][column])
                .filter(value -> !value.isNaN())
                .toList();
    }

    /** Returns 0 in a column whose values are all the same. */
    double deviation(int column, double value) {
        Spread spread = columns.get(column);
        return spread.deviation() > 0 ? (value - spread.mean()) / spread.deviation() : 0;
    }
}
