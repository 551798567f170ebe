package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.workbench.shelf.Shelved;
import java.util.List;
import java.util.Set;

/** The page on which models are timed side by side. */
public final class RaceView {
    private static final List<String> TITLES =
            List.of("model", "median, with its 95 % interval", "", "p90", "p99", "speed-up");

    private RaceView() {}

    /**
     * Returns the page where models race.
     *
     * @param chosen the models that are ticked, if any
     */
    public static String of(Shelved shelved, Set<String> chosen) {
        return Frame.page("Race " + shelved.id(), List.of("race.js"), main -> {
            Frame.tabs(main, shelved.id(), Views.RACE, Views.of(shelved));
            main.element("h1", "Race " + shelved.id());
            main.element(
                    "p",
                    "intro",
                    "The models take turns on this machine, one sample a call and one thread, opened afresh six times;"
                            + " the first one ticked is what the others are compared with.");
            main.in(Tag.of("form").with("id", "race").with("data-run", shelved.id()), form -> {
                form.in(Tag.of("fieldset").with("id", "models"), set -> {
                    set.element("legend", "Models");
                    shelved.models().keySet().forEach(name -> model(set, name, chosen.contains(name)));
                });
                form.in(
                        Tag.of("p", "tools"),
                        tools -> tools.element(
                                        Tag.of("button").with("type", "submit").with("id", "start"), "Start")
                                .element(
                                        Tag.of("button")
                                                .with("type", "button")
                                                .with("id", "stop")
                                                .with("hidden", ""),
                                        "Stop"));
            });
            Frame.problem(main);
            main.element(Tag.of("p", "lead").with("id", "state").with("role", "status"), "");
            main.in(
                    Tag.scroll("Times").with("id", "times").with("hidden", ""),
                    box -> box.in("table", RaceView::table));
            main.in(Tag.of("ul", "notes").with("id", "notes"), none -> {});
        });
    }

    private static void model(Html set, String name, boolean isChosen) {
        Tag box = Tag.of("input").with("type", "checkbox").with("value", name);
        set.in(
                "label",
                label -> label.empty(isChosen ? box.with("checked", "") : box).text(" " + name));
    }

    private static void table(Html table) {
        table.in(
                "thead",
                head -> head.in("tr", row -> {
                    for (String title : TITLES) {
                        if (title.isEmpty()) {
                            row.in(Tag.of("td", "text"), none -> {});
                        } else {
                            row.element(Tag.of("th", "text").with("scope", "col"), title);
                        }
                    }
                }));
        table.in(Tag.of("tbody").with("id", "lanes"), none -> {});
    }
}
