package dev.alambic.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.file.WholeFile;
import dev.alambic.trainer.optimize.OptimizerState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

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

    private static final long MAGIC = 0x414c414d42433032L; // ALAMBC02
    private static final long SEVERAL = 0x414c414d42433033L; // ALAMBC03, of several networks that learn at once
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 1 << 16;

    /**
     * Writes the file whole or not at all, replacing an older one: magic, content, checksum of the content. Nothing of
     * it is held in memory, for the weights of a large network are there a few times already.
     */
    static void write(Path file, List<Checkpoint> networks) {
        WholeFile.write(file, out -> {
            CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
            DataOutputStream content = new DataOutputStream(new BufferedOutputStream(checked, BLOCK));
            content.writeLong(networks.size() == 1 ? MAGIC : SEVERAL);
            if (networks.size() > 1) {
                content.writeInt(networks.size());
            }
            for (Checkpoint network : networks) {
                network.writeContent(content);
            }
            content.flush();
            content.writeLong(checked.getChecksum().getValue());
            content.flush();
        });
    }

    private void writeContent(DataOutputStream out) throws IOException {
        write(out, fingerprint.getBytes(StandardCharsets.UTF_8));
        write(out, JSON.writeValueAsBytes(history));
        write(out, weights);
        out.writeLong(optimizer.steps());
        write(out, optimizer.arrays());
        write(out, masks);
        write(out, best);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, Map<String, float[]> arrays) throws IOException {
        out.writeInt(arrays.size());
        for (Map.Entry<String, float[]> entry : arrays.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            for (float value : entry.getValue()) {
                out.writeFloat(value);
            }
        }
    }

    /**
     * Reads a file: one for each network that was trained.
     *
     * @throws InvalidDataException if it is not a whole checkpoint
     */
    static List<Checkpoint> read(Path file) {
        try {
            requireWhole(file);
            try (DataInputStream in = open(file)) {
                int count = in.readLong() == SEVERAL ? in.readInt() : 1;
                List<Checkpoint> networks = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    networks.add(readContent(in));
                }
                return List.copyOf(networks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot read the checkpoint: " + e.getMessage(), e);
        }
    }

    private static Checkpoint readContent(DataInputStream in) throws IOException {
        return new Checkpoint(
                new String(readBytes(in), StandardCharsets.UTF_8),
                List.of(JSON.readValue(readBytes(in), EpochRecord[].class)),
                readArrays(in),
                new OptimizerState(in.readLong(), readArrays(in)),
                readArrays(in),
                readArrays(in));
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BLOCK));
    }

    /** Compares the checksum before any length in the file is believed. */
    private static void requireWhole(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (DataInputStream in = open(file)) {
            long left = Files.size(file) - Long.BYTES;
            if (left < Long.BYTES) {
                throw new InvalidDataException(file + ": not a checkpoint");
            }
            byte[] block = new byte[BLOCK];
            for (boolean first = true; left > 0; first = false) {
                int count = (int) Math.min(left, block.length);
                in.readFully(block, 0, count);
                long magic = first ? ByteBuffer.wrap(block).getLong() : MAGIC;
                if (magic != MAGIC && magic != SEVERAL) {
                    throw new InvalidDataException(file + ": not a checkpoint");
                }
                crc.update(block, 0, count);
                left -= count;
            }
            if (in.readLong() != crc.getValue()) {
                throw new InvalidDataException(file + ": the checkpoint is damaged");
            }
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
            float[] values = new float[in.readInt()];
            for (int i = 0; i < values.length; i++) {
                values[i] = in.readFloat();
            }
            arrays.put(name, values);
        }
        return arrays;
    }
}
