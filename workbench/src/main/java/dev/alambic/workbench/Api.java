package dev.alambic.workbench;

import dev.alambic.chart.markup.Resource;
import dev.alambic.run.Json;
import dev.alambic.workbench.answer.Asker;
import dev.alambic.workbench.answer.ModelFacts;
import dev.alambic.workbench.answer.Question;
import dev.alambic.workbench.answer.QuestionReader;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.look.Looker;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The interface for programs; {@code openapi.json} describes it. */
final class Api {
    private static final String JSON = "application/json";

    private final Shelf shelf;
    private final Asker asker;
    private final Looker looker;
    private final @Nullable Jobs jobs;

    /** @param jobs null if runs cannot be started here */
    Api(Shelf shelf, Asker asker, Looker looker, @Nullable Jobs jobs) {
        this.jobs = jobs;
        this.shelf = shelf;
        this.asker = asker;
        this.looker = looker;
    }

    void addTo(RoutesConfig routes) {
        routes.get(
                "/api/openapi.json",
                context -> context.contentType(JSON).result(Resource.text(Api.class, "openapi.json")));
        routes.get("/api/runs", this::list);
        routes.get("/api/runs/{run}", this::facts);
        routes.post("/api/runs/{run}/answers", this::answers);
        routes.post("/api/runs/{run}/looks", this::looks);
    }

    /** One line of the list. */
    record Listed(String id, String state, List<String> models) {}

    private void list(Context context) {
        give(
                context,
                shelf.all().stream()
                        .map(each -> new Listed(
                                each.id(), word(each), List.copyOf(each.models().keySet())))
                        .toList());
    }

    private String word(Shelved shelved) {
        return jobs != null && jobs.isRunning(shelved)
                ? "running"
                : shelved.state().name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a page must know to ask the models of a run.
     *
     * @param samples of the test part; 0 if there are none to pick
     */
    record Facts(String id, String state, int samples, List<ModelFacts> models) {}

    private void facts(Context context) {
        Shelved shelved = shelf.named(context.pathParam("run"));
        List<ModelFacts> models = shelved.models().keySet().stream()
                .map(name -> asker.facts(name, shelved))
                .toList();
        give(context, new Facts(shelved.id(), word(shelved), samples(shelved), models));
    }

    private int samples(Shelved shelved) {
        try {
            return asker.samples(shelved).size();
        } catch (Refusal e) { // the data have gone: all else works without
            return 0;
        }
    }

    private void answers(Context context) {
        Shelved shelved = shelf.named(context.pathParam("run"));
        give(context, asker.ask(shelved, models(context, shelved), question(context)));
    }

    private void looks(Context context) {
        Shelved shelved = shelf.named(context.pathParam("run"));
        give(context, looker.look(shelved, models(context, shelved), question(context)));
    }

    private static Question question(Context context) {
        return QuestionReader.read(
                context.contentType(), context.bodyAsBytes(), "drawing".equals(context.queryParam("as")));
    }

    /** Returns the names of models that a request asks for, the first two of all if it names none. */
    static List<String> models(Context context, Shelved shelved) {
        String models = context.queryParam("models");
        return models == null
                ? shelved.models().keySet().stream().limit(2).toList()
                : Arrays.stream(models.split(",", -1)).distinct().toList();
    }

    static void give(Context context, Object value) {
        context.contentType(JSON).result(Json.line(value));
    }
}
