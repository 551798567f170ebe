package dev.alambic.report.svg;

import dev.alambic.report.chart.BarChart;
import dev.alambic.report.chart.BarChart.Bar;
import dev.alambic.report.markup.Svg;
import dev.alambic.report.markup.Svg.Anchor;
import java.util.Locale;
import java.util.function.Function;

/** Draws horizontal bars, as high as they need. */
public final class BarDrawing {

    private static final double FONT = 12.5;
    private static final int ROW = 27;
    private static final int THICK = 12;
    private static final double GAP = 8;
    private static final double MOST_LABEL = 0.48;

    private BarDrawing() {}

    public static Svg of(BarChart chart, int width) {
        Svg svg = new Svg(width, ROW * chart.bars().size(), label(chart));
        double labels = Math.min(MOST_LABEL * width, widest(chart, Bar::label));
        double start = labels + GAP;
        double longest = Math.max(20, width - start - GAP - widest(chart, Bar::text));
        double most = chart.bars().stream()
                .mapToDouble(Bar::value)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        for (int i = 0; i < chart.bars().size(); i++) {
            Bar bar = chart.bars().get(i);
            double middle = ROW * (i + 0.5);
            double share = most <= 0 ? 0 : Math.min(1, Math.max(0, bar.value()) / most);
            double length = Math.max(2, share * longest);
            svg.text("name", Anchor.END, labels, middle + 4, shortened(bar.label(), labels));
            svg.rect("bar " + role(bar), start, middle - THICK / 2.0, length, THICK);
            svg.text("value", Anchor.START, start + length + GAP - 2, middle + 4, bar.text());
        }
        return svg;
    }

    private static String shortened(String label, double room) {
        return label.contains("/") ? TextWidth.endOf(label, FONT, room) : TextWidth.fitting(label, FONT, room);
    }

    private static String role(Bar bar) {
        return bar.role().name().toLowerCase(Locale.ROOT);
    }

    private static double widest(BarChart chart, Function<Bar, String> text) {
        return chart.bars().stream()
                .mapToDouble(bar -> TextWidth.of(text.apply(bar), FONT))
                .max()
                .orElse(0);
    }

    /** Bars say all they show in text, so that nobody needs to see them. */
    private static String label(BarChart chart) {
        StringBuilder label = new StringBuilder(chart.title()).append(": ");
        chart.bars()
                .forEach(bar ->
                        label.append(bar.label()).append(' ').append(bar.text()).append("; "));
        return label.toString().strip();
    }
}
