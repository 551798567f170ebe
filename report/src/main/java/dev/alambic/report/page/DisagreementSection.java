package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.report.run.Disagreements;
import dev.alambic.report.run.Disagreements.Answer;
import dev.alambic.report.run.Disagreements.Cell;
import dev.alambic.report.run.Disagreements.Example;
import dev.alambic.report.run.RunRecords;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The samples that teacher and student answer differently, the ones that both are surest of first. */
final class DisagreementSection {

    private static final int MOST_EXAMPLES = 24;
    private static final int MOST_CELLS = 6;
    private static final int MOST_CHARACTERS = 320;

    /** So many standard deviations from the mean are far. */
    private static final double FAR = 2;

    private DisagreementSection() {}

    static Section of(RunRecords run) {
        Optional<Disagreements> found = Optional.ofNullable(run.answers().disagreements());
        return new Section(
                "disagreements",
                "Where they disagree",
                found.isEmpty(),
                (html, heading) -> found.ifPresent(disagreements -> write(html, disagreements)));
    }

    private static void write(Html html, Disagreements found) {
        html.element("p", "intro", sentence(found));
        html.in(
                Tag.of("ul", "cards"),
                list -> found.examples().stream()
                        .limit(MOST_EXAMPLES)
                        .forEach(example -> list.in("li", card -> card(card, example, found))
                                .line()));
    }

    private static String sentence(Disagreements found) {
        String both = found.teacher() + " and " + found.student();
        if (found.differing() == 0) {
            return both + " give the same answer on all " + Numbers.grouped(found.samples())
                    + " samples of the test split.";
        }
        int neither = found.differing() - found.teacherRight() - found.studentRight();
        String shown = found.examples().size() < found.differing()
                ? " Below the " + found.examples().size() + " that both are surest of."
                : "";
        return both + " differ on " + Numbers.grouped(found.differing()) + " of " + Numbers.grouped(found.samples())
                + " samples of the test split: " + Numbers.grouped(found.teacherRight()) + " that only "
                + found.teacher() + " has right, " + Numbers.grouped(found.studentRight()) + " that only "
                + found.student() + " has right"
                + (neither == 0 ? "." : ", " + Numbers.grouped(neither) + " that neither has.")
                + shown;
    }

    private static void card(Html html, Example example, Disagreements found) {
        shown(html, example);
        html.in(Tag.of("div", "verdict"), verdict -> {
            verdict.in("p", truth -> truth.text("It is ").element("b", example.truth()));
            answer(verdict, found.teacher(), example.teacher(), "teacher", example.truth());
            answer(verdict, found.student(), example.student(), "student", example.truth());
            verdict.element("p", "index", "sample " + example.index());
        });
    }

    private static void answer(Html html, String model, Answer answer, String role, String truth) {
        boolean right = answer.label().equals(truth);
        html.in(Tag.of("p", "answer " + role), line -> {
            line.element("span", "who", model);
            line.element("span", right ? "says right" : "says", answer.label() + (right ? " ✓" : " ✗"));
            line.element("span", "sure", sure(answer.probability()));
            line.in(
                    Tag.of("span", "meter")
                            .with("style", String.format(Locale.ROOT, "--share:%.3f", answer.probability()))
                            .with("aria-hidden", "true"),
                    meter -> {});
        });
    }

    private static String sure(double probability) {
        return probability > 0.9995 ? "> 99.9 %" : Numbers.percent(probability, 1);
    }

    private static void shown(Html html, Example example) {
        if (!example.shown().png().isEmpty()) {
            html.empty(Tag.of("img")
                    .with("src", "data:image/png;base64," + example.shown().png())
                    .with("alt", "sample " + example.index() + ", " + example.truth())
                    .with("width", "84")
                    .with("height", "84"));
        } else if (!example.shown().text().isEmpty()) {
            html.element("blockquote", shortened(example.shown().text()));
        } else {
            row(html, example.shown().row());
        }
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MOST_CHARACTERS))) + "…";
    }

    /** The values that are furthest from usual say most. */
    private static void row(Html html, List<Cell> row) {
        List<Cell> unusual = row.stream()
                .sorted(Comparator.comparingDouble((Cell cell) -> -Math.abs(cell.deviation())))
                .toList();
        html.in(Tag.of("div", "row"), box -> {
            cells(box, unusual.stream().limit(MOST_CELLS).toList());
            if (unusual.size() > MOST_CELLS) {
                box.in("details", details -> {
                    details.element("summary", unusual.size() - MOST_CELLS + " more usual values");
                    cells(details, unusual.subList(MOST_CELLS, unusual.size()));
                });
            }
        });
    }

    private static void cells(Html html, List<Cell> cells) {
        html.in(
                "table",
                table -> table.in(
                        "tbody",
                        body -> cells.forEach(cell -> body.in(
                                "tr",
                                row -> row.element(Tag.of("th").with("scope", "row"), cell.column())
                                        .element("td", Numbers.significant(cell.value(), 5))
                                        .element(
                                                "td",
                                                Math.abs(cell.deviation()) >= FAR ? "sd far" : "sd",
                                                Numbers.signed(cell.deviation(), 1) + " σ")))));
    }
}
