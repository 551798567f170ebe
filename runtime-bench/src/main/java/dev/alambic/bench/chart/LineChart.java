package dev.alambic.bench.chart;

import dev.alambic.bench.chart.Svg.Anchor;
import dev.alambic.bench.chart.Svg.Spot;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How something grows with the batch or the threads: a line for each model, over values that double.
 *
 * @param title what is shown
 * @param across what stands from left to right
 * @param logarithmic whether heights are; else they begin at 0
 */
public record LineChart(String title, String across, boolean logarithmic, List<Series> series) {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final Spot CORNER = new Spot(64, 34);
    private static final double RIGHT = WIDTH - 16;
    private static final double BOTTOM = HEIGHT - 48;

    public LineChart {
        series = List.copyOf(series);
    }

    public String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.words(new Spot(8, 18), Anchor.START, title);
        Scale x = Scale.around(least(Series.Point::x), most(Series.Point::x), true, CORNER.x(), RIGHT);
        Scale y = logarithmic
                ? Scale.around(least(Series.Point::y), most(Series.Point::y), true, BOTTOM, CORNER.y())
                : new Scale(0, most(Series.Point::y) * 1.06, false, BOTTOM, CORNER.y());
        grid(svg, x, y);
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), "series" + i % Legend.COLOURS, x, y);
        }
        return svg.end();
    }

    private void grid(Svg svg, Scale x, Scale y) {
        y.ticks().forEach(tick -> {
            svg.line(new Spot(CORNER.x(), y.at(tick)), new Spot(RIGHT, y.at(tick)), "grid");
            svg.words(new Spot(CORNER.x() - 6, y.at(tick) + 4), Anchor.END, Scale.label(tick));
        });
        points().map(Series.Point::x).distinct().sorted().forEach(tick -> {
            svg.line(new Spot(x.at(tick), BOTTOM), new Spot(x.at(tick), BOTTOM + 4), "axis");
            svg.words(new Spot(x.at(tick), BOTTOM + 18), Anchor.MIDDLE, Scale.label(tick));
        });
        svg.line(new Spot(CORNER.x(), BOTTOM), new Spot(RIGHT, BOTTOM), "axis");
        svg.words(new Spot((CORNER.x() + RIGHT) / 2, HEIGHT - 8), Anchor.MIDDLE, across);
    }

    private static void line(Svg svg, Series series, String style, Scale x, Scale y) {
        List<Spot> spots = series.points().stream()
                .map(point -> new Spot(x.at(point.x()), y.at(point.y())))
                .toList();
        svg.path(spots, "line " + style);
        for (int i = 0; i < spots.size(); i++) {
            Series.Point point = series.points().get(i);
            svg.dot(spots.get(i), style, series.name() + ": " + Scale.label(point.x()) + ", " + Scale.label(point.y()));
        }
    }

    private Stream<Series.Point> points() {
        return series.stream().flatMap(each -> each.points().stream());
    }

    private double least(ToDoubleFunction<Series.Point> part) {
        return points().mapToDouble(part).min().orElse(1);
    }

    private double most(ToDoubleFunction<Series.Point> part) {
        return points().mapToDouble(part).max().orElse(1);
    }
}
