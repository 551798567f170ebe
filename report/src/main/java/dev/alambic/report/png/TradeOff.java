package dev.alambic.report.png;

import dev.alambic.report.chart.Line.Look;
import dev.alambic.report.chart.Role;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of how good and how fast the forms of a model are: one point for each, time to the right, quality upwards.
 *
 * @param qualityTitle what is drawn upwards, with its unit
 * @param bound the quality that is wanted at least, drawn as a line; null for none
 * @param baselineMicros time of what all are compared with, drawn as a line, µs
 * @param points at least one; those without a finite quality or time are left out
 */
public record TradeOff(
        String title, String qualityTitle, @Nullable Double bound, double baselineMicros, List<Point> points) {

    /** What became of a form; each has its colour. */
    public enum Fate {
        /** What the others are compared with. */
        BASELINE(Role.TEACHER),
        /** Good enough. */
        GOOD(Role.OTHER),
        /** Not good enough. */
        REFUSED(Role.SOFT),
        /** The one that was taken. */
        CHOSEN(Role.STUDENT);

        private final Role role;

        Fate(Role role) {
            this.role = role;
        }

        private Marker marker() {
            return switch (this) {
                case BASELINE -> SeriesMarkers.DIAMOND;
                case REFUSED -> SeriesMarkers.TRIANGLE_DOWN;
                default -> SeriesMarkers.CIRCLE;
            };
        }

        private String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One form of the model; time in µs. */
    public record Point(String name, double micros, double quality, Fate fate) {}

    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final int SCALE = 2;
    private static final double MICROS = 1000;
    /** Part of the range that stays free around the points. */
    private static final double MARGIN = 0.12;

    public TradeOff {
        points = points.stream()
                .filter(point -> Double.isFinite(point.micros()) && Double.isFinite(point.quality()))
                .toList();
    }

    /** Returns the picture as a PNG file, sharp on screens of high resolution. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(SCALE, SCALE);
        chart().paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        return encoded(out -> ImageIO.write(image, "png", out));
    }

    /** Returns the picture as an SVG file. */
    public byte[] svg() {
        return encoded(out ->
                VectorGraphicsEncoder.saveVectorGraphic(chart(), out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG));
    }

    /** Writes a picture. */
    @FunctionalInterface
    private interface Encoder {
        void write(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] encoded(Encoder encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            encoder.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a picture", e);
        }
        return bytes.toByteArray();
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("time of a run, ms")
                .yAxisTitle(qualityTitle)
                .build();
        Theme theme = Theme.LIGHT;
        style(chart.getStyler(), theme);
        series().forEach((fate, list) ->
                draw(chart, fate.title(), list, theme.of(fate.role)).setMarker(fate.marker()));
        frame(chart, theme);
        for (Point point : labelled()) {
            chart.addAnnotation(new AnnotationText(point.name(), point.micros() / MICROS, lifted(point), false));
        }
        return chart;
    }

    private static void style(XYStyler styler, Theme theme) {
        styler.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setLocale(Locale.ROOT)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setLegendBorderColor(theme.background())
                .setChartBackgroundColor(theme.background())
                .setPlotBackgroundColor(theme.background())
                .setChartFontColor(theme.text())
                .setPlotBorderVisible(false)
                .setMarkerSize(9);
        styler.setChartTitleFont(Pen.bold(15));
        styler.setLegendFont(Pen.font(12));
        styler.setAnnotationTextFont(Pen.font(11));
        styler.setAnnotationTextFontColor(theme.muted());
        styler.setAxisTitleFont(Pen.font(12))
                .setAxisTickLabelsFont(Pen.font(12))
                .setAxisTickLabelsColor(theme.muted())
                .setPlotGridLinesColor(theme.grid())
                .setXAxisTitleColor(theme.muted())
                .setYAxisTitleColor(theme.muted());
    }

    private Map<Fate, List<Point>> series() {
        Map<Fate, List<Point>> series = new LinkedHashMap<>();
        for (Fate fate : Fate.values()) {
            List<Point> list =
                    points.stream().filter(point -> point.fate() == fate).toList();
            if (!list.isEmpty()) {
                series.put(fate, list);
            }
        }
        return series;
    }

    private static XYSeries draw(XYChart chart, String name, List<Point> list, Color color) {
        XYSeries series = chart.addSeries(
                name,
                list.stream().map(point -> point.micros() / MICROS).toList(),
                list.stream().map(Point::quality).toList());
        series.setMarkerColor(color);
        return series;
    }

    /** Makes room around the points, and draws the bound and the time of the baseline. */
    private void frame(XYChart chart, Theme theme) {
        List<Double> heights =
                new ArrayList<>(points.stream().map(Point::quality).toList());
        if (bound != null) {
            heights.add(bound);
        }
        double low = heights.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = heights.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double margin = Math.max(MARGIN * (high - low), 1e-3 * Math.max(1, Math.abs(high)));
        double slowest = points.stream().mapToDouble(Point::micros).reduce(baselineMicros, Math::max);
        double right = slowest / MICROS * (1 + MARGIN);
        chart.getStyler()
                .setYAxisMin(low - margin)
                .setYAxisMax(high + margin)
                .setXAxisMin(0.0)
                .setXAxisMax(right);
        line(
                        chart,
                        "time of the baseline",
                        baselineMicros / MICROS,
                        low - margin,
                        baselineMicros / MICROS,
                        high + margin)
                .setLineColor(theme.of(Role.TEACHER));
        if (bound != null) {
            line(chart, "bound", 0, bound, right, bound).setLineColor(theme.of(Role.SOFT));
        }
    }

    private static XYSeries line(XYChart chart, String name, double x1, double y1, double x2, double y2) {
        XYSeries line = chart.addSeries(name, new double[] {x1, x2}, new double[] {y1, y2});
        line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        line.setMarker(SeriesMarkers.NONE);
        line.setLineStyle(LinePanel.stroke(Look.DASHED));
        return line;
    }

    /** Returns the points with room for a name: the chosen one, then those whose names do not meet. */
    private List<Point> labelled() {
        List<Point> labelled = new ArrayList<>();
        points.stream()
                .sorted(Comparator.comparing((Point point) -> point.fate() != Fate.CHOSEN))
                .filter(point -> labelled.stream().noneMatch(other -> meet(point, other)))
                .forEach(labelled::add);
        return labelled;
    }

    private boolean meet(Point one, Point other) {
        double slowest = points.stream().mapToDouble(Point::micros).reduce(baselineMicros, Math::max);
        return Math.abs(one.micros() - other.micros()) < MARGIN * slowest
                && Math.abs(one.quality() - other.quality()) <= MARGIN / 3 * qualityRange();
    }

    /** Returns the height of the name of a point: a little above it. */
    private double lifted(Point point) {
        return point.quality() + MARGIN / 3 * qualityRange();
    }

    private double qualityRange() {
        double low = points.stream().mapToDouble(Point::quality).min().orElse(0);
        double high = points.stream().mapToDouble(Point::quality).max().orElse(1);
        return high - low;
    }
}
