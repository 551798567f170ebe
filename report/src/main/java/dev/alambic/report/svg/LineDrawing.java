package dev.alambic.report.svg;

import dev.alambic.report.chart.Line;
import dev.alambic.report.chart.Line.Look;
import dev.alambic.report.chart.LineChart;
import dev.alambic.report.markup.Svg;
import dev.alambic.report.markup.Svg.Anchor;
import java.util.Locale;

/** Draws curves over epochs; their names stand beside the picture, as text of the page. */
public final class LineDrawing {

    private static final double FONT = 11.5;
    private static final double TOP = 26;
    private static final double BOTTOM = 24;
    private static final double RIGHT = 10;
    private static final int MOST_MARKED_EPOCHS = 16;
    private static final double LARGE_FACTOR = 10;
    private static final double MARGIN = 0.06;
    private static final String DOT = "M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0";
    private static final String DIAMOND = "M0 -4.5L4.5 0L0 4.5L-4.5 0Z";

    private final LineChart chart;
    private final Scale x;
    private final Scale y;
    private final Ticks ticks;
    private final Svg svg;
    private final int width;

    private LineDrawing(LineChart chart, int width, int height) {
        this.chart = chart;
        this.width = width;
        this.svg = new Svg(width, height, chart.title() + ". " + chart.sentence());
        this.y = vertical(chart, height - BOTTOM, TOP);
        this.ticks = Ticks.plain(y.ticks(5));
        double left = ticks.widest(FONT) + 8;
        this.x = Scale.linear(chart.lastEpoch() == 1 ? 0 : 1, Math.max(2, chart.lastEpoch()), left, width - RIGHT);
    }

    public static Svg of(LineChart chart, int width, int height) {
        return new LineDrawing(chart, width, height).drawn();
    }

    /** From a little below the lowest value to a little above the highest, as far as the chart does not say. */
    private static Scale vertical(LineChart chart, double bottom, double top) {
        double low = chart.low();
        double high = chart.high();
        if (chart.extent() == LineChart.Extent.SHARE) {
            return Scale.linear(0, 1, bottom, top);
        }
        if (chart.extent() == LineChart.Extent.FACTORS && low > 0 && high / low > LARGE_FACTOR) {
            double margin = Math.pow(high / low, MARGIN);
            return new Scale(low / margin, high * margin, true, bottom, top);
        }
        double margin = high > low ? MARGIN * (high - low) : Math.max(Math.abs(high), 1) * MARGIN;
        return Scale.linear(low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin, bottom, top);
    }

    private Svg drawn() {
        svg.text("axis", Anchor.START, 0, 11, chart.yTitle() + (y.logarithmic() ? ", logarithmic" : ""));
        svg.text("axis", Anchor.END, width - RIGHT, y.from() + 19, "epoch");
        for (double tick : ticks.values()) {
            svg.line("grid", x.from(), y.at(tick), x.to(), y.at(tick));
            svg.text(
                    "tick",
                    Anchor.END,
                    x.from() - 6,
                    y.at(tick) + 4,
                    ticks.label().apply(tick));
        }
        epochs();
        chart.lines().stream().filter(line -> line.look() == Look.DASHED).forEach(this::draw);
        chart.lines().stream().filter(line -> line.look() != Look.DASHED).forEach(this::draw);
        return svg;
    }

    private void epochs() {
        double room = x.to() - TextWidth.of("epoch", FONT) - 12;
        int step = (int) Math.max(1, Scale.step(chart.lastEpoch() / 6.0));
        for (int epoch = step == 1 ? 1 : step; epoch <= chart.lastEpoch(); epoch += step) {
            if (x.at(epoch) < room) {
                svg.text("tick", Anchor.MIDDLE, x.at(epoch), y.from() + 19, Integer.toString(epoch));
            }
        }
    }

    private void draw(Line line) {
        String role = line.role().name().toLowerCase(Locale.ROOT);
        if (line.look() == Look.POINTS || line.epochs().size() == 1) {
            marks(line, "mark " + role, line.look() == Look.POINTS ? DIAMOND : DOT);
            return;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.epochs().size(); i++) {
            double at = x.at(line.epochs().get(i));
            double high = y.at(line.values().get(i));
            path.append(i == 0 ? Svg.move(at, high) : Svg.to(at, high));
        }
        svg.path("line " + role + (line.look() == Look.DASHED ? " dashed" : ""), path.toString());
        if (line.look() == Look.SOLID && line.epochs().size() <= MOST_MARKED_EPOCHS) {
            marks(line, "dot " + role, DOT);
        }
    }

    private void marks(Line line, String cssClass, String shape) {
        for (int i = 0; i < line.epochs().size(); i++) {
            String title = String.format(
                    Locale.ROOT,
                    "%s, epoch %d: %.4g",
                    line.name(),
                    line.epochs().get(i),
                    line.values().get(i));
            svg.mark(cssClass, x.at(line.epochs().get(i)), y.at(line.values().get(i)), shape, title);
        }
    }
}
