package dev.alambic.trainer.distill;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.message.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A teacher's answers in a file, so that it is asked once about each sample, whoever learns from it.
 *
 * <p>The file begins with what it is of (a line of text: model, data, values, see {@link #open}); then come blocks of
 * up to {@value #BLOCK} rows, each with its number of rows and a checksum, written one after the other. A block that a
 * kill or a full disk cut short is left out when the file is opened, and written again.
 */
public final class AnswerStore implements AutoCloseable {

    /** Rows of a block. */
    public static final int BLOCK = 256;

    private static final byte[] MAGIC = "alambic answers 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_KEY = 1 << 16;
    private static final int BLOCK_HEADER = Integer.BYTES + Integer.BYTES;

    /** How numbers are kept. */
    public enum Precision {
        /** As they are. */
        FLOAT32(Float.BYTES),

        /** In 16 bits: half the room, a relative error of at most 2^-11; beyond 65,504 the largest of that size. */
        FLOAT16(Short.BYTES);

        private final int bytes;

        Precision(int bytes) {
            this.bytes = bytes;
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final int width;
    private final Precision precision;
    private final long start;
    private int rows;
    private boolean isLastFull = true;

    private AnswerStore(Path file, FileChannel channel, int width, Precision precision, long start) {
        this.file = file;
        this.channel = channel;
        this.width = width;
        this.precision = precision;
        this.start = start;
    }

    /**
     * Opens a file of answers, which is begun if it is not there.
     *
     * @param key what the answers are of, in one line: the same key, the same answers
     * @param width values of a row, at least 1
     * @throws InvalidDataException if the file is none of answers, or of another key
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static AnswerStore open(Path file, String key, int width, Precision precision) {
        Rule.atLeastOne("width", width);
        String whole = key + " width=" + width + " precision=" + precision + "\n";
        if (whole.indexOf('\n') != whole.length() - 1) {
            throw new IllegalArgumentException("key: it is one line (was '" + key + "')");
        }
        byte[] head = whole.getBytes(StandardCharsets.UTF_8);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                AnswerStore store = new AnswerStore(file, channel, width, precision, MAGIC.length + (long) head.length);
                store.begin(head);
                return store;
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /**
     * Opens a file of answers that was written before, to read it.
     *
     * @param key as it was written with
     * @throws InvalidDataException if it is not there, none of answers, of another key, or of rows of another width
     */
    public static AnswerStore written(Path file, String key, int width) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(
                    file.toString(), "answers are there", "a file that alambic label wrote", "nothing");
        }
        InvalidDataException refused = null;
        for (Precision precision : Precision.values()) {
            try {
                return open(file, key, width, precision);
            } catch (InvalidDataException e) {
                refused = refused == null ? e : refused;
            }
        }
        throw Objects.requireNonNull(refused);
    }

    private static UncheckedIOException failed(Path file, IOException e) {
        return new UncheckedIOException(file + ": " + e.getMessage(), e);
    }

    private void begin(byte[] head) throws IOException {
        ByteBuffer expected = ByteBuffer.allocate(MAGIC.length + head.length);
        expected.put(MAGIC).put(head).flip();
        long size = channel.size();
        if (size < MAGIC.length + 1 && isBeginning(size)) {
            channel.truncate(0);
            writeFully(expected, 0);
            return;
        }
        String found = foundKey();
        if (found.length() < head.length
                && new String(head, StandardCharsets.UTF_8).startsWith(found)
                && size == MAGIC.length + (long) found.getBytes(StandardCharsets.UTF_8).length) {
            writeFully(expected, 0); // killed while the key was written
            return;
        }
        if (!found.equals(new String(head, StandardCharsets.UTF_8))) {
            throw new InvalidDataException(
                    file.toString(),
                    "answers of another teacher, or to other data (take another file, or remove this one)",
                    new String(head, StandardCharsets.UTF_8).strip(),
                    found.strip());
        }
        recover(size);
    }

    /** Returns whether the file is empty, or holds no more than a part of how such files begin. */
    private boolean isBeginning(long size) throws IOException {
        ByteBuffer there = ByteBuffer.allocate(Math.toIntExact(Math.min(size, MAGIC.length)));
        readFully(there, 0);
        return there.flip().equals(ByteBuffer.wrap(MAGIC, 0, there.limit()));
    }

    private String foundKey() throws IOException {
        int length = Math.toIntExact(Math.min(channel.size(), MAGIC.length + (long) MOST_KEY));
        ByteBuffer there = ByteBuffer.allocate(length);
        readFully(there, 0);
        there.flip();
        byte[] bytes = new byte[length];
        there.get(bytes);
        if (!ByteBuffer.wrap(bytes, 0, Math.min(MAGIC.length, length)).equals(ByteBuffer.wrap(MAGIC))) {
            throw new InvalidDataException(file + ": no file of answers (expected one that alambic wrote)");
        }
        int end = MAGIC.length;
        while (end < length && bytes[end] != '\n') {
            end++;
        }
        return new String(bytes, MAGIC.length, Math.min(length, end + 1) - MAGIC.length, StandardCharsets.UTF_8);
    }

    /** Counts the whole blocks, and cuts off what stands behind them. */
    private void recover(long size) throws IOException {
        long at = start;
        int found = 0;
        boolean full = true;
        while (full && at + BLOCK_HEADER <= size) {
            int count = wholeRows(at, size);
            if (count == 0) {
                break;
            }
            found += count;
            full = count == BLOCK;
            at += BLOCK_HEADER + (long) count * width * precision.bytes;
        }
        channel.truncate(at);
        rows = found;
        isLastFull = full;
    }

    /** Returns the rows of the block at {@code at}; 0 if it is not whole. */
    private int wholeRows(long at, long size) throws IOException {
        ByteBuffer header = little(BLOCK_HEADER);
        readFully(header, at);
        header.flip();
        int count = header.getInt();
        int checksum = header.getInt();
        long bytes = (long) count * width * precision.bytes;
        if (count < 1 || count > BLOCK || at + BLOCK_HEADER + bytes > size) {
            return 0;
        }
        ByteBuffer body = little(Math.toIntExact(bytes));
        readFully(body, at + BLOCK_HEADER);
        return checksum(body.flip()) == checksum ? count : 0;
    }

    private static int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readFully(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining() && channel.read(into, at + into.position()) >= 0) {
            // goes on
        }
    }

    private void writeFully(ByteBuffer from, long at) throws IOException {
        long first = at - from.position();
        while (from.hasRemaining()) {
            channel.write(from, first + from.position());
        }
    }

    /** Returns the number of rows that are there. */
    public int rows() {
        return rows;
    }

    /**
     * Adds the next rows: {@value #BLOCK} at a time, fewer only at the very end.
     *
     * @param values [count, width]; may be longer
     * @throws UncheckedIOException if the disk is full; what was there stays
     */
    public void append(float[] values, int count) {
        if (count < 1 || count > BLOCK || !isLastFull) {
            throw new IllegalArgumentException("answers: blocks of " + BLOCK + " rows but for the last (was " + count
                    + (isLastFull ? ")" : ", after the last)"));
        }
        ByteBuffer body = little(count * width * precision.bytes);
        for (int i = 0; i < count * width; i++) {
            if (precision == Precision.FLOAT16) {
                body.putShort(HalfFloat.toFloat16(
                        Math.max(-HalfFloat.MAX_FLOAT16, Math.min(HalfFloat.MAX_FLOAT16, values[i]))));
            } else {
                body.putFloat(values[i]);
            }
        }
        body.flip();
        ByteBuffer whole = little(BLOCK_HEADER + body.limit());
        whole.putInt(count).putInt(checksum(body)).put(body).flip();
        long at = place(rows / BLOCK);
        try {
            writeFully(whole, at);
        } catch (IOException e) {
            truncate(at);
            throw failed(file, e);
        }
        rows += count;
        isLastFull = count == BLOCK;
    }

    private void truncate(long at) {
        try {
            channel.truncate(at);
        } catch (IOException ignored) {
            // the checksum tells the next reader
        }
    }

    private long place(int number) {
        return start + number * (BLOCK_HEADER + (long) BLOCK * width * precision.bytes);
    }

    /**
     * Writes the values of a row, [width].
     *
     * @throws IndexOutOfBoundsException if there is no such row yet
     */
    public void read(int row, float[] target, int offset) {
        if (row < 0 || row >= rows) {
            throw new IndexOutOfBoundsException(file + ": row " + row + " of " + rows);
        }
        ByteBuffer body = little(width * precision.bytes);
        try {
            readFully(body, place(row / BLOCK) + BLOCK_HEADER + (long) (row % BLOCK) * width * precision.bytes);
        } catch (IOException e) {
            throw failed(file, e);
        }
        body.flip();
        for (int i = 0; i < width; i++) {
            target[offset + i] =
                    precision == Precision.FLOAT16 ? HalfFloat.fromFloat16(body.getShort()) : body.getFloat();
        }
    }

    /** Removes the file. */
    public void delete() {
        close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }
}
