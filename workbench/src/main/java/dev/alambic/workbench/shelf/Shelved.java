package dev.alambic.workbench.shelf;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.EventLog;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run, or the model files that the user named.
 *
 * @param id its name in addresses
 * @param folder of the run; null of model files
 * @param models files by name, teacher first
 */
public record Shelved(String id, @Nullable RunFolder folder, Map<String, Path> models) {
    private static final List<String> FIRST = List.of("teacher", "student");

    public Shelved {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /** How far a run has come, as far as its folder tells. */
    public enum State {
        FINISHED,
        FAILED,
        /** It goes on, or was stopped: nobody but its process knows. */
        OPEN,
        /** Model files are no run. */
        MODELS
    }

    static Shelved ofModels(String id, Map<String, Path> models) {
        return new Shelved(id, null, models);
    }

    static Shelved ofRun(String id, RunFolder folder) {
        Path place = folder.model("x").getParent();
        Map<String, Path> models = new LinkedHashMap<>();
        if (place != null && Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                files.filter(file -> file.toString().endsWith(".onnx"))
                        .sorted(Comparator.comparing(Shelved::rank).thenComparing(Shelf::stem))
                        .forEach(file -> models.put(Shelf.stem(file), file));
            } catch (IOException e) {
                throw new UncheckedIOException(place + ": cannot be read", e);
            }
        }
        return new Shelved(id, folder, models);
    }

    private static int rank(Path file) {
        int place = FIRST.indexOf(Shelf.stem(file));
        return place < 0 ? FIRST.size() : place;
    }

    /**
     * Returns the file of a model.
     *
     * @throws Refusal if there is none of this name
     */
    public Path model(String name) {
        Path file = models.get(name);
        if (file == null) {
            throw Refusal.missing("model");
        }
        return file;
    }

    /**
     * Returns the folder.
     *
     * @throws Refusal if this is no run
     */
    public RunFolder run() {
        if (folder == null) {
            throw new Refusal(404, "models by themselves are no run");
        }
        return folder;
    }

    public State state() {
        if (folder == null) {
            return State.MODELS;
        }
        List<EventLog.Told> told = told(folder);
        Event last = told.isEmpty() ? null : told.get(told.size() - 1).event();
        if (last instanceof Event.RunFailed) {
            return State.FAILED;
        }
        boolean done = last == null ? folder.has(RunFile.SUMMARY) : last instanceof Event.RunFinished;
        return done ? State.FINISHED : State.OPEN;
    }

    private static List<EventLog.Told> told(RunFolder folder) {
        try {
            return EventLog.read(folder.file(RunFile.EVENTS));
        } catch (InvalidDataException e) { // by another version: what it tells is not known
            return List.of();
        }
    }
}
