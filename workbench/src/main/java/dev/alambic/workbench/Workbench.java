package dev.alambic.workbench;

import dev.alambic.run.UsageException;
import dev.alambic.workbench.answer.Asker;
import dev.alambic.workbench.answer.ModelPool;
import dev.alambic.workbench.graph.Graphs;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.live.Watching;
import dev.alambic.workbench.look.Looker;
import dev.alambic.workbench.race.RaceTrack;
import dev.alambic.workbench.shelf.Shelf;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running workbench.
 *
 * <pre>{@code
 * Shelf shelf = Shelf.of(List.of(Path.of("runs")), Path.of("."));
 * try (Workbench workbench = Workbench.start(ServerSettings.local(7272), shelf, System.err::println)) {
 *     workbench.join();
 * }
 * }</pre>
 */
public final class Workbench implements AutoCloseable {
    /** Largest body of a request, bytes. */
    static final long MOST_BYTES = 12L << 20;

    private static final int MODELS_KEPT = 12;
    private static final long STOP_MILLIS = 3000;

    private final ServerSettings settings;
    private final Javalin server;
    private final ModelPool pool;
    private final Watching watching;
    private final @Nullable Jobs jobs;
    private final CountDownLatch over = new CountDownLatch(1);

    private Workbench(ServerSettings settings, Shelf shelf, @Nullable Jobs jobs, Consumer<String> log) {
        this.jobs = jobs;
        this.settings = settings;
        this.pool = new ModelPool(MODELS_KEPT, log);
        this.watching = new Watching(log);
        Asker asker = new Asker(pool);
        Graphs graphs = new Graphs();
        Thread warm = new Thread(graphs::warm, "graphs");
        warm.setDaemon(true);
        warm.start();
        this.server = Javalin.create(config -> {
            quiet(config, settings);
            Guard guard = new Guard(settings);
            config.routes.before(guard::check);
            new Failures(log).addTo(config.routes);
            new Api(shelf, asker, new Looker(asker, pool), jobs).addTo(config.routes);
            new Streams(shelf, watching).addTo(config.routes);
            new Races(shelf, asker, new RaceTrack(log)).addTo(config.routes);
            new GraphRoutes(shelf, graphs).addTo(config.routes);
            new Downloads(shelf).addTo(config.routes);
            if (jobs != null) {
                new Running(shelf, jobs, guard).addTo(config.routes);
            }
            new Pages(shelf, jobs).addTo(config.routes);
        });
    }

    private static void quiet(JavalinConfig config, ServerSettings settings) {
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.http.maxRequestSize = MOST_BYTES;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new PlainErrors());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendXPoweredBy(false);
        });
    }

    /**
     * Starts a workbench.
     *
     * @param log is told what goes wrong in a request, with names of files; for the terminal
     * @throws UsageException if the port is taken, or the address is not of this machine
     */
    public static Workbench start(ServerSettings settings, Shelf shelf, Consumer<String> log) {
        return start(settings, shelf, null, log);
    }

    /**
     * Starts a workbench from which runs can be started.
     *
     * @param jobs starts them; closed with the workbench, or null for none
     * @throws UsageException as {@link #start(ServerSettings, Shelf, Consumer)} does
     */
    public static Workbench start(ServerSettings settings, Shelf shelf, @Nullable Jobs jobs, Consumer<String> log) {
        Workbench workbench = new Workbench(settings, shelf, jobs, log);
        try {
            workbench.server.start();
            return workbench;
        } catch (JavalinBindException e) {
            workbench.close();
            throw new UsageException(
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + ": it is taken, or no address of this machine (another port: --port N; any: --port 0)",
                    e);
        }
    }

    public int port() {
        return server.port();
    }

    /** Returns the address to open, with the token if there is one. */
    public String address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        String token = settings.token() == null ? "" : "?token=" + settings.token();
        return "http://" + host + ":" + port() + "/" + token;
    }

    /** Waits until it is closed, or this thread is interrupted. */
    public void join() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the event streams, stops the run that was started here, lets requests end, closes the models. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // or the server would not wait for its requests
        watching.close();
        if (jobs != null) {
            jobs.close();
        }
        server.stop();
        pool.close();
        over.countDown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
