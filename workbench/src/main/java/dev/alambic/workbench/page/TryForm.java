package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;

/** What a user brings and what models say of it; a module shows the parts that fit the models. */
final class TryForm {
    private static final int CANVAS = 280;

    private TryForm() {}

    static void write(Html html) {
        Frame.problem(html);
        html.in(Tag.of("fieldset").with("id", "models"), set -> set.element("legend", "Models to ask"));
        html.in(Tag.of("div", "bench"), bench -> {
            bench.in(Tag.of("div", "bring"), bring -> {
                drawing(bring);
                picture(bring);
                part(bring, "texts", "Type", text -> {});
                part(bring, "cells", "Fill in a row", text -> {});
                sample(bring);
            });
            bench.in(Tag.of("section", "answers").with("aria-label", "Answers"), TryForm::answers);
        });
    }

    private static void part(Html html, String id, String title, java.util.function.Consumer<Html> body) {
        html.in(Tag.of("section").with("id", id).with("hidden", ""), section -> {
            section.element("h2", title);
            body.accept(section);
        });
    }

    private static void drawing(Html html) {
        part(html, "drawing", "Draw", draw -> {
            draw.in(
                    Tag.of("canvas")
                            .with("id", "canvas")
                            .with("width", Integer.toString(CANVAS))
                            .with("height", Integer.toString(CANVAS))
                            .with("role", "img")
                            .with("aria-label", "Field to draw on with mouse, finger or pen"),
                    none -> {});
            draw.in(Tag.of("p", "tools"), tools -> {
                button(tools, "undo", "Undo");
                button(tools, "clear", "Clear");
                tools.in(
                        "label",
                        label -> label.text("Line ")
                                .empty(Tag.of("input")
                                        .with("id", "line")
                                        .with("type", "range")
                                        .with("min", "6")
                                        .with("max", "48")
                                        .with("value", "22")));
            });
        });
    }

    private static void picture(Html html) {
        part(html, "picture", "Bring a picture", bring -> {
            bring.in(
                    Tag.of("p", "drop").with("id", "drop"),
                    drop -> drop.in(
                                    "label",
                                    label -> label.text("Choose a file ")
                                            .empty(Tag.of("input")
                                                    .with("id", "file")
                                                    .with("type", "file")
                                                    .with("accept", "image/*")))
                            .text(" or drop or paste one here"));
        });
    }

    private static void sample(Html html) {
        part(
                html,
                "sample",
                "Take a test sample",
                take -> take.in(Tag.of("p", "tools"), tools -> {
                    tools.in(
                            "label",
                            label -> label.text("Number ")
                                    .empty(Tag.of("input")
                                            .with("id", "number")
                                            .with("type", "number")
                                            .with("min", "0")
                                            .with("value", "0")));
                    button(tools, "take", "Take");
                    button(tools, "any", "Any");
                }));
    }

    private static void button(Html html, String id, String word) {
        html.element(Tag.of("button").with("type", "button").with("id", id), word);
    }

    private static void answers(Html html) {
        html.element("h2", "Answers");
        html.in(
                Tag.of("div", "seen").with("id", "seen").with("hidden", ""),
                seen -> seen.element("h3", "As the model sees it")
                        .in(Tag.of("div").with("id", "view"), none -> {}));
        html.element(Tag.of("p").with("id", "verdict").with("role", "status"), "Nothing is asked yet.");
        html.in(
                "p",
                line -> line.in(
                        "label",
                        label -> label.empty(Tag.of("input").with("id", "look").with("type", "checkbox"))
                                .text(" Show what they looked at")));
        html.in(Tag.of("div").with("id", "compared").with("role", "status").with("hidden", ""), none -> {});
        html.in(Tag.of("div", "said-by").with("id", "said"), none -> {});
    }
}
