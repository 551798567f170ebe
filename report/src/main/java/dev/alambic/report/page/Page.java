package dev.alambic.report.page;

import dev.alambic.chart.Figure;
import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Resource;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.run.RunRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The self-contained page of one run or several: the summary first, then how the models were made and compare, then how
 * to repeat it.
 *
 * <p>A content security policy lets nothing run but the page's own script and nothing load but the pictures inside it.
 */
public final class Page {

    private static final String SCRIPT = Resource.text(Page.class, "page.js");
    private static final String STYLE = Figure.style() + Resource.text(Page.class, "page.css");

    private final List<RunRecords> runs;
    private final Html html = new Html();

    private Page(List<RunRecords> runs) {
        this.runs = runs;
    }

    /**
     * Returns the page.
     *
     * @throws IllegalArgumentException if there is no run
     */
    public static String of(List<RunRecords> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report is of at least one run");
        }
        return new Page(List.copyOf(runs)).html();
    }

    /**
     * Returns what stands in the page, for one that has a head and a policy of its own, and loads {@link #style} and
     * {@link #script}.
     *
     * @throws IllegalArgumentException if there is no run
     */
    public static String content(List<RunRecords> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report is of at least one run");
        }
        Html html = new Html();
        new Page(List.copyOf(runs)).sections(html);
        return html.toString();
    }

    /** Returns the style sheet of {@link #content}, which also declares the colours of both schemes. */
    public static String style() {
        return STYLE;
    }

    /** Returns the script that makes the tables of {@link #content} sortable; it stands behind them. */
    public static String script() {
        return SCRIPT;
    }

    private String html() {
        html.raw("<!doctype html>\n");
        html.in(Tag.of("html").with("lang", "en"), all -> {
            all.in("head", this::head).line();
            all.in("body", body -> body.in("main", this::main).line().in("script", js -> js.raw(SCRIPT)));
        });
        return html.line().toString();
    }

    private void head(Html head) {
        head.empty(Tag.of("meta").with("charset", "utf-8"));
        head.empty(Tag.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"));
        head.empty(Tag.of("meta").with("http-equiv", "Content-Security-Policy").with("content", policy()));
        head.empty(Tag.of("link").with("rel", "icon").with("href", "data:,"));
        head.element("title", title() + " – Alambic").line();
        head.in("style", style -> style.raw(STYLE));
    }

    private static String policy() {
        return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" + sha256(SCRIPT)
                + "'; base-uri 'none'; form-action 'none'";
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("bug: every JDK has SHA-256", e);
        }
    }

    private String title() {
        return runs.size() == 1 ? runs.get(0).origin().name() : runs.size() + " runs side by side";
    }

    private void sections(Html main) {
        if (runs.size() == 1) {
            oneRun(main, runs.get(0));
        } else {
            severalRuns(main);
        }
    }

    private void main(Html main) {
        sections(main);
        main.element(
                "footer",
                "Written by Alambic. This page is one file: it can be mailed, printed and read without a network.");
    }

    private static void oneRun(Html main, RunRecords run) {
        List<Section> sections = Sections.alone(run);
        main.in(Tag.of("header", "summary"), header -> new Summary(run).write(header, "h1"));
        main.in(navigation(), nav -> sections.forEach(section -> link(nav, section.key(), section.title())));
        sections.forEach(section -> section(main, section, "", List.of("h2", "h3")));
    }

    private void severalRuns(Html main) {
        List<Section> shared = Sections.shared(runs);
        main.in(
                Tag.of("header", "summary"),
                header -> header.element("p", "brand", "Alambic · report")
                        .element("h1", title())
                        .element("p", "lead", Sections.names(runs)));
        main.in(navigation(), nav -> {
            shared.forEach(section -> link(nav, section.key(), section.title()));
            for (int i = 0; i < runs.size(); i++) {
                link(nav, prefix(i) + "run", Sections.name(runs, i));
            }
        });
        shared.forEach(section -> section(main, section, "", List.of("h2", "h3")));
        for (int i = 0; i < runs.size(); i++) {
            int number = i;
            Tag tag = Tag.of("article", "run").with("id", prefix(i) + "run");
            main.in(tag, article -> run(article, runs.get(number), prefix(number)));
        }
    }

    private static void run(Html article, RunRecords run, String prefix) {
        article.in(Tag.of("header", "summary"), header -> new Summary(run).write(header, "h2"));
        Sections.own(run).forEach(section -> section(article, section, prefix, List.of("h3", "h4")));
    }

    private static String prefix(int run) {
        return "run" + (run + 1) + "-";
    }

    private static Tag navigation() {
        return Tag.of("nav").with("aria-label", "Sections");
    }

    private static void link(Html nav, String id, String title) {
        nav.element(Tag.of("a").with("href", "#" + id), title);
    }

    /** @param headings of the section, and inside it */
    private static void section(Html main, Section section, String prefix, List<String> headings) {
        Tag tag = Tag.of("section", section.key()).with("id", prefix + section.key());
        main.in(tag, html -> {
            html.element(headings.get(0), section.title()).line();
            section.write(html, headings.get(1));
        });
        main.line();
    }
}
