package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.report.run.RunRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the recipes of several runs say differently. */
final class RecipeSection {

    private static final String TITLE = "What the recipes say differently";

    /** A longer table is folded. */
    private static final int MOST_OPEN = 24;

    private final List<RunRecords> runs;
    private final List<String> different;

    private RecipeSection(List<RunRecords> runs) {
        this.runs = runs;
        Set<String> all = new TreeSet<>();
        runs.forEach(run -> all.addAll(settings(run).keySet()));
        this.different = all.stream()
                .filter(setting ->
                        runs.stream().map(run -> value(run, setting)).distinct().count() > 1)
                .toList();
    }

    private static Map<String, String> settings(RunRecords run) {
        return run.origin().recipe().settings();
    }

    private static String value(RunRecords run, String setting) {
        return settings(run).getOrDefault(setting, Numbers.ABSENT);
    }

    static Section of(List<RunRecords> runs) {
        boolean unknown = runs.stream().allMatch(run -> settings(run).isEmpty());
        return new Section("recipes", TITLE, unknown, new RecipeSection(runs)::write);
    }

    private void write(Html html, String heading) {
        if (different.isEmpty()) {
            html.element("p", "Nothing: the recipes are the same.");
            return;
        }
        if (different.size() <= MOST_OPEN) {
            table(html);
            return;
        }
        html.in("details", details -> {
            details.element("summary", different.size() + " settings");
            table(details);
        });
    }

    private void table(Html html) {
        List<String> titles = new ArrayList<>(List.of("setting"));
        for (int i = 0; i < runs.size(); i++) {
            titles.add(Sections.name(runs, i));
        }
        TextTable table = new TextTable(titles);
        for (String setting : different) {
            List<String> cells = new ArrayList<>(List.of(setting));
            runs.forEach(run -> cells.add(value(run, setting)));
            table.row(cells);
        }
        html.in(Tag.scroll(TITLE), box -> table.write(box, Tag.of("table", "settings")));
    }
}
