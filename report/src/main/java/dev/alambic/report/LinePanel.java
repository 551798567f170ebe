package dev.alambic.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over epochs.
 *
 * @param yTitle what the curves show, with its unit
 * @param lines at least one, each with at least one point
 * @param top of the y axis, which then begins at 0; null to let the data decide
 */
record LinePanel(
        String title,
        String yTitle,
        List<Line> lines,
        @Nullable Double top) implements Panel {

    /** How a line is drawn. */
    enum Look {
        SOLID,
        DASHED,
        /** Points without a line. */
        POINTS
    }

    /**
     * One curve.
     *
     * @param epochs from 1
     * @param values as many as epochs, all finite
     */
    record Line(String name, List<Integer> epochs, List<Double> values, Theme.Role role, Look look) {
        Line {
            epochs = List.copyOf(epochs);
            values = List.copyOf(values);
        }
    }

    private static final int TITLE_HEIGHT = 40;
    private static final int MOST_MARKED_POINTS = 60;
    private static final int MOST_EPOCH_LABELS = 13;
    private static final float[] DASHES = {7f, 5f};

    LinePanel {
        lines = List.copyOf(lines);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen pen = Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        pen.with(Pen.bold(15), theme.text()).left(title, 16, TITLE_HEIGHT / 2 + 2, width - 32);
        int legend = LegendRow.height(pen.with(Pen.font(12), theme.text()), lines, width);
        int chart = height - TITLE_HEIGHT - legend;
        Graphics2D below = (Graphics2D) graphics.create(0, TITLE_HEIGHT, width, chart);
        chart(width, chart, theme).paint(below, width, chart);
        below.dispose();
        LegendRow.paint(pen, lines, height - legend, width, theme);
    }

    private XYChart chart(int width, int height, Theme theme) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle("epoch")
                .yAxisTitle(yTitle)
                .build();
        colour(chart.getStyler(), theme);
        scale(chart.getStyler());
        frame(chart);
        lines.forEach(line -> draw(chart, line, theme));
        return chart;
    }

    private static void colour(XYStyler styler, Theme theme) {
        styler.setBaseFont(Pen.font(12))
                .setChartBackgroundColor(theme.background())
                .setPlotBackgroundColor(theme.background())
                .setChartFontColor(theme.text())
                .setPlotBorderVisible(false)
                .setChartTitleVisible(false)
                .setChartPadding(12)
                .setLegendVisible(false)
                .setXAxisTitleColor(theme.muted())
                .setYAxisTitleColor(theme.muted())
                .setAntiAlias(true)
                .setMarkerSize(5);
        styler.setAxisTitleFont(Pen.font(12))
                .setAxisTickLabelsFont(Pen.font(12))
                .setAxisTickLabelsColor(theme.muted())
                .setAxisTickMarksColor(theme.grid())
                .setPlotGridLinesColor(theme.grid())
                .setPlotGridLinesStroke(new BasicStroke(1f))
                .setPlotGridVerticalLinesVisible(false)
                .setLocale(Locale.ROOT);
    }

    private int lastEpoch() {
        return lines.stream()
                .flatMap(line -> line.epochs().stream())
                .max(Integer::compare)
                .orElse(1);
    }

    private void scale(XYStyler styler) {
        styler.setXAxisMin(lastEpoch() == 1 ? 0.0 : 1.0);
        styler.setXAxisMax(Math.max(2.0, lastEpoch()));
        int step = (lastEpoch() + MOST_EPOCH_LABELS - 1) / MOST_EPOCH_LABELS;
        styler.setxAxisTickLabelsFormattingFunction(epoch -> wholeEpoch(epoch, step));
        styler.setYAxisDecimalPattern("#0.###");
    }

    /**
     * Widens the y axis to a little more than the data by a series that is not drawn. It also keeps XChart from putting
     * a tick at every value, which it does where the values of a chart happen to be equally spaced.
     */
    private void frame(XYChart chart) {
        double low = values().min().orElse(0);
        double high = values().max().orElse(1);
        double margin = high > low ? 0.0617 * (high - low) : Math.max(Math.abs(high), 1) * 0.05;
        double bottom = top != null ? 0 : low >= 0 ? Math.max(0, low - margin) : low - margin;
        chart.addSeries("frame", new double[] {1, 1}, new double[] {bottom, top == null ? high + margin : top})
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.NONE);
    }

    private DoubleStream values() {
        return lines.stream().flatMap(line -> line.values().stream()).mapToDouble(Double::doubleValue);
    }

    /** Returns the label of every {@code step}-th epoch from the first on, a blank for the others. */
    private static String wholeEpoch(double value, int step) {
        boolean shown = value == Math.rint(value) && value >= 1 && (value - 1) % step == 0;
        return shown ? String.format(Locale.ROOT, "%.0f", value) : " ";
    }

    private static void draw(XYChart chart, Line line, Theme theme) {
        XYSeries series = chart.addSeries(line.name(), line.epochs(), line.values());
        series.setLineColor(theme.of(line.role()));
        series.setMarkerColor(theme.of(line.role()));
        boolean points = line.look() == Look.POINTS;
        boolean marked = points || (line.epochs().size() <= MOST_MARKED_POINTS && line.look() == Look.SOLID);
        series.setMarker(points ? SeriesMarkers.DIAMOND : marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(stroke(line.look()));
        if (points) {
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
    }

    static BasicStroke stroke(Look look) {
        return look == Look.DASHED
                ? new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, DASHES, 0f)
                : new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
}
