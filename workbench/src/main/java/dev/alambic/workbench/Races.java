package dev.alambic.workbench;

import dev.alambic.data.set.Dataset;
import dev.alambic.run.Json;
import dev.alambic.workbench.answer.Asker;
import dev.alambic.workbench.race.Lap;
import dev.alambic.workbench.race.RaceTrack;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import dev.alambic.workbench.shelf.Shelved;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Races, each as the answer to one request that goes on while it runs: a lap a line. Who leaves ends it. */
final class Races {
    private final Shelf shelf;
    private final Asker asker;
    private final RaceTrack track;

    Races(Shelf shelf, Asker asker, RaceTrack track) {
        this.shelf = shelf;
        this.asker = asker;
        this.track = track;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/api/runs/{run}/races", this::race);
    }

    private void race(Context context) {
        Shelved shelved = shelf.named(context.pathParam("run"));
        RaceTrack.Race race = track.prepare(shelved, Api.models(context, shelved), samples(shelved));
        context.contentType("application/x-ndjson");
        try {
            OutputStream out = context.res().getOutputStream();
            track.run(race, lap -> write(out, lap));
        } catch (IOException | UncheckedIOException e) { // nobody looks on any more
            context.skipRemainingHandlers();
        }
    }

    private @Nullable Dataset samples(Shelved shelved) {
        try {
            return asker.samples(shelved).data();
        } catch (Refusal e) { // the data have gone: made ones, then
            return null;
        }
    }

    private static void write(OutputStream out, Lap lap) {
        try {
            out.write((Json.line(lap) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
