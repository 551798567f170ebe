package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.report.run.FigureText;
import dev.alambic.run.pipeline.Repetition;
import dev.alambic.run.summary.Summary;
import java.util.ArrayList;
import java.util.List;

/** A summary as a table for the terminal. */
final class SummaryTable {

    private SummaryTable() {}

    /** Returns one line a model, its latency being the first measured. */
    static String of(Summary summary) {
        String setting = summary.models().stream()
                .flatMap(model -> model.latency().stream().limit(1))
                .findFirst()
                .map(first -> "batch " + first.batch() + ", " + first.threads() + " thread"
                        + (first.threads() == 1 ? "" : "s"))
                .orElse("");
        List<String> figures = summary.models().stream()
                .flatMap(model -> model.metrics().figures().keySet().stream())
                .distinct()
                .toList();
        List<String> titles = new ArrayList<>(List.of("model", "parameters", "non-zero", "bytes"));
        figures.forEach(figure -> titles.add(FigureText.title(figure)));
        titles.addAll(List.of("p50 µs", "speed-up", "memory MiB"));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (Summary.Model model : summary.models()) {
            List<Summary.Latency> latency = model.latency();
            List<Object> row = new ArrayList<>(List.of(
                    model.name(),
                    Numbers.grouped(model.size().parameters()),
                    Numbers.grouped(model.size().nonZeroParameters()),
                    Numbers.grouped(model.size().fileBytes())));
            figures.forEach(figure -> {
                Double value = model.metrics().figures().get(figure);
                row.add(value == null ? "-" : FigureText.ofKey(figure, value));
            });
            row.add(latency.isEmpty() ? "-" : Numbers.fixed(latency.get(0).p50Micros(), 1));
            row.add(latency.isEmpty() ? "-" : Numbers.fixed(latency.get(0).speedupVsTeacher(), 2) + " x");
            row.add(
                    model.memory() == null
                            ? "-"
                            : Numbers.fixed(model.memory().peakRssBytes() / (double) (1 << 20), 1));
            table.row(row.toArray());
        }
        return setting.isEmpty() ? table.toString() : table + "\nlatency at " + setting;
    }

    /** Returns the spread of the figures over several seeds: mean, standard deviation, least and greatest. */
    static String of(Repetition.Result result) {
        TextTable table = new TextTable("model", "figure", "mean", "deviation", "least", "greatest");
        result.models()
                .forEach((model, figures) -> figures.forEach((figure, spread) -> table.row(
                        model,
                        figure,
                        FigureText.ofKey(figure, spread.mean()),
                        FigureText.ofKey(figure, spread.deviation()),
                        FigureText.ofKey(figure, spread.least()),
                        FigureText.ofKey(figure, spread.greatest()))));
        return table + "\n" + result.seeds().size() + " seeds, from "
                + result.seeds().get(0);
    }
}
