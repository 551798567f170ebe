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

    private static final String SENTENCE =
            "Up and to the left is better. The line is the front: each model on it is the most accurate of those that are"
                    + " at least as small or fast. The others are dimmed.";

    private Fronts() {}

    /** Returns what the charts show, for readers. */
    public static String sentence(List<RunRecords> runs) {
        return isRegression(runs) ? SENTENCE.replace("the most accurate", "the one with the highest R²") : SENTENCE;
    }

    private static boolean isRegression(List<RunRecords> runs) {
        return runs.stream().allMatch(RunRecords::isRegression);
    }

    /** Returns the charts that there are figures for; runs of other tasks share none. */
    public static List<FrontChart> of(List<RunRecords> runs) {
        if (runs.stream().map(RunRecords::measure).distinct().count() > 1) {
            return List.of();
        }
        String figure = isRegression(runs) ? "R²" : "Accuracy";
        return Stream.of(
                        chart(runs, figure + " against time", across(timeTitle(runs), Unit.MICROS), Variant::micros),
                        chart(
                                runs,
                                figure + " against size",
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
        Axis up = isRegression(runs) ? Axis.of("R²", Unit.PLAIN) : Axis.of("accuracy", Unit.SHARE);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            for (Variant variant : runs.get(i).variants()) {
                Optional<Double> at = place.apply(variant).filter(value -> value > 0);
                if (at.isPresent() && variant.score().isPresent()) {
                    Role role = variant.baseline() ? Role.TEACHER : Role.STUDENT;
                    points.add(
                            new Point(variant.name(), at.get(), variant.score().get(), role, Look.ofGroup(i)));
                }
            }
        }
        return points.size() < 2 ? Optional.empty() : Optional.of(new FrontChart(Caption.of(title), x, up, points));
    }
}
