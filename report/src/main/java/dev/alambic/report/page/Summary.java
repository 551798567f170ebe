package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import java.util.List;
import java.util.Locale;

/** What was made, how small, how fast, how accurate: one screen. */
record Summary(RunRecords run) {

    void write(Html html, String heading) {
        Headline headline = Headline.of(run);
        html.element("p", "brand", "Alambic · report" + started());
        html.element(heading, run.origin().name()).line();
        if (!run.origin().description().isBlank()) {
            html.element("p", "description", capitalized(run.origin().description()) + ".");
        }
        html.element("p", "lead", headline.sentence()).line();
        missing(html);
        facts(html, headline.facts());
    }

    private String started() {
        String time = run.origin().environment().getOrDefault("started", "");
        return time.isEmpty() ? "" : " · " + time.replace('T', ' ').replace("Z", " UTC");
    }

    private void missing(Html html) {
        if (!run.missing().isEmpty()) {
            html.in(
                    Tag.of("aside", "missing"),
                    aside -> aside.in(
                            "ul",
                            list -> run.missing()
                                    .forEach(sentence -> list.element("li", capitalized(sentence) + "."))));
        }
    }

    private static void facts(Html html, List<Headline.Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        html.in(
                Tag.of("dl", "facts"),
                list -> facts.forEach(fact -> list.in(Tag.of("div", "fact"), each -> {
                    each.element("dt", fact.name());
                    each.element("dd", "value", fact.value());
                    String tone = fact.change().tone().name().toLowerCase(Locale.ROOT);
                    each.element("dd", "against " + tone, fact.change().text());
                })));
        html.line();
    }

    static String capitalized(String sentence) {
        return sentence.isEmpty() ? "" : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
