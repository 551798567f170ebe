package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.workbench.shelf.Shelved;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page on which graphs are looked at, one or two side by side. */
public final class GraphView {
    private static final Map<String, Map<String, String>> COLOURS = colours();

    private GraphView() {}

    /** Returns what each colour means, by what is coloured by. */
    private static Map<String, Map<String, String>> colours() {
        Map<String, Map<String, String>> colours = new LinkedHashMap<>();
        colours.put(
                "operator",
                named(
                        "product",
                        "products",
                        "activation",
                        "activations",
                        "normalization",
                        "normalizations",
                        "pooling",
                        "pooling",
                        "shape",
                        "shapes",
                        "quantization",
                        "to and from integers",
                        "other",
                        "others"));
        colours.put(
                "precision",
                named(
                        "float32",
                        "float32",
                        "float16",
                        "float16",
                        "int8",
                        "int8",
                        "int4",
                        "int4",
                        "none",
                        "without weights"));
        colours.put(
                "sparsity",
                named(
                        "0",
                        "below 20 % zeros",
                        "1",
                        "20 to 40 %",
                        "2",
                        "40 to 60 %",
                        "3",
                        "60 to 80 %",
                        "4",
                        "80 % and more",
                        "-1",
                        "without weights"));
        colours.put(
                "time",
                named(
                        "0",
                        "below 1 % of the time",
                        "1",
                        "1 to 5 %",
                        "2",
                        "5 to 15 %",
                        "3",
                        "15 to 30 %",
                        "4",
                        "30 % and more",
                        "-1",
                        "not measured by itself"));
        return colours;
    }

    private static Map<String, String> named(String... words) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            named.put(words[i], words[i + 1]);
        }
        return named;
    }

    /**
     * Returns the page of the graphs of some models.
     *
     * @param models to look at
     */
    public static String of(Shelved shelved, List<String> models) {
        return Frame.page("Graph of " + shelved.id(), List.of("graph.js"), main -> {
            Frame.tabs(main, shelved.id(), Views.GRAPH, Views.of(shelved));
            main.element("h1", "Graph of " + shelved.id());
            Tag whole = Tag.of("div")
                    .with("id", "graph")
                    .with("data-run", shelved.id())
                    .with("data-colour", "operator");
            main.in(whole, graph -> {
                graph.in(Tag.of("p", "tools"), tools -> {
                    choice(tools, "first", "Model", shelved, models.get(0), false);
                    choice(tools, "second", "beside", shelved, models.size() > 1 ? models.get(1) : "", true);
                    tools.in(
                            "label",
                            label -> label.text("coloured by ")
                                    .in(
                                            Tag.of("select").with("id", "colour"),
                                            select -> COLOURS.keySet()
                                                    .forEach(each -> select.element(
                                                            Tag.of("option").with("value", each), each))));
                    tools.in(
                            "label",
                            label -> label.text("find ")
                                    .empty(Tag.of("input")
                                            .with("id", "find")
                                            .with("type", "search")
                                            .with("placeholder", "name or operator")));
                    button(tools, "fold", "Fold");
                    button(tools, "unfold", "Open all");
                    button(tools, "smaller", "−", "Smaller");
                    button(tools, "larger", "+", "Larger");
                });
                COLOURS.forEach((colour, meanings) -> legend(graph, colour, meanings));
                Frame.problem(graph);
                graph.element(Tag.of("p", "muted").with("id", "state").with("role", "status"), "");
                graph.in(Tag.of("ul", "found").with("id", "found").with("hidden", ""), none -> {});
                graph.in(Tag.of("div", "panes").with("id", "panes"), none -> {});
                graph.in(
                        Tag.of("aside", "details")
                                .with("id", "details")
                                .with("aria-label", "Node")
                                .with("hidden", ""),
                        none -> {});
            });
        });
    }

    private static void choice(Html tools, String id, String word, Shelved shelved, String chosen, boolean none) {
        tools.in(
                "label",
                label -> label.text(word + " ").in(Tag.of("select").with("id", id), select -> {
                    if (none) {
                        select.element(Tag.of("option").with("value", ""), "none");
                    }
                    shelved.models().keySet().forEach(name -> {
                        Tag option = Tag.of("option").with("value", name);
                        select.element(name.equals(chosen) ? option.with("selected", "") : option, name);
                    });
                }));
    }

    private static void button(Html tools, String id, String word) {
        button(tools, id, word, word);
    }

    private static void button(Html tools, String id, String word, String spoken) {
        tools.element(Tag.of("button").with("type", "button").with("id", id).with("aria-label", spoken), word);
    }

    private static void legend(Html html, String colour, Map<String, String> meanings) {
        html.in(
                Tag.of("ul", "legend").with("data-legend", colour),
                list -> meanings.forEach((value, meaning) -> list.in(
                        Tag.of("li").with("data-" + colour, value),
                        item -> item.in(Tag.of("span", "swatch").with("aria-hidden", "true"), none -> {})
                                .text(meaning))));
    }
}
