package dev.alambic.data.set;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of numbers, all of one width, written once and then read in any order. Up to 64 MB of them stay in memory; more
 * lie in a temporary file, of which 32 MB are kept: those that were asked for last. The file is gone with the process,
 * however that ends, where a system lets an open file be deleted. Safe for several threads.
 */
public final class RowStore {
    private static final long MOST_IN_MEMORY = 64L << 20;
    /** Values of a block. */
    private static final int BLOCK = 1 << 12;

    private static final int BLOCKS_KEPT = 2048;

    private final Place place;
    private final int count;
    private final int width;
    private final @Nullable Selection selection;

    private RowStore(Place place, int count, int width, @Nullable Selection selection) {
        this.place = place;
        this.count = count;
        this.width = width;
        this.selection = selection;
    }

    /** Returns rows that are there already, without a copy. */
    static RowStore of(float[][] rows) {
        return new RowStore(new InMemory(List.of(rows), 1), rows.length, rows.length == 0 ? 0 : rows[0].length, null);
    }

    /** Where the values are. */
    private sealed interface Place {
        void copy(int row, int width, float[] target, int offset);
    }

    /** Some of the values of a row, where {@code codes} tells it by the place in a list that the value names. */
    private static final class Selection {
        private final int[] from;
        private final float[] @Nullable [] codes;

        Selection(int[] from, float[] @Nullable [] codes) {
            this.from = from;
            this.codes = codes;
        }

        void apply(float[] row, float[] target, int offset) {
            for (int i = 0; i < from.length; i++) {
                float value = row[from[i]];
                float[] list = codes[i];
                target[offset + i] = list == null ? value : list[(int) value];
            }
        }
    }

    public int count() {
        return count;
    }

    /** Returns the number of values of a row. */
    int width() {
        return selection == null ? width : selection.from.length;
    }

    /**
     * Returns how many rows that follow each other are read as soon as one; those of {@value #BLOCKS_KEPT} such blocks
     * are read once if they are asked for soon after each other.
     */
    int together() {
        return place instanceof InFile file ? file.rowsInBlock : 1;
    }

    /** Returns the values of a row. */
    public float[] row(int index) {
        float[] values = new float[width()];
        copy(index, values, 0);
        return values;
    }

    /** Writes the values of a row from {@code target[offset]} on. */
    void copy(int row, float[] target, int offset) {
        if (selection == null) {
            place.copy(row, width, target, offset);
        } else {
            float[] whole = new float[width];
            place.copy(row, width, whole, 0);
            selection.apply(whole, target, offset);
        }
    }

    /**
     * Returns the same rows with other values, which are looked up when they are asked for.
     *
     * @param from which value of a row each one is taken from
     * @param codes for each of them what its value, a place in this list, stands for; null for the value itself
     */
    public RowStore select(int[] from, float[] @Nullable [] codes) {
        return new RowStore(place, count, width, new Selection(from.clone(), codes.clone()));
    }

    private record InMemory(List<float[]> blocks, int rowsInBlock) implements Place {
        @Override
        public void copy(int row, int width, float[] target, int offset) {
            System.arraycopy(blocks.get(row / rowsInBlock), row % rowsInBlock * width, target, offset, width);
        }
    }

    /** Rows in a file, of which the blocks that were asked for last are kept. */
    private static final class InFile implements Place {
        private final RandomAccessFile file;
        private final String called;
        private final int rowsInBlock;
        private final byte[] bytes;
        private long size;
        private final LinkedHashMap<Integer, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);

        InFile(RandomAccessFile file, String called, int rowsInBlock, int width) {
            this.file = file;
            this.called = called;
            this.rowsInBlock = rowsInBlock;
            this.bytes = new byte[Float.BYTES * rowsInBlock * width];
        }

        void append(float[] values, int length) {
            ByteBuffer.wrap(bytes).asFloatBuffer().put(values, 0, length);
            try {
                file.write(bytes, 0, Float.BYTES * length);
                size += Float.BYTES * (long) length;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        called + ": rows that do not fit into memory cannot be written there: " + e.getMessage()
                                + " (another folder: ALAMBIC_JAVA_OPTS=-Djava.io.tmpdir=FOLDER)",
                        e);
            }
        }

        @Override
        public synchronized void copy(int row, int width, float[] target, int offset) {
            float[] block = kept.get(row / rowsInBlock);
            if (block == null) {
                block = read(row / rowsInBlock);
            }
            System.arraycopy(block, row % rowsInBlock * width, target, offset, width);
        }

        private float[] read(int number) {
            float[] block = kept.size() < BLOCKS_KEPT ? new float[bytes.length / Float.BYTES] : oldest();
            try {
                long start = (long) bytes.length * number;
                int length = (int) Math.min(bytes.length, size - start);
                file.seek(start);
                file.readFully(bytes, 0, length);
                ByteBuffer.wrap(bytes).asFloatBuffer().get(block, 0, length / Float.BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(called + ": " + e.getMessage(), e);
            }
            kept.put(number, block);
            return block;
        }

        private float[] oldest() {
            Iterator<float[]> all = kept.values().iterator();
            float[] oldest = all.next();
            all.remove();
            return oldest;
        }
    }

    /** Opens the file for rows that do not fit into memory. */
    interface Spill {
        RandomAccessFile open(Path file) throws IOException;
    }

    /** Takes rows one by one. */
    public static final class Writer {
        private final int width;
        private final int rowsInBlock;
        private final long mostBytes;
        private final Spill spill;
        private final List<float[]> blocks = new ArrayList<>();
        private float[] block;
        private int filled;
        private int count;
        private @Nullable InFile file;

        public Writer(int width) {
            this(width, MOST_IN_MEMORY, temporary -> new RandomAccessFile(temporary.toFile(), "rw"));
        }

        Writer(int width, long mostBytes, Spill spill) {
            this.width = width;
            this.rowsInBlock = Math.max(1, BLOCK / Math.max(1, width));
            this.mostBytes = mostBytes;
            this.spill = spill;
            this.block = new float[rowsInBlock * width];
        }

        /** Adds a row, of which a copy is kept. */
        public void add(float[] row) {
            System.arraycopy(row, 0, block, filled * width, width);
            count = Math.addExact(count, 1);
            filled++;
            if (filled == rowsInBlock) {
                keep();
            }
        }

        public int count() {
            return count;
        }

        private void keep() {
            if (file == null && (blocks.size() + 1L) * Float.BYTES * block.length > mostBytes) {
                file = open();
                for (float[] earlier : blocks) {
                    file.append(earlier, earlier.length);
                }
                blocks.clear();
            }
            if (file == null) {
                blocks.add(block);
                block = new float[block.length];
            } else {
                file.append(block, filled * width);
            }
            filled = 0;
        }

        private InFile open() {
            String folder = System.getProperty("java.io.tmpdir", ".");
            try {
                Path path = Files.createTempFile("alambic-rows", ".tmp");
                try {
                    return new InFile(spill.open(path), folder, rowsInBlock, width);
                } finally {
                    delete(path.toFile());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        folder + ": no temporary file can be made there, for rows that do not fit into memory: "
                                + e.getMessage(),
                        e);
            }
        }

        private static void delete(File open) {
            if (!open.delete()) {
                open.deleteOnExit();
            }
        }

        /** Returns what was added; nothing can be added any more. */
        public RowStore finish() {
            if (file != null) {
                file.append(block, filled * width);
                return new RowStore(file, count, width, null);
            }
            if (filled > 0) {
                blocks.add(block);
            }
            return new RowStore(new InMemory(List.copyOf(blocks), rowsInBlock), count, width, null);
        }
    }
}
