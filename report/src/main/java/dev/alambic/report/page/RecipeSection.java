package dev.alambic.report.page;

import dev.alambic.report.markup.Html;
import dev.alambic.report.markup.Tag;
import dev.alambic.report.run.RunRecords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the recipes of several runs say differently. */
final class RecipeSection implements Section {

    private static final String NONE = "–";

    /** A longer table is folded. */
    private static final int MOST_OPEN = 24;

    private final List<RunRecords> runs;
    private final List<String> different;

    RecipeSection(List<RunRecords> runs) {
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
        return settings(run).getOrDefault(setting, NONE);
    }

    @Override
    public String key() {
        return "recipes";
    }

    @Override
    public String title() {
        return "What the recipes say differently";
    }

    @Override
    public boolean isEmpty() {
        return runs.stream().allMatch(run -> settings(run).isEmpty());
    }

    @Override
    public void write(Html html, String heading) {
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
        Tag scroll = Tag.of("div", "scroll")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-label", title());
        html.in(
                scroll,
                box -> box.in(Tag.of("table", "settings"), table -> {
                    table.in(
                            "thead",
                            head -> head.in("tr", row -> {
                                row.element(Tag.of("th").with("scope", "col"), "setting");
                                for (int i = 0; i < runs.size(); i++) {
                                    row.element(Tag.of("th").with("scope", "col"), Sections.name(runs, i));
                                }
                            }));
                    table.in(
                            "tbody",
                            body -> different.forEach(setting -> body.in("tr", row -> {
                                row.element(Tag.of("th").with("scope", "row"), setting);
                                runs.forEach(run -> row.element("td", value(run, setting)));
                            })));
                }));
    }
}
