package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Files of pictures, each decoded and brought to one size when it is asked for. What was decoded is kept, as bytes, as
 * long as there is room; it is then never given up, since every epoch asks for all: of an order that is new each time,
 * the pictures that were used last are not those that come next. Safe for several threads.
 */
public final class PictureStore {
    private static final int LARGEST_AS_IT_IS = 128;
    private static final int USUAL_SIDE = 64;

    private final Path root;
    private final List<String> files;
    private final ImageSize size;
    private final Fit fit;
    private final double share;
    private final AtomicReferenceArray<@Nullable Levels> kept;
    /** Bytes that may still be kept, by this and all stores made of it. */
    private final AtomicLong room;

    /**
     * Opens nothing yet.
     *
     * @param files relative to {@code root}
     * @param size of which the channels say nothing
     * @param cacheBytes most memory for decoded pictures
     */
    public PictureStore(Path root, List<String> files, ImageSize size, Fit fit, long cacheBytes) {
        this(root, files, size, fit, 1, new AtomicLong(cacheBytes));
    }

    private PictureStore(Path root, List<String> files, ImageSize size, Fit fit, double share, AtomicLong room) {
        this.root = root;
        this.files = List.copyOf(files);
        this.size = size;
        this.fit = fit;
        this.share = share;
        this.kept = new AtomicReferenceArray<>(files.size());
        this.room = room;
    }

    /**
     * A file that cannot be read.
     *
     * @param index of the file
     * @param message with its path
     */
    public record Broken(int index, String message) {}

    /**
     * What was found by decoding every file.
     *
     * @param coloured whether any picture has colours
     */
    public record Checked(boolean coloured, List<Broken> broken) {}

    /**
     * The size that pictures suggest: their own where all have one of at most 128 × 128 pixels; where all have a larger
     * one, that made smaller, so that the longer side is 64; else 64 × 64, or the longest side of all where that is
     * less.
     */
    public static ImageSize suggested(Set<ImageSize> sizes) {
        int longest = sizes.stream()
                .mapToInt(size -> Math.max(size.width(), size.height()))
                .max()
                .orElseThrow();
        if (sizes.size() > 1) {
            int side = Math.min(USUAL_SIDE, longest);
            return new ImageSize(side, side, 1);
        }
        ImageSize own = sizes.iterator().next();
        if (longest <= LARGEST_AS_IT_IS) {
            return own;
        }
        double scale = (double) USUAL_SIDE / longest;
        return new ImageSize(
                (int) Math.max(1, Math.round(scale * own.width())),
                (int) Math.max(1, Math.round(scale * own.height())),
                1);
    }

    /** Returns the size of each picture by its header, as it is to be seen; null for files that have none. */
    public static List<@Nullable ImageSize> sizes(Path root, List<String> files) {
        return files.parallelStream().map(file -> Optional.ofNullable(sizeOf(root.resolve(file)))).toList().stream()
                .<@Nullable ImageSize>map(found -> found.orElse(null))
                .collect(Collectors.toList());
    }

    private static @Nullable ImageSize sizeOf(Path file) {
        try {
            PictureFile.Header header = new PictureFile(file).header();
            return new ImageSize(header.width(), header.height(), 1);
        } catch (InvalidDataException e) {
            return null;
        }
    }

    public int count() {
        return files.size();
    }

    /** Returns the size that pictures are brought to. */
    public ImageSize size() {
        return size;
    }

    public Path path(int index) {
        return root.resolve(files.get(index));
    }

    /** Decodes every file once, on all processors, and keeps what there is room for. */
    public Checked check() {
        List<Found> found = IntStream.range(0, files.size())
                .parallel()
                .mapToObj(this::tried)
                .toList();
        return new Checked(
                found.stream().anyMatch(Found::coloured),
                IntStream.range(0, found.size())
                        .filter(i -> found.get(i).broken() != null)
                        .mapToObj(i -> new Broken(i, String.valueOf(found.get(i).broken())))
                        .toList());
    }

    private record Found(boolean coloured, @Nullable String broken) {}

    private Found tried(int index) {
        try {
            return new Found(!levels(index).isGray(), null);
        } catch (InvalidDataException e) {
            return new Found(false, e.getMessage());
        }
    }

    /** Returns a store of some of these files, which starts with what is kept of them. */
    public PictureStore subset(int[] indices) {
        PictureStore some = new PictureStore(
                root, IntStream.of(indices).mapToObj(files::get).toList(), size, fit, share, room);
        for (int i = 0; i < indices.length; i++) {
            some.kept.set(i, kept.get(indices[i]));
        }
        return some;
    }

    /** Returns the same files for a form; this itself if it asks for nothing else. */
    public PictureStore in(PictureForm form) {
        ImageSize wanted = form.size();
        boolean same = wanted.width() == size.width()
                && wanted.height() == size.height()
                && form.fit() == fit
                && form.share() == share;
        return same ? this : new PictureStore(root, files, wanted, form.fit(), form.share(), room);
    }

    /**
     * Writes a picture in a form that this store is {@linkplain #in for}, from {@code target[offset]} on.
     *
     * @throws InvalidDataException if the file is missing or broken
     */
    public void copy(int index, PictureForm form, float[] target, int offset) {
        form.fill(target, offset, levels(index));
    }

    private Levels levels(int index) {
        Levels there = kept.get(index);
        if (there != null) {
            return there;
        }
        Levels read = new PictureFile(path(index)).read(size, fit, share);
        int bytes = read.byteSize();
        if (room.addAndGet(-bytes) < 0 || !kept.compareAndSet(index, null, read)) {
            room.addAndGet(bytes);
        }
        return read;
    }
}
