package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What all pages have around them: head, way back, tabs of a run. Nothing in it is script or style. */
public final class Frame {
    private final String title;
    private final Html html = new Html();

    private Frame(String title) {
        this.title = title;
    }

    /**
     * Returns a page.
     *
     * @param scripts names of modules
     * @param main writes its content, that begins with a heading {@code h1}
     */
    static String page(String title, List<String> scripts, Consumer<Html> main) {
        return new Frame(title).write(scripts, main);
    }

    /** Returns the page of a request that is refused. */
    public static String failure(int status, String line) {
        return page(
                "Not here",
                List.of(),
                main -> main.element("h1", status == 404 ? "Not here" : "Refused")
                        .element("p", "lead", line)
                        .in(Tag.of("p"), way -> way.element(Tag.of("a").with("href", "/"), "All runs")));
    }

    private String write(List<String> scripts, Consumer<Html> main) {
        html.raw("<!doctype html>\n");
        html.in(Tag.of("html").with("lang", "en"), all -> {
            all.in("head", head -> head(head, scripts)).line();
            all.in("body", body -> {
                body.element(Tag.of("a", "skip").with("href", "#main"), "To the content");
                body.in(
                        Tag.of("header", "bar"),
                        bar -> bar.element(Tag.of("a").with("href", "/"), "Alambic workbench"));
                body.in(Tag.of("main").with("id", "main"), main);
            });
        });
        return html.line().toString();
    }

    private void head(Html head, List<String> scripts) {
        head.empty(Tag.of("meta").with("charset", "utf-8"));
        head.empty(Tag.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"));
        head.empty(Tag.of("link").with("rel", "icon").with("href", "data:,"));
        head.element("title", title + " – Alambic workbench");
        for (String style : List.of("report.css", "workbench.css")) {
            head.empty(Tag.of("link").with("rel", "stylesheet").with("href", "/assets/" + style));
        }
        for (String script : scripts) {
            head.in(Tag.of("script").with("type", "module").with("src", "/assets/" + script), none -> {});
        }
    }

    /** Writes where a script says what went wrong. */
    static void problem(Html html) {
        html.element(
                Tag.of("p", "problem")
                        .with("id", "problem")
                        .with("role", "alert")
                        .with("hidden", ""),
                "");
    }

    /**
     * Writes the views of a run.
     *
     * @param here the key of this one
     * @param views what each is called, by its address behind the run's
     */
    static void tabs(Html main, String id, String here, Map<String, String> views) {
        main.in(
                Tag.of("nav", "tabs").with("aria-label", "Views"),
                nav -> views.forEach((view, name) -> {
                    Tag link = Tag.of("a").with("href", Addresses.run(id) + view);
                    nav.element(view.equals(here) ? link.with("aria-current", "page") : link, name);
                }));
    }
}
