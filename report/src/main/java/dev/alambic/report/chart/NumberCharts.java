package dev.alambic.report.chart;

import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Line;
import dev.alambic.chart.LineChart;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import dev.alambic.report.run.Predictions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** How the numbers that a model answers with lie beside the true ones. */
public final class NumberCharts {

    private static final int BINS = 11;

    private NumberCharts() {}

    /** Returns the answers over the true numbers, and the line on which they would be equal. */
    public static LineChart scatter(String model, Predictions.Target target, Role role) {
        List<Double> both = new ArrayList<>(target.truth());
        both.addAll(target.answers());
        double low = Collections.min(both);
        double high = Collections.max(both);
        return new LineChart(
                new Caption(
                        target.name() + ", " + model,
                        "Each mark is a sample of the test split; on the line, answer and truth are equal."),
                new Axis("true " + target.name(), Unit.PLAIN, Extent.VALUES),
                new Axis("answer", Unit.PLAIN, Extent.VALUES),
                List.of(
                        new Line("equal", List.of(low, high), List.of(low, high), Role.OTHER, Look.DASHED),
                        new Line(model, target.truth(), target.answers(), role, Look.CIRCLE)));
    }

    /** Returns how many answers miss the truth by how much. */
    public static BarChart residuals(String model, Predictions.Target target, Role role) {
        double[] errors = IntStream.range(0, target.truth().size())
                .mapToDouble(i -> target.answers().get(i) - target.truth().get(i))
                .toArray();
        double largest = IntStream.range(0, errors.length)
                .mapToDouble(i -> Math.abs(errors[i]))
                .max()
                .orElse(0);
        double width = largest == 0 ? 1 : 2 * largest / BINS;
        int[] counts = new int[BINS];
        for (double error : errors) {
            counts[Math.min(BINS - 1, (int) ((error + largest) / width))]++;
        }
        List<Bar> bars = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            double middle = -largest + (bin + 0.5) * width;
            String label = bin == BINS / 2 ? "0" : (middle > 0 ? "+" : "") + Numbers.significant(middle, 2);
            bars.add(Bar.of(label, counts[bin], Integer.toString(counts[bin]), role));
        }
        return new BarChart(
                new Caption(
                        "Errors, " + target.name() + ", " + model,
                        "Answer less truth, and on how many samples; each bar spans " + Numbers.significant(width, 2)
                                + "."),
                bars);
    }
}
