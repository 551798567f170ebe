package dev.alambic.chart;

import java.util.List;
import java.util.stream.Collectors;

/** Horizontal bars from zero, one below the other, each with its value written behind it. */
public record BarChart(Caption caption, List<Bar> bars) implements Chart {

    /**
     * One bar.
     *
     * @param text the value with its unit
     * @param parts of it, from left to right
     */
    public record Bar(String label, String text, List<Part> parts) {

        public Bar {
            parts = List.copyOf(parts);
        }

        public static Bar of(String label, double value, String text, Role role) {
            return new Bar(label, text, List.of(new Part(value, role)));
        }

        /** Returns its length. */
        public double value() {
            return parts.stream().mapToDouble(Part::value).sum();
        }
    }

    /**
     * A part of a bar.
     *
     * @param value at least 0; less counts as nothing, infinity as the longest bar
     */
    public record Part(double value, Role role) {}

    public BarChart {
        bars = List.copyOf(bars);
    }

    /** Bars say all they show in text, so that nobody needs to see them. */
    @Override
    public String spoken() {
        return bars.stream()
                .map(bar -> bar.label() + " " + bar.text() + ";")
                .collect(Collectors.joining(" ", caption.title() + ": ", ""));
    }

    @Override
    public void drawOn(Canvas canvas) {
        new BarDrawing(this, canvas).draw();
    }

    @Override
    public double height(double width) {
        return BarDrawing.ROW * bars.size();
    }
}
