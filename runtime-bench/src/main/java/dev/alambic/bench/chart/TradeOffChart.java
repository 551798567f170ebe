package dev.alambic.bench.chart;

import dev.alambic.bench.chart.Svg.Anchor;
import dev.alambic.bench.chart.Svg.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How good models are over how long they take, and the front of those that no other beats in both.
 *
 * @param quality what stands upwards, higher being better
 * @param across what stands from left to right, lower being better
 * @param models one point each, in the order of their colours
 */
public record TradeOffChart(String quality, String across, List<Model> models) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 340;
    private static final Spot CORNER = new Spot(64, 34);
    private static final double RIGHT = WIDTH - 24;
    private static final double BOTTOM = HEIGHT - 48;
    private static final double LINE = 14;

    public TradeOffChart {
        models = List.copyOf(models);
    }

    /** One model. */
    public record Model(String name, double cost, double quality) {
        boolean isBeatenBy(Model other) {
            return other.cost <= cost && other.quality >= quality && !(other.cost == cost && other.quality == quality);
        }
    }

    /** Returns the models that none beats in both, the cheapest first. */
    List<Model> front() {
        return models.stream()
                .filter(model -> models.stream().noneMatch(model::isBeatenBy))
                .sorted(Comparator.comparingDouble(Model::cost))
                .toList();
    }

    public String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, quality + " over " + across);
        svg.words(new Spot(8, 18), Anchor.START, quality);
        Scale x = scale(models.stream().map(Model::cost).toList(), true, CORNER.x(), RIGHT);
        Scale y = scale(models.stream().map(Model::quality).toList(), false, BOTTOM, CORNER.y());
        grid(svg, x, y);
        svg.path(
                front().stream()
                        .map(model -> new Spot(x.at(model.cost()), y.at(model.quality())))
                        .toList(),
                "front");
        List<Spot> taken = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            Spot spot = new Spot(x.at(model.cost()), y.at(model.quality()));
            svg.dot(spot, "series" + i % Legend.COLOURS, model.name());
            label(svg, spot, model.name(), taken);
        }
        return svg.end();
    }

    private static Scale scale(List<Double> values, boolean logarithmic, double from, double to) {
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return Scale.around(low, high, logarithmic, from, to);
    }

    private void grid(Svg svg, Scale x, Scale y) {
        y.ticks().forEach(tick -> {
            svg.line(new Spot(CORNER.x(), y.at(tick)), new Spot(RIGHT, y.at(tick)), "grid");
            svg.words(new Spot(CORNER.x() - 6, y.at(tick) + 4), Anchor.END, Scale.label(tick));
        });
        x.ticks().forEach(tick -> {
            svg.line(new Spot(x.at(tick), CORNER.y()), new Spot(x.at(tick), BOTTOM), "grid");
            svg.words(new Spot(x.at(tick), BOTTOM + 18), Anchor.MIDDLE, Scale.label(tick));
        });
        svg.line(new Spot(CORNER.x(), BOTTOM), new Spot(RIGHT, BOTTOM), "axis");
        svg.words(new Spot((CORNER.x() + RIGHT) / 2, HEIGHT - 8), Anchor.MIDDLE, across);
    }

    /** Writes the name beside its point, lower where another stands already. */
    private static void label(Svg svg, Spot point, String name, List<Spot> taken) {
        boolean left = point.x() > WIDTH / 2.0;
        Spot at = new Spot(point.x() + (left ? -8 : 8), point.y() + 4);
        while (true) {
            Spot wanted = at;
            boolean free = taken.stream()
                    .noneMatch(
                            other -> Math.abs(other.y() - wanted.y()) < LINE && Math.abs(other.x() - wanted.x()) < 160);
            if (free) {
                break;
            }
            at = new Spot(at.x(), at.y() + LINE);
        }
        taken.add(at);
        svg.words(at, left ? Anchor.END : Anchor.START, name);
    }
}
