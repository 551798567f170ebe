package dev.alambic.workbench;

import dev.alambic.run.folder.RunFile;
import dev.alambic.workbench.live.Watching;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelf;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.nio.file.Path;

/** The events of a run as server-sent events: each line of its file, with its number, so that a watcher can go on. */
final class Streams {
    private static final String EVENTS = "/api/runs/{run}/events";

    private final Shelf shelf;
    private final Watching watching;

    Streams(Shelf shelf, Watching watching) {
        this.shelf = shelf;
        this.watching = watching;
    }

    void addTo(RoutesConfig routes) {
        routes.before(EVENTS, this::check);
        routes.sse(EVENTS, this::begin);
    }

    /** Refuses before the stream begins. */
    private void check(Context context) {
        events(context);
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            throw new Refusal(406, "a stream of events (expected Accept: text/event-stream)");
        }
        watching.requireRoom();
    }

    private Path events(Context context) {
        return shelf.named(context.pathParam("run")).run().file(RunFile.EVENTS);
    }

    private void begin(SseClient client) {
        String last = client.ctx().header("Last-Event-ID");
        long after = last != null && last.matches("\\d{1,9}") ? Long.parseLong(last) : 0;
        client.keepAlive();
        watching.watch(events(client.ctx()), after, new Client(client));
    }

    private record Client(SseClient client) implements Watching.Stream {
        @Override
        public void send(long number, String json) {
            client.sendEvent("told", json, Long.toString(number));
        }

        @Override
        public void beat() {
            client.sendComment("still here");
        }

        @Override
        public boolean isOver() {
            return client.terminated();
        }

        @Override
        public void end() {
            client.close();
        }
    }
}
