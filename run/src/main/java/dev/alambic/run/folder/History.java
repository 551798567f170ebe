package dev.alambic.run.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.run.Json;
import dev.alambic.run.JsonLines;
import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The epochs of a run, one JSON line each, on disk as soon as they are told.
 *
 * <p>A run that was killed may have told epochs that its checkpoint does not know yet; those are told again, and
 * replace what stands there.
 */
public final class History {

    private final Path file;
    private final List<EpochRecord> epochs;

    private History(Path file, List<EpochRecord> epochs) {
        this.file = file;
        this.epochs = epochs;
    }

    /** Opens the history of a run; a last line that a kill cut short is dropped. */
    public static History open(Path file) {
        JsonLines.cut(file);
        History history = new History(file, parsed(file));
        if (history.epochs.size() < JsonLines.read(file).size()) {
            history.rewrite();
        }
        return history;
    }

    /** Returns the epochs of a run that may go on meanwhile; the file stays as it is. */
    public static List<EpochRecord> read(Path file) {
        return List.copyOf(parsed(file));
    }

    /** Returns the epochs up to the first line that is none. */
    private static List<EpochRecord> parsed(Path file) {
        List<EpochRecord> epochs = new ArrayList<>();
        try {
            for (String line : JsonLines.read(file)) {
                epochs.add(Json.read(line, EpochRecord.class));
            }
        } catch (JsonProcessingException e) {
            return epochs;
        }
        return epochs;
    }

    public List<EpochRecord> epochs() {
        return List.copyOf(epochs);
    }

    /** Puts the epochs that a checkpoint holds in place of what stands there of the same training. */
    public void restart(String phase, List<EpochRecord> done) {
        boolean changed = epochs.removeIf(known -> known.phase().equals(phase));
        epochs.addAll(done);
        if (changed || !done.isEmpty()) {
            rewrite();
        }
    }

    /** Adds an epoch, in place of what stood there of the same training from that epoch on. */
    public void add(EpochRecord epoch) {
        boolean again = epochs.removeIf(known -> known.phase().equals(epoch.phase()) && known.epoch() >= epoch.epoch());
        epochs.add(epoch);
        if (again) {
            rewrite();
        } else {
            JsonLines.append(file, Json.line(epoch));
        }
    }

    private void rewrite() {
        StringBuilder text = new StringBuilder();
        epochs.forEach(epoch -> text.append(Json.line(epoch)).append('\n'));
        WholeFile.write(file, text.toString());
    }
}
