package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.report.run.DataParts;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many samples there are of what, and how much of each class was found. */
final class DataSection {

    private final RunRecords run;
    private final DataParts parts;

    private DataSection(RunRecords run, DataParts parts) {
        this.run = run;
        this.parts = parts;
    }

    /** One class. */
    private record Row(int index, String name) {}

    static Section of(RunRecords run) {
        DataParts parts = run.data();
        return parts == null
                ? new Section("data", "", true, (html, heading) -> {})
                : new Section("data", "The data", false, (html, heading) -> new DataSection(run, parts).write(html));
    }

    private void write(Html html) {
        html.element("p", "intro", sentence());
        if (!parts.classes().isEmpty()) {
            table(html);
        }
        parts.notes().forEach(note -> html.element("p", "note", note));
    }

    private String sentence() {
        List<String> said = new ArrayList<>();
        parts.samples().forEach((part, samples) -> said.add(Numbers.grouped(samples) + " to " + verb(part)));
        return "Samples: " + String.join(", ", said)
                + (parts.classes().isEmpty()
                        ? "."
                        : ". Of each " + what() + ", with the share of its test samples that a model found (recall).");
    }

    private String what() {
        return run.isMultiLabel() ? "label" : "class";
    }

    private static String verb(String part) {
        return switch (part) {
            case "train" -> "train on";
            case "validation" -> "choose by";
            default -> "test on once";
        };
    }

    private void table(Html html) {
        List<Row> rows = new ArrayList<>();
        List<String> names =
                List.copyOf(parts.classes().values().iterator().next().keySet());
        for (int i = 0; i < names.size(); i++) {
            rows.add(new Row(i, names.get(i)));
        }
        Columns<Row> columns = new Columns<Row>().text(what(), Row::name);
        parts.classes()
                .forEach((part, counts) -> columns.number(
                        part,
                        row -> (double) counts.getOrDefault(row.name(), 0),
                        value -> Numbers.grouped(Math.round(value))));
        found().forEach((model, metrics) -> columns.number(
                model + " found", row -> metrics.get(row.index()), value -> Numbers.fixed(100 * value, 1) + " %"));
        columns.writeSortable(html, "Samples of each " + what(), rows, row -> "");
    }

    /** Returns what the first model found of each class, and the last that was made. */
    private Map<String, List<Double>> found() {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        run.metrics().forEach((model, metrics) -> {
            if (metrics instanceof ClassificationMetrics classes) {
                all.put(
                        model,
                        classes.perClass().stream()
                                .map(ClassificationMetrics.ClassScore::recall)
                                .toList());
            } else if (metrics instanceof MultiLabelMetrics labels) {
                all.put(
                        model,
                        labels.perLabel().stream()
                                .map(MultiLabelMetrics.LabelScore::recall)
                                .toList());
            }
        });
        List<String> names = List.copyOf(all.keySet());
        if (names.size() > 2) {
            all.keySet().retainAll(Set.of(names.get(0), names.get(names.size() - 1)));
        }
        return all;
    }
}
