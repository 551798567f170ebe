package dev.alambic.workbench;

import dev.alambic.workbench.graph.Graphs;
import dev.alambic.workbench.page.GraphView;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Graphs of models: the page, the pictures, and what is told of nodes. */
final class GraphRoutes {
    private static final String MODEL = "/api/runs/{run}/models/{model}";
    private static final int LONGEST = 200;

    private final Shelf shelf;
    private final Graphs graphs;

    GraphRoutes(Shelf shelf, Graphs graphs) {
        this.shelf = shelf;
        this.graphs = graphs;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/runs/{run}/graph", context -> {
            Shelved shelved = named(context);
            List<String> models = context.queryParam("models") == null
                    ? shelved.models().keySet().stream().limit(1).toList()
                    : Api.models(context, shelved);
            models.forEach(shelved::model);
            if (models.isEmpty()) {
                throw Refusal.missing("model");
            }
            context.html(GraphView.of(shelved, models));
        });
        routes.get(
                MODEL + "/graph",
                context -> Api.give(context, graphs.draw(named(context), model(context), open(context))));
        routes.get(MODEL + "/nodes", context -> {
            String words = context.queryParam("q");
            if (words == null || words.length() > LONGEST) {
                throw new Refusal(400, "q: expected words to find, at most " + LONGEST + " letters");
            }
            Api.give(context, graphs.find(named(context), model(context), words));
        });
        routes.get(
                MODEL + "/nodes/{node}",
                context -> Api.give(
                        context, graphs.facts(named(context), model(context), number(context.pathParam("node")))));
    }

    private Shelved named(Context context) {
        return shelf.named(context.pathParam("run"));
    }

    private static String model(Context context) {
        return context.pathParam("model");
    }

    /** Returns null for what suits a first look. */
    private static @Nullable List<Integer> open(Context context) {
        String open = context.queryParam("open");
        if (open == null) {
            return null;
        }
        if (open.equals("all")) {
            return List.of(-1);
        }
        List<Integer> blocks = new ArrayList<>();
        for (String each : open.split(",", -1)) {
            if (!each.isBlank()) {
                blocks.add(number(each));
            }
        }
        return blocks;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,7}")) {
            throw new Refusal(400, "expected a number, was something else");
        }
        return Integer.parseInt(text);
    }
}
