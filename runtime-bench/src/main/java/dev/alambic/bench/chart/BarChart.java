package dev.alambic.bench.chart;

import dev.alambic.bench.chart.Svg.Anchor;
import dev.alambic.bench.chart.Svg.Spot;
import java.util.List;

/**
 * Shares as bars below each other.
 *
 * @param bars the longest first
 */
public record BarChart(String title, List<Bar> bars) {
    private static final int WIDTH = 560;
    private static final int ROW = 22;
    private static final int TOP = 30;
    private static final double NAMES = 190;
    private static final double LONGEST = 250;

    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * One bar.
     *
     * @param length the longest being the whole width
     * @param second the part of it that is drawn in the second colour, 0 to 1
     * @param figure what is written at its end
     */
    public record Bar(String name, double length, double second, String figure) {}

    public String svg() {
        Svg svg = new Svg(WIDTH, TOP + ROW * bars.size() + 8, title);
        svg.words(new Spot(8, 18), Anchor.START, title);
        double most = bars.stream().mapToDouble(Bar::length).max().orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = TOP + i * (double) ROW;
            double width = most > 0 ? LONGEST * bar.length() / most : 0;
            svg.words(new Spot(NAMES - 8, y + 14), Anchor.END, bar.name());
            svg.box(new Spot(NAMES, y + 3), width * bar.second(), ROW - 6, "series1");
            svg.box(new Spot(NAMES + width * bar.second(), y + 3), width * (1 - bar.second()), ROW - 6, "series0");
            svg.words(new Spot(NAMES + width + 6, y + 14), Anchor.START, bar.figure());
        }
        return svg.end();
    }
}
