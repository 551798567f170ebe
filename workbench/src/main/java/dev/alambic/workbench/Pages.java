package dev.alambic.workbench;

import dev.alambic.chart.markup.Resource;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.report.page.Page;
import dev.alambic.report.run.RunRecords;
import dev.alambic.run.UsageException;
import dev.alambic.run.folder.History;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunReader;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.page.RaceView;
import dev.alambic.workbench.page.Views;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pages and what they load; each view has its address. */
final class Pages {
    private static final int MOST_COMPARED = 8;
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";

    /** What is loaded by its name. */
    private record Asset(String type, String text) {}

    private static Asset script(String name) {
        return new Asset(JAVASCRIPT, Resource.text(Views.class, name));
    }

    private final Shelf shelf;
    private final @Nullable Jobs jobs;
    private final Map<String, Asset> assets = Map.ofEntries(
            Map.entry("report.css", new Asset(CSS, Page.style())),
            Map.entry("report.js", new Asset(JAVASCRIPT, Page.script())),
            Map.entry("workbench.css", new Asset(CSS, Resource.text(Views.class, "workbench.css"))),
            Map.entry("try.js", script("try.js")),
            Map.entry("look.js", script("look.js")),
            Map.entry("pad.js", script("pad.js")),
            Map.entry("live.js", script("live.js")),
            Map.entry("runs.js", script("runs.js")),
            Map.entry("graph.js", script("graph.js")),
            Map.entry("race.js", script("race.js")),
            Map.entry("dom.js", script("dom.js")));

    /** @param jobs null if runs cannot be started here */
    Pages(Shelf shelf, @Nullable Jobs jobs) {
        this.jobs = jobs;
        this.shelf = shelf;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", context -> context.html(Views.home(shelf.all(), jobs)));
        routes.get("/compare", this::compareSeveral);
        routes.get("/runs/{run}", context -> {
            Shelved shelved = named(context);
            if (shelved.folder() == null) {
                context.redirect("/runs/" + shelved.id() + "/try");
                return;
            }
            context.html(Views.compare(shelved, records(shelved)));
        });
        routes.get("/runs/{run}/try", context -> context.html(Views.tryOut(named(context))));
        routes.get("/runs/{run}/race", context -> {
            Shelved shelved = named(context);
            context.html(RaceView.of(shelved, Set.copyOf(Api.models(context, shelved))));
        });
        routes.get(
                "/runs/{run}/live", context -> context.html(Views.live(named(context), history(named(context)), jobs)));
        routes.get("/runs/{run}/curves", context -> context.html(Views.curves(history(named(context)))));
        routes.get("/assets/{name}", this::asset);
    }

    private Shelved named(Context context) {
        return shelf.named(context.pathParam("run"));
    }

    private void compareSeveral(Context context) {
        List<String> named = context.queryParams("run").stream().distinct().toList();
        if (named.isEmpty() || named.size() > MOST_COMPARED) {
            throw new Refusal(400, "expected 1 to " + MOST_COMPARED + " runs, was " + named.size());
        }
        List<RunRecords> runs =
                named.stream().map(shelf::named).map(Pages::records).toList();
        context.html(Views.compare(runs));
    }

    private static RunRecords records(Shelved shelved) {
        return readable(() -> RunReader.read(shelved.run()));
    }

    private static List<EpochRecord> history(Shelved shelved) {
        return readable(() -> History.read(shelved.run().file(RunFile.HISTORY)));
    }

    private static <T> T readable(Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidDataException | InvalidModelException | UsageException | UncheckedIOException e) {
            throw new Refusal(409, "the records of this run cannot be read", e);
        }
    }

    private void asset(Context context) {
        Asset asset = assets.get(context.pathParam("name"));
        if (asset == null) {
            throw Refusal.missing("asset");
        }
        context.contentType(asset.type).result(asset.text);
    }
}
