package dev.alambic.workbench.answer;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.workbench.shelf.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Open models, one session of ONNX Runtime each, which all requests share. A model is open while it is leased and as
 * long as there is room; closing a session that another thread runs ends the process, so it is closed by whoever gives
 * back its last lease, or while nobody has one. A file that was written anew is another model.
 */
public final class ModelPool implements AutoCloseable {
    private final int most;
    private final Consumer<String> log;
    private final Map<Key, Entry> entries = new HashMap<>();
    private long clock;
    private boolean closed;

    /**
     * Makes an empty pool.
     *
     * @param most models to keep open that nobody asks
     * @param log is told why a model cannot be opened
     */
    public ModelPool(int most, Consumer<String> log) {
        this.most = most;
        this.log = log;
    }

    private record Key(Path file, long bytes, FileTime changed) {
        static Key of(Path file) {
            try {
                return new Key(file.toAbsolutePath().normalize(), Files.size(file), Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be read", e);
            }
        }
    }

    private static final class Entry {
        private final CompletableFuture<OpenModel> model = new CompletableFuture<>();
        private int leases;
        private long used;
    }

    /** The right to ask a model, until it is given back. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;
        private final OpenModel model;
        private boolean given;

        private Lease(Entry entry, OpenModel model) {
            this.entry = entry;
            this.model = model;
        }

        public OpenModel model() {
            return model;
        }

        @Override
        public void close() {
            if (!given) {
                given = true;
                giveBack(entry);
            }
        }
    }

    /**
     * Opens a model, or shares the open one.
     *
     * @param name that users know it by
     * @throws Refusal if it cannot be opened, or is of a kind that cannot be asked
     */
    public Lease lease(String name, Path file) {
        Entry mine = new Entry();
        Entry entry;
        Key key;
        try {
            key = Key.of(file);
        } catch (UncheckedIOException e) {
            throw refused(name, e);
        }
        synchronized (this) {
            if (closed) {
                throw new Refusal(503, "the workbench is closing");
            }
            Entry known = entries.putIfAbsent(key, mine);
            entry = known == null ? mine : known;
            entry.leases++;
            entry.used = ++clock;
        }
        if (entry == mine) {
            open(name, key, mine);
        }
        try {
            return new Lease(entry, entry.model.join());
        } catch (CompletionException e) {
            giveBack(entry);
            throw refused(name, e.getCause() == null ? e : e.getCause());
        }
    }

    private void open(String name, Key key, Entry entry) {
        try {
            entry.model.complete(OpenModel.open(key.file));
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                entries.remove(key, entry);
            }
            log.accept("model " + name + ": " + e.getMessage());
            entry.model.completeExceptionally(e);
        }
    }

    private static Refusal refused(String name, Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return new Refusal(refusal.status(), "model " + name + ": " + refusal.line(), cause);
        }
        if (cause instanceof UnsupportedModelException) {
            return new Refusal(422, "model " + name + ": of a kind that cannot be asked here", cause);
        }
        boolean broken = cause instanceof InvalidModelException
                || cause instanceof InvalidDataException
                || cause instanceof UncheckedIOException;
        return new Refusal(broken ? 422 : 500, "model " + name + ": cannot be opened", cause);
    }

    private void giveBack(Entry entry) {
        Optional<OpenModel> leave = Optional.empty();
        synchronized (this) {
            entry.leases--;
            if (closed && entry.leases == 0) {
                leave = opened(entry);
            } else if (entries.size() > most) {
                leave = spare();
            }
        }
        leave.ifPresent(OpenModel::close);
    }

    /** Takes out the model that was not asked for longest, of those that nobody has a lease of. */
    private Optional<OpenModel> spare() {
        Optional<Map.Entry<Key, Entry>> oldest = entries.entrySet().stream()
                .filter(each -> each.getValue().leases == 0)
                .min(Comparator.comparingLong(each -> each.getValue().used));
        oldest.ifPresent(each -> entries.remove(each.getKey()));
        return oldest.map(Map.Entry::getValue).flatMap(ModelPool::opened);
    }

    private static Optional<OpenModel> opened(Entry entry) {
        return entry.model.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(entry.model.getNow(null));
    }

    /** Returns how many models are open. */
    synchronized int size() {
        return entries.size();
    }

    /** Closes what nobody asks now; the rest is closed with its last lease. */
    @Override
    public void close() {
        Map<Key, Entry> left;
        synchronized (this) {
            closed = true;
            left = new HashMap<>(entries);
            left.values().removeIf(entry -> entry.leases > 0);
            entries.keySet().removeAll(left.keySet());
        }
        left.values().forEach(entry -> opened(entry).ifPresent(OpenModel::close));
    }
}
