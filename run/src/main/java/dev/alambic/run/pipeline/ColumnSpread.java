package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import java.util.List;
import java.util.stream.IntStream;

/** How usual a value of a table is: how many standard deviations it lies above the mean of its column. */
record ColumnSpread(List<Column> columns) {

    record Column(double mean, double deviation) {}

    /** Takes the values that are there, the deviation being that of a sample (divisor n - 1). */
    static ColumnSpread of(Dataset data) {
        float[] row = new float[data.sampleSize()];
        long[] counts = new long[row.length];
        double[] means = new double[row.length];
        double[] squares = new double[row.length];
        for (int i = 0; i < data.size(); i++) {
            data.copySample(i, row, 0);
            for (int c = 0; c < row.length; c++) {
                if (!Float.isNaN(row[c])) {
                    double off = row[c] - means[c];
                    means[c] += off / ++counts[c];
                    squares[c] += off * (row[c] - means[c]);
                }
            }
        }
        return new ColumnSpread(IntStream.range(0, row.length)
                .mapToObj(c -> new Column(means[c], counts[c] < 2 ? 0 : Math.sqrt(squares[c] / (counts[c] - 1))))
                .toList());
    }

    /** Returns 0 in a column whose values are all the same. */
    double deviation(int column, double value) {
        Column spread = columns.get(column);
        return spread.deviation() > 0 ? (value - spread.mean()) / spread.deviation() : 0;
    }
}
