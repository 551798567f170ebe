package dev.alambic.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.trainer.data.InvalidDataException;
import dev.alambic.trainer.optimize.OptimizerState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * All that the next epochs depend on. Order of the samples, dropout and augmentation are functions of seed and epoch,
 * so they need no state.
 *
 * @param fingerprint says which job, network and data this is of
 * @param history the epochs done
 * @param weights of the last epoch, by name
 * @param optimizer its state
 * @param masks of the pruner; empty without one
 * @param best weights of the best epoch; empty if there is none
 */
record Checkpoint(
        String fingerprint,
        List<EpochRecord> history,
        Map<String, float[]> weights,
        OptimizerState optimizer,
        Map<String, float[]> masks,
        Map<String, float[]> best) {

    private static final long MAGIC = 0x414c414d42433031L; // ALAMBC01
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the file whole or not at all, replacing an older one. */
    void write(Path file) {
        try {
            WholeFile.write(file, bytes());
        } catch (IOException e) {
            throw new AssertionError("bug: writing to memory failed", e);
        }
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(payload);
        write(out, fingerprint.getBytes(StandardCharsets.UTF_8));
        write(out, JSON.writeValueAsBytes(history));
        write(out, weights);
        out.writeLong(optimizer.steps());
        write(out, optimizer.arrays());
        write(out, masks);
        write(out, best);
        ByteArrayOutputStream whole = new ByteArrayOutputStream(payload.size() + 2 * Long.BYTES);
        DataOutputStream header = new DataOutputStream(whole);
        header.writeLong(MAGIC);
        header.writeLong(checksum(payload.toByteArray()));
        payload.writeTo(whole);
        return whole.toByteArray();
    }

    private static long checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, Map<String, float[]> arrays) throws IOException {
        out.writeInt(arrays.size());
        for (Map.Entry<String, float[]> entry : arrays.entrySet()) {
            out.writeUTF(entry.getKey());
            ByteBuffer bytes = ByteBuffer.allocate(entry.getValue().length * Float.BYTES);
            bytes.asFloatBuffer().put(entry.getValue());
            write(out, bytes.array());
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if it is not a whole checkpoint
     */
    static Checkpoint read(Path file) {
        byte[] bytes = readAll(file);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (bytes.length < 2 * Long.BYTES || header.getLong() != MAGIC) {
            throw new InvalidDataException(file + ": not a checkpoint");
        }
        byte[] payload = new byte[bytes.length - 2 * Long.BYTES];
        long expected = header.getLong();
        header.get(payload);
        if (checksum(payload) != expected) {
            throw new InvalidDataException(file + ": the checkpoint is damaged");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            return new Checkpoint(
                    new String(readBytes(in), StandardCharsets.UTF_8),
                    List.of(JSON.readValue(readBytes(in), EpochRecord[].class)),
                    readArrays(in),
                    new OptimizerState(in.readLong(), readArrays(in)),
                    readArrays(in),
                    readArrays(in));
        } catch (IOException e) {
            throw new InvalidDataException(file + ": the checkpoint is damaged", e);
        }
    }

    private static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot read the checkpoint: " + e.getMessage(), e);
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private static Map<String, float[]> readArrays(DataInputStream in) throws IOException {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            byte[] bytes = readBytes(in);
            float[] values = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
            arrays.put(name, values);
        }
        return arrays;
    }
}
