package dev.alambic.cli.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import java.util.List;

/** A summary as a table for the terminal. */
public final class SummaryTable {

    private SummaryTable() {}

    /** Returns one line a model, its latency being the first measured. */
    public static String of(Summary summary) {
        String setting = summary.models().stream()
                .flatMap(model -> model.latency().stream().limit(1))
                .findFirst()
                .map(first -> "batch " + first.batch() + ", " + first.threads() + " thread"
                        + (first.threads() == 1 ? "" : "s"))
                .orElse("");
        TextTable table = new TextTable(
                "model", "parameters", "non-zero", "bytes", "accuracy", "macro F1", "p50 µs", "speed-up", "memory MiB");
        for (Summary.Model model : summary.models()) {
            List<Summary.Latency> latency = model.latency();
            table.row(
                    model.name(),
                    Numbers.grouped(model.parameters()),
                    Numbers.grouped(model.nonZeroParameters()),
                    Numbers.grouped(model.fileBytes()),
                    Numbers.percent(model.metrics().accuracy()),
                    Numbers.percent(model.metrics().macroF1()),
                    latency.isEmpty() ? "-" : Numbers.fixed(latency.get(0).p50Micros(), 1),
                    latency.isEmpty() ? "-" : Numbers.fixed(latency.get(0).speedupVsTeacher(), 2) + " x",
                    model.memory() == null
                            ? "-"
                            : Numbers.fixed(model.memory().peakRssBytes() / (double) (1 << 20), 1));
        }
        return setting.isEmpty() ? table.toString() : table + "\nlatency at " + setting;
    }
}
