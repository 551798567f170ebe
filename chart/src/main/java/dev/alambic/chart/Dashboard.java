package dev.alambic.chart;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Several charts in one picture, under the figures that count.
 *
 * @param columns how many charts stand side by side
 */
public record Dashboard(Caption caption, List<Fact> facts, int columns, List<Chart> charts) implements Chart {

    /**
     * A figure to print large.
     *
     * @param value with its unit
     * @param note what to think of it; may be empty
     * @param tone of the note
     */
    public record Fact(String name, String value, String note, Role tone) {}

    public Dashboard {
        facts = List.copyOf(facts);
        charts = List.copyOf(charts);
        if (columns < 1) {
            throw new IllegalArgumentException("a dashboard has at least one column, was " + columns);
        }
    }

    int rows() {
        return (charts.size() + columns - 1) / columns;
    }

    @Override
    public String spoken() {
        return facts.stream()
                .map(fact -> fact.name() + " " + fact.value() + ";")
                .collect(Collectors.joining(" ", caption.title() + ". " + caption.sentence() + " ", ""))
                .strip();
    }

    @Override
    public void drawOn(Canvas canvas) {
        new DashboardDrawing(this, canvas).draw();
    }

    @Override
    public double height(double width) {
        return new DashboardDrawing(this, width).height();
    }
}
