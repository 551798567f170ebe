package dev.alambic.chart;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Curves over a common axis; those without any place are left out. */
public record LineChart(Caption caption, Axis x, Axis y, List<Line> lines) implements Chart {

    private static final double SHAPE = 0.55;
    private static final double LOWEST = 212;

    public LineChart {
        lines = lines.stream().filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public String spoken() {
        return caption.title() + ". " + caption.sentence();
    }

    @Override
    public List<Key> keys() {
        return lines.stream()
                .map(line -> new Key(line.name(), line.role(), line.look()))
                .toList();
    }

    @Override
    public void drawOn(Canvas canvas) {
        new LineDrawing(this, canvas).draw();
    }

    @Override
    public double height(double width) {
        return Math.max(LOWEST, SHAPE * width);
    }

    double low(Function<Line, List<Double>> of) {
        return all(of).min().orElse(0);
    }

    double high(Function<Line, List<Double>> of) {
        return all(of).max().orElse(1);
    }

    /** Returns the values of all lines in one direction. */
    DoubleStream all(Function<Line, List<Double>> of) {
        return lines.stream().flatMap(line -> of.apply(line).stream()).mapToDouble(value -> value);
    }
}
