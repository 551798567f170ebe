package dev.alambic.workbench;

import dev.alambic.run.Json;
import dev.alambic.workbench.page.Frame;
import dev.alambic.workbench.shelf.Refusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The one place that says what went wrong, in one line: a {@link Refusal} says its own, all else nothing but that it
 * happened. What may name a file goes to the terminal.
 */
final class Failures {
    private final Consumer<String> log;

    Failures(Consumer<String> log) {
        this.log = log;
    }

    void addTo(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, context) -> say(context, refusal.status(), refusal.line()));
        routes.exception(HttpResponseException.class, (e, context) -> say(context, e.getStatus(), line(e.getStatus())));
        routes.exception(EOFException.class, (e, context) -> say(context, 400, "the body ends before its length"));
        routes.exception(Exception.class, (e, context) -> {
            log.accept(context.method() + " " + context.path() + ": " + e);
            say(context, 500, "this went wrong; the terminal of 'alambic serve' has more");
        });
    }

    private static String line(int status) {
        return switch (status) {
            case 404 -> "nothing is here";
            case 405 -> "not by this method";
            case 413 -> "too large (expected at most " + Workbench.MOST_BYTES + " bytes)";
            default -> "this request is refused";
        };
    }

    private static void say(Context context, int status, String line) {
        String accepted = context.header("Accept");
        context.status(status);
        if (!context.path().startsWith("/api/") && accepted != null && accepted.contains("text/html")) {
            context.html(Frame.failure(status, line));
        } else {
            context.contentType("application/json").result(Json.line(Map.of("error", line)));
        }
    }
}
