package dev.alambic.report.chart;

import dev.alambic.chart.Axis;
import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.FrontChart;
import dev.alambic.chart.FrontChart.Point;
import dev.alambic.chart.Look;
import dev.alambic.chart.Role;
import dev.alambic.data.answer.Measure;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        return switch (measure(runs)) {
            case R2 -> SENTENCE.replace("the most accurate", "the one with the highest R²");
            case MACRO_AUC -> SENTENCE.replace("the most accurate", "the one with the highest macro AUC");
            case MEAN_SCORE -> SENTENCE.replace("the most accurate", "the one with the highest mean score");
            default -> SENTENCE;
        };
    }

    /** Returns the figure of all runs; accuracy if they have others. */
    private static Measure measure(List<RunRecords> runs) {
        List<Measure> measures =
                runs.stream().map(RunRecords::measure).distinct().toList();
        return measures.size() == 1 ? measures.get(0) : Measure.ACCURACY;
    }

    /** Returns the charts that there are figures for; runs of other tasks share none. */
    public static List<FrontChart> of(List<RunRecords> runs) {
        if (runs.stream().map(RunRecords::measure).distinct().count() > 1) {
            return List.of();
        }
        String figure = titled(measure(runs).title());
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

    private static String titled(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
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
        Measure measure = measure(runs);
        Axis up = Axis.of(measure.title(), measure.unit() == Measure.Unit.SHARE ? Unit.SHARE : Unit.PLAIN);
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
