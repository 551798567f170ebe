package dev.alambic.report.chart;

import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Accuracy against time and against size, of the models of one run or of several. */
public final class Fronts {

    /** What the charts show, for readers. */
    public static final String SENTENCE =
            "Up and to the left is better. The line is the front: each model on it is the most accurate of those that are"
                    + " at least as small or fast. The others are dimmed.";

    private static final Axis ACCURACY = Axis.of("accuracy", Unit.SHARE);

    private Fronts() {}

    /** Returns the charts that there are figures for. */
    public static List<FrontChart> of(List<RunRecords> runs) {
        return Stream.of(
                        chart(runs, "Accuracy against time", across(timeTitle(runs), Unit.MICROS), Variant::micros),
                        chart(
                                runs,
                                "Accuracy against size",
                                across("file size", Unit.BYTES),
                                variant -> variant.fileBytes().map(Long::doubleValue)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Axis across(String title, Unit unit) {
        return new Axis(title, unit, Extent.FACTORS);
    }

    private static String timeTitle(List<RunRecords> runs) {
        return runs.stream()
                .flatMap(run -> run.variants().stream())
                .flatMap(variant -> variant.latency().stream())
                .findFirst()
                .map(latency -> "time of a call, batch " + latency.batch())
                .orElse("time of a call");
    }

    private static Optional<FrontChart> chart(
            List<RunRecords> runs, String title, Axis x, Function<Variant, Optional<Double>> place) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            for (Variant variant : runs.get(i).variants()) {
                Optional<Double> at = place.apply(variant).filter(value -> value > 0);
                if (at.isPresent() && variant.accuracy().isPresent()) {
                    Role role = variant.baseline() ? Role.TEACHER : Role.STUDENT;
                    points.add(new Point(
                            variant.name(), at.get(), variant.accuracy().get(), role, Look.ofGroup(i)));
                }
            }
        }
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(new FrontChart(Caption.of(title), x, ACCURACY, points));
    }
}
