package dev.alambic.report.chart;

import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Profile.OperatorTime;
import dev.alambic.chart.BarChart;
import dev.alambic.chart.BarChart.Bar;
import dev.alambic.chart.Chart.Caption;
import dev.alambic.chart.Role;
import dev.alambic.chart.table.Numbers;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the time of a call goes, by operator. */
public final class TimeCharts {

    private static final int MOST_OPERATORS = 8;

    private TimeCharts() {}

    /** Returns one chart for the baseline and one for the model that the report speaks of, where they were profiled. */
    public static List<BarChart> of(RunRecords run) {
        return Optional.ofNullable(run.comparison()).stream()
                .flatMap(comparison -> Stream.concat(
                        comparison.model(comparison.baseline()).stream(), Headline.chosen(run, comparison).stream()))
                .flatMap(model -> chart(model, run.baseline()).stream())
                .toList();
    }

    private static Optional<BarChart> chart(ModelResult model, String baseline) {
        Profile profile = model.profile();
        if (profile == null || profile.nodes().isEmpty()) {
            return Optional.empty();
        }
        Role role = model.name().equals(baseline) ? Role.TEACHER : Role.STUDENT;
        List<OperatorTime> operators = profile.byOperator();
        String more = operators.size() > MOST_OPERATORS
                ? " The " + (operators.size() - MOST_OPERATORS) + " operators that take least are left out."
                : "";
        return Optional.of(new BarChart(
                new Caption(
                        "Where the time goes: " + model.name(),
                        "Share of a call, by the runtime's own trace, batch "
                                + profile.setting().batch() + "." + onIntegers(profile) + more),
                operators.stream()
                        .limit(MOST_OPERATORS)
                        .map(time -> Bar.of(time.operator(), time.share(), Numbers.percent(time.share(), 1), role))
                        .toList()));
    }

    private static String onIntegers(Profile profile) {
        double share = profile.integerShare();
        return share > 0 ? " " + Numbers.percent(share, 1) + " of the time is spent on integers." : "";
    }
}
