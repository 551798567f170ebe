package dev.alambic.run.pipeline;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Listener;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What the stages of a run share: its folder, and who is told of what they do. */
record Teller(RunFolder folder, Listener listener) {

    void tell(Event event) {
        listener.tell(event);
    }

    /** Tells that work within a stage begins, in words. */
    void step(Stage stage, String what) {
        tell(new Event.Step(stage, what));
    }

    /** Does the work of a stage, unless what it leaves is there already. */
    void stage(Stage stage, boolean isDone, Runnable work) {
        stage(stage, isDone ? Optional.of(true) : Optional.empty(), () -> {
            work.run();
            return true;
        });
    }

    /** Returns what a stage leaves: {@code known}, or else what its work makes. */
    <T> T stage(Stage stage, Optional<T> known, Supplier<T> work) {
        if (known.isPresent()) {
            tell(new Event.StageSkipped(stage));
            return known.get();
        }
        long start = System.nanoTime();
        tell(new Event.StageStarted(stage));
        T made = work.get();
        tell(new Event.StageFinished(stage, secondsSince(start)));
        return made;
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** Writes a model of the run. */
    void write(String name, OnnxModel model) {
        Path file = folder.model(name);
        model.write(file);
        try {
            String inside = folder.path().relativize(file).toString().replace('\\', '/');
            tell(new Event.ModelWritten(name, inside, Files.size(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
