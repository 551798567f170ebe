package dev.alambic.workbench.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.workbench.shelf.Shelved;
import dev.alambic.workbench.shelf.Takeaways.Takeaway;
import java.util.List;

/** The list of what can be downloaded. */
public final class FilesView {

    private FilesView() {}

    public static String of(Shelved shelved, List<Takeaway> all) {
        return Frame.page("Files of " + shelved.id(), List.of(), main -> {
            Frame.tabs(main, shelved.id(), Views.FILES, Views.of(shelved));
            main.element("h1", "Files of " + shelved.id());
            if (all.isEmpty()) {
                main.element("p", "lead", "Nothing is here yet.");
                return;
            }
            main.in(
                    Tag.scroll("Files"),
                    box -> box.in("table", table -> {
                        table.in("thead", head -> head.in("tr", row -> titles(row)));
                        table.in("tbody", body -> all.forEach(each -> body.in("tr", row -> row(row, shelved, each))));
                    }));
            if (all.stream().noneMatch(each -> each.inside() != null)
                    && !shelved.models().isEmpty()) {
                main.in(
                        Tag.of("p", "muted beneath"),
                        hint -> hint.text("A package with golden vectors and code is here when ")
                                .element("code", "alambic package")
                                .text(" has made one beside the model."));
            }
        });
    }

    private static void titles(Html row) {
        row.element(Tag.of("th", "text").with("scope", "col"), "file");
        row.element(Tag.of("th", "text").with("scope", "col"), "what it is");
        row.element(Tag.of("th").with("scope", "col"), "size");
    }

    private static void row(Html row, Shelved shelved, Takeaway each) {
        row.in(
                Tag.of("th", "text").with("scope", "row"),
                cell -> cell.element(
                        Tag.of("a")
                                .with("href", Addresses.file(shelved.id(), each.name()))
                                .with("download", each.name()),
                        each.name()));
        row.element("td", "text", each.what());
        row.element("td", Numbers.bytes(each.bytes()));
    }
}
