package dev.alambic.chart;

import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.BarChart.Part;
import dev.alambic.chart.Canvas.Anchor;
import java.util.List;
import java.util.function.Function;

/** Draws horizontal bars, as many as there is room for. */
final class BarDrawing {

    static final double ROW = 27;

    private static final double THINNEST_ROW = 17;
    private static final double THICKEST_ROW = 44;
    private static final double THICK = 12;
    private static final double GAP = 8;
    private static final double MOST_LABEL = 0.48;
    private static final double LEAST_LENGTH = 2;

    private final List<Bar> bars;
    private final int left;
    private final Canvas canvas;
    private final double row;
    private final double most;

    BarDrawing(BarChart chart, Canvas canvas) {
        this.canvas = canvas;
        int all = chart.bars().size();
        int room = (int) (canvas.height() / THINNEST_ROW);
        this.bars = all <= room ? chart.bars() : chart.bars().subList(0, Math.max(0, room - 1));
        this.left = all - bars.size();
        this.row = Math.min(THICKEST_ROW, canvas.height() / Math.max(1, bars.size() + (left > 0 ? 1 : 0)));
        this.most = bars.stream()
                .mapToDouble(Bar::value)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    void draw() {
        double labels = Math.min(MOST_LABEL * canvas.width(), widest(Bar::label));
        double start = labels + GAP;
        double longest = Math.max(20, canvas.width() - start - GAP - widest(Bar::text));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double middle = row * (i + 0.5);
            canvas.text("name", Anchor.END, labels, middle + 4, shortened(bar.label(), labels));
            double end = bar(bar, start, middle, most <= 0 ? 0 : longest / most);
            canvas.text("value", Anchor.START, end + GAP - 2, middle + 4, bar.text());
        }
        if (left > 0) {
            canvas.text("axis", Anchor.END, labels, row * (bars.size() + 0.5) + 4, "… and " + left + " more");
        }
    }

    /** Returns where the bar ends. */
    private double bar(Bar bar, double start, double middle, double pixels) {
        double thick = Math.min(THICK * Math.max(1, row / ROW), row - 4);
        double end = start;
        for (Part part : bar.parts()) {
            double length = pixels * Math.min(most, Math.max(0, part.value()));
            double next = end + (Double.isFinite(length) ? length : 0);
            next = Math.max(next, bar.parts().size() == 1 ? start + LEAST_LENGTH : end);
            if (next > end) {
                Box area = new Box(end, middle - thick / 2, next, middle + thick / 2);
                canvas.rect("filled " + part.role().cssClass(), area);
            }
            end = next;
        }
        return end;
    }

    private static String shortened(String label, double room) {
        return label.contains("/")
                ? TextWidth.endOf(label, TextWidth.NORMAL, room)
                : TextWidth.fitting(label, TextWidth.NORMAL, room);
    }

    private double widest(Function<Bar, String> text) {
        return bars.stream()
                .mapToDouble(bar -> TextWidth.of(text.apply(bar), TextWidth.NORMAL))
                .max()
                .orElse(0);
    }
}
