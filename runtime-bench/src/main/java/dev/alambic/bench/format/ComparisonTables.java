package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Machine;
import dev.alambic.chart.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Lays a {@link Comparison} out for reading: what the models are, then what was measured of them. */
final class ComparisonTables {

    private static final int TERMINAL_WIDTH = 100;

    private ComparisonTables() {}

    static String terminal(Comparison comparison) {
        return render(comparison, TextTable::ruled, "", ComparisonTables::wrapped);
    }

    static String markdown(Comparison comparison) {
        return render(comparison, TextTable::markdown, "- ", UnaryOperator.identity());
    }

    private static String render(
            Comparison comparison, Function<TextTable, String> writer, String bullet, UnaryOperator<String> wrap) {
        StringBuilder text = new StringBuilder();
        for (Section section : sections(comparison)) {
            if (!section.title().isEmpty()) {
                text.append(bullet.isEmpty() ? "" : "### ")
                        .append(section.title())
                        .append("\n\n");
            }
            text.append(writer.apply(section.table())).append('\n');
        }
        List<String> notes = new ArrayList<>(notes(comparison));
        comparison.verdicts().forEach(verdict -> notes.add(verdict.line()));
        return text
                + notes.stream().map(note -> bullet + wrap.apply(note) + "\n").collect(Collectors.joining());
    }

    /** Returns {@code text} with line breaks in place of spaces, further lines set in. */
    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int width = 0;
        for (String word : text.split(" ", -1)) {
            if (width > 0 && width + 1 + word.length() > TERMINAL_WIDTH) {
                lines.append("\n ");
                width = 1;
            }
            lines.append(width == 0 ? "" : " ").append(word);
            width += word.length() + (width == 0 ? 0 : 1);
        }
        return lines.toString();
    }

    /** Returns the tables in the order of reading, the first being the summary. */
    static List<Section> sections(Comparison comparison) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("", SummaryTable.of(comparison)));
        sections.addAll(MeasuredTables.of(comparison));
        sections.addAll(WorkTables.of(comparison));
        return sections;
    }

    /** Returns what a reader of the tables must know. */
    static List<String> notes(Comparison comparison) {
        List<String> notes = new ArrayList<>(comparison.notes());
        notes.add(legend(comparison));
        return notes;
    }

    private static String legend(Comparison comparison) {
        Machine machine = comparison.machine();
        return "speed-up against " + comparison.baseline()
                + " in the same rounds, ± and 95 %: intervals over sessions; "
                + machine.cpu() + ", " + machine.processors() + " processors, " + machine.runtime()
                + (hasTooFewRuns(comparison) ? "; p90 needs 100 runs, p99 1,000, p99.9 10,000" : "");
    }

    private static boolean hasTooFewRuns(Comparison comparison) {
        return comparison.models().stream()
                .flatMap(model -> model.latency().stream())
                .anyMatch(latency -> latency.p99Micros() == null);
    }
}
