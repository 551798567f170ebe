package dev.alambic.packager.mobile;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes an .ort file the same each time. ONNX Runtime writes one table of it, the types of kernels, in an order that
 * changes from run to run (it keeps it in hash tables that are seeded by chance). The table is written anew at the end
 * of the file, in the order of its keys, and zeros take its old place, which is between the root and the model.
 */
final class CanonicalOrt {
    private static final int MODEL_FIELD = 1;
    private static final int TYPES_FIELD = 3;
    private static final int IDENTIFIER = 0x4d54524f;

    private CanonicalOrt() {}

    /** Changes {@code file} in place. */
    static void rewrite(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer ort = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            rewrite(ort, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    private static void rewrite(ByteBuffer ort, FileChannel channel) throws IOException {
        int root = ort.getInt(0);
        int vtable = root - ort.getInt(root);
        int types = root + ort.getShort(vtable + 4 + 2 * TYPES_FIELD);
        int model = root + ort.getShort(vtable + 4 + 2 * MODEL_FIELD);
        KernelTypes read = KernelTypes.read(ort, types + ort.getInt(types), model + ort.getInt(model));
        int from = root + ort.getShort(vtable + 2);
        boolean known = ort.getInt(4) == IDENTIFIER
                && vtable < root
                && read.end() <= model + ort.getInt(model)
                && types + ort.getInt(types) >= from;
        if (!known) {
            throw new UnsupportedModelException(
                    "this version of ONNX Runtime writes .ort files of a form not known here");
        }
        int end = Math.toIntExact((channel.size() + 7) / 8 * 8);
        int length = Math.max(0, read.end() - from);
        channel.write(ByteBuffer.allocate(end - (int) channel.size()), channel.size());
        ByteBuffer made = read.write();
        channel.write(made, end);
        channel.write(ByteBuffer.allocate(length), from);
        channel.write(offset(end + KernelTypes.START - types), types);
    }

    private static ByteBuffer offset(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
    }
}
