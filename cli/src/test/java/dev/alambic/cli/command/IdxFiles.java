package dev.alambic.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** IDX files for tests. */
final class IdxFiles {

    private IdxFiles() {}

    /** Writes images of one row, and labels that are whether the first pixel is above 127, as one part of a folder. */
    static void write(Path folder, String part, int... firstPixels) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 2 * firstPixels.length);
        images.putInt(0x0803).putInt(firstPixels.length).putInt(1).putInt(2);
        ByteBuffer labels = ByteBuffer.allocate(8 + firstPixels.length);
        labels.putInt(0x0801).putInt(firstPixels.length);
        for (int level : firstPixels) {
            images.put((byte) level).put((byte) 10);
            labels.put((byte) (level > 127 ? 1 : 0));
        }
        Files.createDirectories(folder);
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
