package dev.alambic.workbench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts, stops and resumes runs: the only requests that change anything, so they show where they come from. */
final class Running {
    private final Shelf shelf;
    private final Jobs jobs;
    private final Guard guard;

    Running(Shelf shelf, Jobs jobs, Guard guard) {
        this.shelf = shelf;
        this.jobs = jobs;
        this.guard = guard;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/api/recipes", context -> Api.give(context, jobs.recipes().all()));
        routes.post("/api/runs", this::start);
        routes.post("/api/runs/{run}/stop", context -> {
            guard.requireOwner(context);
            Shelved shelved = shelf.named(context.pathParam("run"));
            jobs.stop(shelved);
            Api.give(context, Map.of("id", shelved.id()));
        });
        routes.post("/api/runs/{run}/resume", context -> {
            guard.requireOwner(context);
            Shelved shelved = shelf.named(context.pathParam("run"));
            jobs.resume(shelved);
            Api.give(context, Map.of("id", shelved.id()));
        });
    }

    private void start(Context context) {
        guard.requireOwner(context);
        JsonNode asked = tree(context.body());
        if (!asked.path("recipe").isTextual()) {
            throw new Refusal(400, "nothing is asked (expected \"recipe\", the name of one)");
        }
        String id = shelf.add(jobs.start(asked.get("recipe").textValue(), seed(asked.path("seed"))));
        context.status(201);
        Api.give(context, Map.of("id", id));
    }

    private static @Nullable Long seed(JsonNode seed) {
        if (seed.isMissingNode() || seed.isNull()) {
            return null;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new Refusal(400, "seed: expected a whole number");
        }
        return seed.longValue();
    }

    private static JsonNode tree(String text) {
        try {
            return Json.tree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "the body is not JSON", e);
        }
    }
}
