package dev.alambic.workbench.page;

import dev.alambic.chart.Figure;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.page.Page;
import dev.alambic.report.run.RunRecords;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.shelf.Shelved;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The views of a workbench. */
public final class Views {
    private static final String COMPARE = "";
    private static final String TRY = "/try";
    static final String RACE = "/race";
    static final String GRAPH = "/graph";
    private static final String LIVE = "/live";
    static final String FILES = "/files";

    private Views() {}

    /** Returns the list of all that is there. */
    public static String home(List<Shelved> shelved, @Nullable Jobs jobs) {
        return Frame.page("Runs", List.of("runs.js"), main -> {
            main.element("h1", "Runs");
            Frame.problem(main);
            list(main, shelved, jobs);
            if (jobs != null) {
                RunTools.start(main, jobs);
            }
        });
    }

    private static void list(Html main, List<Shelved> shelved, @Nullable Jobs jobs) {
        if (shelved.isEmpty()) {
            main.element("p", "lead", "Nothing is here yet.");
            main.in(
                    "p",
                    line -> line.text("Start a run, below or by ")
                            .element("code", "./alambic run mnist-edge")
                            .text("; this page shows it when it is loaded again."));
            return;
        }
        Tag form = Tag.of("form").with("method", "get").with("action", "/compare");
        main.in(form, list -> {
            list.in(Tag.scroll("Runs"), box -> box.in("table", table -> table(table, shelved, jobs)));
            if (shelved.stream().filter(each -> each.folder() != null).count() > 1) {
                list.in(
                        "p",
                        line -> line.element(Tag.of("button").with("type", "submit"), "Compare those that are ticked"));
            }
        });
    }

    private static void table(Html table, List<Shelved> shelved, @Nullable Jobs jobs) {
        table.in(
                "thead",
                head -> head.in("tr", row -> {
                    for (String title : List.of("run", "state", "models", "views")) {
                        row.element(Tag.of("th", "text").with("scope", "col"), title);
                    }
                }));
        table.in("tbody", body -> shelved.forEach(each -> body.in("tr", row -> row(row, each, jobs))));
    }

    private static void row(Html row, Shelved each, @Nullable Jobs jobs) {
        boolean isRun = each.folder() != null;
        row.in(Tag.of("th", "text").with("scope", "row"), name -> {
            if (isRun) {
                name.in(
                        "label",
                        label -> label.empty(Tag.of("input")
                                        .with("type", "checkbox")
                                        .with("name", "run")
                                        .with("value", each.id()))
                                .text(" " + each.id()));
            } else {
                name.text(each.id());
            }
        });
        row.in(
                Tag.of("td", "text"),
                cell -> cell.in(Tag.of("span", "tools"), tools -> {
                    tools.text(jobs != null && jobs.isRunning(each) ? "runs" : state(each.state()));
                    RunTools.button(tools, each, jobs);
                }));
        row.element("td", "text", Integer.toString(each.models().size()));
        row.in(
                Tag.of("td", "text"),
                cell -> of(each).forEach((view, word) -> cell.element(
                                Tag.of("a")
                                        .with("href", Addresses.run(each.id()) + view)
                                        .with("aria-label", word + " " + each.id()),
                                word)
                        .text(" ")));
    }

    /** Returns what each view of a run is called, by its address behind the run's. */
    static Map<String, String> of(Shelved each) {
        Map<String, String> views = new LinkedHashMap<>();
        if (each.folder() != null) {
            views.put(COMPARE, "Compare");
        }
        if (!each.models().isEmpty()) {
            views.put(TRY, "Try");
            views.put(RACE, "Race");
            views.put(GRAPH, "Graph");
        }
        if (each.folder() != null) {
            views.put(LIVE, "Watch");
        }
        views.put(FILES, "Files");
        return views;
    }

    private static String state(Shelved.State state) {
        return switch (state) {
            case FINISHED -> "finished";
            case FAILED -> "failed";
            case OPEN -> "goes on, or was stopped";
            case MODELS -> "model files";
        };
    }

    /** Returns the comparison of the models of a run. */
    public static String compare(Shelved shelved, RunRecords records) {
        return Frame.page(shelved.id(), List.of("report.js"), main -> {
            Frame.tabs(main, shelved.id(), COMPARE, of(shelved));
            main.raw(Page.content(List.of(records)));
        });
    }

    /** Returns the comparison of several runs. */
    public static String compare(List<RunRecords> records) {
        return Frame.page("Compare", List.of("report.js"), main -> main.raw(Page.content(records)));
    }

    /** Returns the page on which models are asked. */
    public static String tryOut(Shelved shelved) {
        return Frame.page("Try " + shelved.id(), List.of("try.js"), main -> {
            Frame.tabs(main, shelved.id(), TRY, of(shelved));
            main.element("h1", "Try " + shelved.id());
            main.in(Tag.of("div").with("id", "try").with("data-run", shelved.id()), TryForm::write);
        });
    }

    /** Returns the page on which a run is watched. */
    public static String live(Shelved shelved, List<EpochRecord> history, @Nullable Jobs jobs) {
        return Frame.page("Watch " + shelved.id(), List.of("live.js", "runs.js"), main -> {
            Frame.tabs(main, shelved.id(), LIVE, of(shelved));
            main.element("h1", "Watch " + shelved.id());
            main.in(Tag.of("div").with("id", "live").with("data-run", shelved.id()), live -> {
                live.element(
                        Tag.of("p", "lead").with("id", "now").with("role", "status"),
                        "Waiting for the run to tell something.");
                Frame.problem(live);
                live.in(Tag.of("p", "tools").with("id", "tools"), tools -> RunTools.button(tools, shelved, jobs));
                live.in(Tag.of("div").with("id", "phases"), none -> {});
                live.in(Tag.of("div").with("id", "curves"), curves -> curves.raw(curves(history)));
                live.element("h2", "What happened");
                live.in(
                        Tag.of("ol", "events")
                                .with("id", "events")
                                .with("tabindex", "0")
                                .with("aria-label", "What happened, newest first"),
                        none -> {});
            });
        });
    }

    /** Returns the curves of training so far, as a part of a page. */
    public static String curves(List<EpochRecord> history) {
        Html html = new Html();
        html.in(
                Tag.of("div", "thirds"),
                grid -> TrainingCharts.of(history).values().forEach(chart -> Figure.write(grid, chart, "h2")));
        return html.toString();
    }
}
