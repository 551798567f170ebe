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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /**
     * What is kept of a row.
     *
     * @param top how many of the largest logits, with what the others have together, by which each of them is the same
     *     when it is read; 0 = all. Their probabilities are exact, and sum to 1; softened, those of the others are
     *     nearly so
     */
    public record Form(Precision precision, int top) {
        private static final Pattern TOLD = Pattern.compile(" precision=(FLOAT32|FLOAT16)(?: top=([1-9]\\d{0,8}))?$");

        public Form {
            Rule.require(top >= 0, "top", "at least 0", top);
        }

        /** Returns: every number as it is. */
        public static Form whole() {
            return new Form(Precision.FLOAT32, 0);
        }

        /** Returns this, or what keeps all of a row of so many values where this would take no less room. */
        private Form of(int width) {
            return top == 0 || top >= width || bytes(width) >= width * precision.bytes ? new Form(precision, 0) : this;
        }

        private int bytes(int width) {
            return top == 0 ? width * precision.bytes : top * (Integer.BYTES + precision.bytes) + Float.BYTES;
        }

        private static Optional<Form> of(String key) {
            Matcher told = TOLD.matcher(key.strip());
            return told.find()
                    ? Optional.of(new Form(
                            Precision.valueOf(told.group(1)),
                            told.group(2) == null ? 0 : Integer.parseInt(told.group(2))))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "precision=" + precision + (top == 0 ? "" : " top=" + top);
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final int width;
    private final Form form;
    private final int rowBytes;
    private final long start;
    private int rows;
    private boolean isLastFull = true;

    private AnswerStore(Path file, FileChannel channel, int width, Form form, long start) {
        this.file = file;
        this.channel = channel;
        this.width = width;
        this.form = form;
        this.rowBytes = form.bytes(width);
        this.start = start;
    }

    /**
     * Opens a file of answers, which is begun if it is not there.
     *
     * @param key what the answers are of, in one line: the same key, the same answers
     * @param width values of a row, at least 1
     * @param wanted what is kept; all of a row that would take no less room
     * @throws InvalidDataException if the file is none of answers, or of another key
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static AnswerStore open(Path file, String key, int width, Form wanted) {
        Rule.atLeastOne("width", width);
        Form form = wanted.of(width);
        String whole = key + " width=" + width + " " + form + "\n";
        if (whole.indexOf('\n') != whole.length() - 1) {
            throw new IllegalArgumentException("key: it is one line (was '" + key + "')");
        }
        byte[] head = whole.getBytes(StandardCharsets.UTF_8);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                AnswerStore store = new AnswerStore(file, channel, width, form, MAGIC.length + (long) head.length);
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
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            String found = foundKey(file, channel);
            return open(file, key, width, Form.of(found).orElse(Form.whole()));
        } catch (IOException e) {
            throw failed(file, e);
        }
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
        String found = foundKey(file, channel);
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
        readFully(channel, there, 0);
        return there.flip().equals(ByteBuffer.wrap(MAGIC, 0, there.limit()));
    }

    private static String foundKey(Path file, FileChannel channel) throws IOException {
        int length = Math.toIntExact(Math.min(channel.size(), MAGIC.length + (long) MOST_KEY));
        ByteBuffer there = ByteBuffer.allocate(length);
        readFully(channel, there, 0);
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
            at += BLOCK_HEADER + (long) count * rowBytes;
        }
        channel.truncate(at);
        rows = found;
        isLastFull = full;
    }

    /** Returns the rows of the block at {@code at}; 0 if it is not whole. */
    private int wholeRows(long at, long size) throws IOException {
        ByteBuffer header = little(BLOCK_HEADER);
        readFully(channel, header, at);
        header.flip();
        int count = header.getInt();
        int checksum = header.getInt();
        long bytes = (long) count * rowBytes;
        if (count < 1 || count > BLOCK || at + BLOCK_HEADER + bytes > size) {
            return 0;
        }
        ByteBuffer body = little(Math.toIntExact(bytes));
        readFully(channel, body, at + BLOCK_HEADER);
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

    private static void readFully(FileChannel channel, ByteBuffer into, long at) throws IOException {
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
        ByteBuffer body = little(Math.multiplyExact(count, rowBytes));
        for (int row = 0; row < count; row++) {
            if (form.top == 0) {
                for (int i = 0; i < width; i++) {
                    put(body, values[row * width + i]);
                }
            } else {
                putTop(body, values, row * width);
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

    private void put(ByteBuffer body, float value) {
        if (form.precision == Precision.FLOAT16) {
            body.putShort(
                    HalfFloat.toFloat16(Math.max(-HalfFloat.MAX_FLOAT16, Math.min(HalfFloat.MAX_FLOAT16, value))));
        } else {
            body.putFloat(value);
        }
    }

    private float get(ByteBuffer body) {
        return form.precision == Precision.FLOAT16 ? HalfFloat.fromFloat16(body.getShort()) : body.getFloat();
    }

    /** Writes the largest logits with their places, the smallest of them first, and the one that all others get. */
    private void putTop(ByteBuffer body, float[] values, int from) {
        PriorityQueue<Integer> top = new PriorityQueue<>(Comparator.comparingDouble(i -> values[from + i]));
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            most = Math.max(most, values[from + i]);
            top.add(i);
            if (top.size() > form.top) {
                top.remove();
            }
        }
        Set<Integer> kept = new HashSet<>(top);
        double others = 0;
        for (int i = 0; i < width; i++) {
            others += kept.contains(i) ? 0 : Math.exp(values[from + i] - most);
        }
        while (!top.isEmpty()) {
            int place = top.remove();
            body.putInt(place);
            put(body, values[from + place]);
        }
        body.putFloat((float) (most + Math.log(Math.max(others, Double.MIN_NORMAL) / (width - form.top))));
    }

    private void truncate(long at) {
        try {
            channel.truncate(at);
        } catch (IOException ignored) {
            // the checksum tells the next reader
        }
    }

    private long place(int number) {
        return start + number * (BLOCK_HEADER + (long) BLOCK * rowBytes);
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
        ByteBuffer body = little(rowBytes);
        try {
            readFully(channel, body, place(row / BLOCK) + BLOCK_HEADER + (long) (row % BLOCK) * rowBytes);
        } catch (IOException e) {
            throw failed(file, e);
        }
        body.flip();
        if (form.top == 0) {
            for (int i = 0; i < width; i++) {
                target[offset + i] = get(body);
            }
            return;
        }
        Arrays.fill(target, offset, offset + width, body.getFloat(rowBytes - Float.BYTES));
        for (int i = 0; i < form.top; i++) {
            int place = body.getInt();
            target[offset + place] = get(body);
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
