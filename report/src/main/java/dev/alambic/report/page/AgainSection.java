package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.run.RunRecords;

/** What is needed to do it again: commands, environment, recipe. */
record AgainSection(RunRecords.Origin origin) {

    static Section of(RunRecords run) {
        return new Section("again", "Do it again", false, new AgainSection(run.origin())::write);
    }

    private void write(Html html, String heading) {
        if (!origin.commands().isEmpty()) {
            html.element(Tag.of("pre").with("tabindex", "0"), String.join("\n", origin.commands()));
        }
        html.element(heading, "Environment");
        html.in(Tag.of("dl", "environment"), list -> {
            fact(list, "seed", Long.toString(origin.recipe().seed()));
            origin.environment().forEach((name, value) -> fact(list, name, value));
            fact(list, "folder", origin.folder());
        });
        if (!origin.recipe().text().isBlank()) {
            html.in(
                    "details",
                    details -> details.element("summary", "The recipe, as resolved")
                            .element(
                                    Tag.of("pre").with("tabindex", "0"),
                                    origin.recipe().text().strip()));
        }
    }

    private static void fact(Html list, String name, String value) {
        if (!value.isBlank()) {
            list.in("div", pair -> pair.element("dt", name).element("dd", value));
        }
    }
}
