package dev.alambic.report.png;

import dev.alambic.report.chart.Line;
import dev.alambic.report.chart.Line.Look;
import dev.alambic.report.chart.LineChart;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Paints curves over epochs. */
record LinePanel(LineChart chart) implements Panel {

    private static final int TITLE_HEIGHT = 40;
    private static final int MOST_MARKED_POINTS = 60;
    private static final int MOST_EPOCH_LABELS = 13;
    private static final float[] DASHES = {7f, 5f};

    @Override
    public void paint(Graphics2D graphics, int width, int height, Theme theme) {
        Pen pen = Pen.on(graphics).fill(theme.background(), 0, 0, width, height);
        pen.with(Pen.bold(15), theme.text()).left(chart.title(), 16, TITLE_HEIGHT / 2 + 2, width - 32);
        int legend = LegendRow.height(pen.with(Pen.font(12), theme.text()), chart.lines(), width);
        int rest = height - TITLE_HEIGHT - legend;
        Graphics2D below = (Graphics2D) graphics.create(0, TITLE_HEIGHT, width, rest);
        drawn(width, rest, theme).paint(below, width, rest);
        below.dispose();
        LegendRow.paint(pen, chart.lines(), height - legend, width, theme);
    }

    private XYChart drawn(int width, int height, Theme theme) {
        XYChart drawing = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle("epoch")
                .yAxisTitle(chart.yTitle())
                .build();
        colour(drawing.getStyler(), theme);
        scale(drawing.getStyler());
        frame(drawing);
        chart.lines().forEach(line -> draw(drawing, line, theme));
        return drawing;
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

    private void scale(XYStyler styler) {
        styler.setXAxisMin(chart.lastEpoch() == 1 ? 0.0 : 1.0);
        styler.setXAxisMax(Math.max(2.0, chart.lastEpoch()));
        int step = (chart.lastEpoch() + MOST_EPOCH_LABELS - 1) / MOST_EPOCH_LABELS;
        styler.setxAxisTickLabelsFormattingFunction(epoch -> wholeEpoch(epoch, step));
        styler.setYAxisDecimalPattern("#0.###");
    }

    /**
     * Widens the y axis to a little more than the data by a series that is not drawn. It also keeps XChart from putting
     * a tick at every value, which it does where the values of a chart happen to be equally spaced.
     */
    private void frame(XYChart drawing) {
        double low = chart.low();
        double high = chart.high();
        boolean share = chart.extent() == LineChart.Extent.SHARE;
        double margin = high > low ? 0.0617 * (high - low) : Math.max(Math.abs(high), 1) * 0.05;
        double bottom = share ? 0 : low >= 0 ? Math.max(0, low - margin) : low - margin;
        drawing.addSeries("frame", new double[] {1, 1}, new double[] {bottom, share ? 1 : high + margin})
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.NONE);
    }

    /** Returns the label of every {@code step}-th epoch from the first on, a blank for the others. */
    private static String wholeEpoch(double value, int step) {
        boolean shown = value == Math.rint(value) && value >= 1 && (value - 1) % step == 0;
        return shown ? String.format(Locale.ROOT, "%.0f", value) : " ";
    }

    private static void draw(XYChart drawing, Line line, Theme theme) {
        XYSeries series = drawing.addSeries(line.name(), line.epochs(), line.values());
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
