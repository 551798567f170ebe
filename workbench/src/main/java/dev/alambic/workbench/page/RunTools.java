package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.job.Recipes;
import dev.alambic.workbench.shelf.Shelved;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What starts, stops and resumes runs. */
final class RunTools {
    private RunTools() {}

    /** Writes the form that starts a run. */
    static void start(Html html, Jobs jobs) {
        html.in(Tag.of("section").with("id", "new"), section -> {
            section.element("h2", "Start a run");
            section.in(Tag.of("form").with("id", "begin"), form -> {
                form.in(Tag.of("p", "tools"), tools -> {
                    tools.in(
                            "label",
                            label -> label.text("Recipe ")
                                    .in(
                                            Tag.of("select").with("id", "recipe"),
                                            select -> groups(
                                                    select, jobs.recipes().all())));
                    tools.in(
                            "label",
                            label -> label.text("Seed ")
                                    .empty(Tag.of("input")
                                            .with("id", "seed")
                                            .with("type", "number")
                                            .with("step", "1")
                                            .with("placeholder", "the recipe's")));
                    tools.element(Tag.of("button").with("type", "submit"), "Start");
                });
                form.element(Tag.of("p", "muted").with("id", "about").with("role", "status"), "");
            });
        });
    }

    private static void groups(Html select, List<Recipes.Choice> all) {
        group(
                select,
                "of this folder",
                all.stream().filter(each -> !each.shipped()).toList());
        group(select, "shipped", all.stream().filter(Recipes.Choice::shipped).toList());
    }

    private static void group(Html select, String name, List<Recipes.Choice> choices) {
        if (!choices.isEmpty()) {
            select.in(
                    Tag.of("optgroup").with("label", name),
                    group -> choices.forEach(each -> group.element(
                            Tag.of("option").with("value", each.name()).with("data-about", each.description()),
                            each.name())));
        }
    }

    /** Writes the button that stops a run or lets it go on; nothing if neither can be. */
    static void button(Html html, Shelved shelved, @Nullable Jobs jobs) {
        if (jobs == null || shelved.folder() == null) {
            return;
        }
        boolean runs = jobs.isRunning(shelved);
        if (runs || jobs.canResume(shelved)) {
            String word = runs ? "Stop" : "Resume";
            html.element(
                    Tag.of("button")
                            .with("type", "button")
                            .with("data-act", word.toLowerCase(Locale.ROOT))
                            .with("data-run", shelved.id())
                            .with("aria-label", word + " " + shelved.id()),
                    word);
        }
    }
}
