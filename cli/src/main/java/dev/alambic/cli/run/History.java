package dev.alambic.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.alambic.cli.terminal.Json;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.trainer.training.EpochRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        Lines lines = Lines.of(file);
        History history = new History(file, lines.epochs);
        if (!lines.whole) {
            history.rewrite();
        }
        return history;
    }

    /** Returns the epochs of a run that may go on meanwhile; the file stays as it is. */
    static List<EpochRecord> read(Path file) {
        return List.copyOf(Lines.of(file).epochs);
    }

    /**
     * What a file holds.
     *
     * @param whole whether that is all of it
     */
    private record Lines(List<EpochRecord> epochs, boolean whole) {

        static Lines of(Path file) {
            List<EpochRecord> epochs = new ArrayList<>();
            try {
                if (Files.exists(file)) {
                    for (String line : Files.readAllLines(file)) {
                        epochs.add(Json.read(line, EpochRecord.class));
                    }
                }
            } catch (JsonProcessingException e) {
                return new Lines(epochs, false);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
            return new Lines(epochs, true);
        }
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
            append(line(epoch));
        }
    }

    private void rewrite() {
        StringBuilder text = new StringBuilder();
        epochs.forEach(epoch -> text.append(line(epoch)));
        WholeFile.write(file, text.toString());
    }

    private static String line(EpochRecord epoch) {
        try {
            return Json.line(epoch) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("bug: an epoch cannot be written as JSON", e);
        }
    }

    private void append(String line) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
