package dev.alambic.workbench.job;

import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelved;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs, stops them, and lets them go on. Each has a process of its own, so that neither can end the other; one
 * runs at a time. A run that is stopped loses the epoch that it is in. When the workbench ends, so does the run.
 */
public final class Jobs implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final long LAST_MOMENT_MILLIS = 1000;
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(2);
    /** A run that told something so lately may have another process. */
    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Launcher launcher;
    private final Recipes recipes;
    private final Path place;
    private final Consumer<String> log;
    private final Set<Path> stopped = ConcurrentHashMap.newKeySet();
    private @Nullable Job job;
    private boolean closed;

    /**
     * Starts nothing yet.
     *
     * @param place where the folders of new runs are made
     * @param log is told which run is stopped since the workbench ends
     */
    public Jobs(Launcher launcher, Recipes recipes, Path place, Consumer<String> log) {
        this.launcher = launcher;
        this.recipes = recipes;
        this.place = place.toAbsolutePath().normalize();
        this.log = log;
    }

    public Recipes recipes() {
        return recipes;
    }

    /** Returns whether a run goes on in a process of this workbench. */
    public synchronized boolean isRunning(Shelved shelved) {
        return shelved.folder() != null
                && running(path(shelved)) != null
                && shelved.state() != Shelved.State.FINISHED; // it is told a moment before the process ends
    }

    /** Returns whether a run, as it is now, can be told to go on. */
    public synchronized boolean canResume(Shelved shelved) {
        Shelved.State state = shelved.state();
        return (state == Shelved.State.OPEN || state == Shelved.State.FAILED) && !isRunning(shelved);
    }

    private static Path path(Shelved shelved) {
        return shelved.run().path().toAbsolutePath().normalize();
    }

    private @Nullable Job running(Path folder) {
        return job != null && job.isRunning() && job.folder().equals(folder) ? job : null;
    }

    /**
     * Starts a run.
     *
     * @param seed null for the recipe's
     * @return the run's folder, which is there by then
     * @throws Refusal if there is no such recipe, another run goes on, or it comes to nothing
     */
    public Path start(String recipe, @Nullable Long seed) {
        Recipes.Chosen chosen = recipes.named(recipe);
        Path folder = unused(RunFolder.unnamed(chosen.recipe().name(), LocalDateTime.now(ZoneId.systemDefault())));
        List<String> words = new ArrayList<>(List.of("run", chosen.word(), "--out", folder.toString()));
        if (seed != null) {
            words.addAll(List.of("--seed", seed.toString()));
        }
        begun(launch(folder, words), 0);
        return folder;
    }

    private Path unused(Path name) {
        String word = String.valueOf(name.getFileName());
        Path free = place.resolve(word);
        for (int i = 2; Files.exists(free); i++) {
            free = place.resolve(word + "-" + i);
        }
        return free;
    }

    /**
     * Lets a run go on from its last whole epoch.
     *
     * @throws Refusal if it is finished, goes on already, or may do so in another process
     */
    public void resume(Shelved shelved) {
        Path folder = path(shelved);
        synchronized (this) {
            if (running(folder) != null) {
                throw new Refusal(409, "this run goes on already");
            }
        }
        if (!canResume(shelved)) {
            throw new Refusal(409, "this run is finished");
        }
        if (shelved.state() == Shelved.State.OPEN && !stopped.contains(folder) && toldLately(shelved.run())) {
            throw new Refusal(
                    409,
                    "this run told something less than a minute ago: if another process runs it, stop it there; else try"
                            + " again in a minute");
        }
        long before = told(folder);
        begun(launch(folder, List.of("run", "--resume", folder.toString())), before);
    }

    private static boolean toldLately(RunFolder run) {
        try {
            Path events = run.file(RunFile.EVENTS);
            return Files.exists(events)
                    && Files.getLastModifiedTime(events)
                            .toInstant()
                            .isAfter(Instant.now().minus(LATELY));
        } catch (IOException e) {
            throw new UncheckedIOException(run.path() + ": cannot be read", e);
        }
    }

    private synchronized Job launch(Path folder, List<String> words) {
        if (closed) {
            throw new Refusal(503, "the workbench is closing");
        }
        if (job != null && !job.endsWithin(LAST_MOMENT_MILLIS)) {
            throw new Refusal(409, "one run at a time: stop " + job.folder().getFileName() + ", or wait for its end");
        }
        if (job != null) {
            job.forget();
        }
        try {
            Job started = Job.start(folder, launcher.of(words));
            stopped.remove(folder);
            job = started;
            return started;
        } catch (IOException e) {
            throw new Refusal(500, "the process of the run cannot be started", e);
        }
    }

    /**
     * Waits until a run tells something, or has ended without that.
     *
     * @param before bytes of its events when it was started
     */
    private void begun(Job started, long before) {
        Instant last = Instant.now().plus(BEGINS_WITHIN);
        while (Instant.now().isBefore(last) && told(started.folder()) <= before) {
            if (started.endsWithin(LOOK_MILLIS) && told(started.folder()) <= before) {
                String why = started.lastWords().replace(place.getParent() + File.separator, "");
                throw new Refusal(422, "the run has come to nothing: " + why);
            }
        }
    }

    private static long told(Path folder) {
        Path events = RunFolder.at(folder).file(RunFile.EVENTS);
        try {
            return Files.exists(events) ? Files.size(events) : 0;
        } catch (IOException e) { // just removed
            return 0;
        }
    }

    /**
     * Stops a run.
     *
     * @throws Refusal if this workbench does not run it
     */
    public void stop(Shelved shelved) {
        Job running;
        synchronized (this) {
            running = running(path(shelved));
        }
        if (running == null) {
            throw new Refusal(409, "this run does not go on in a process of this workbench");
        }
        stopped.add(running.folder());
        running.stop();
    }

    /** Stops the run that goes on. */
    @Override
    public void close() {
        Job last;
        synchronized (this) {
            closed = true;
            last = job;
            job = null;
        }
        if (last != null) {
            if (last.isRunning()) {
                last.stop();
                log.accept("stopped the run " + last.folder() + " (it goes on by: alambic run --resume " + last.folder()
                        + ")");
            }
            last.forget();
        }
    }
}
