package dev.alambic.packager.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The records of a zip (PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16) as we write them: stored, because
 * weights hardly compress and compressors differ from machine to machine; dated 1 January 1980, the earliest there is;
 * without extra fields, comments or attributes.
 */
final class ZipFormat {
    static final int LOCAL = 0x04034b50;
    static final int LOCAL_BYTES = 30;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final short VERSION = 20;
    private static final short STORED = 0;
    private static final short DATE = 1 << 5 | 1;

    private ZipFormat() {}

    /** One file. */
    record Entry(String name, int crc, int size, int offset) {

        static Entry of(String name, ByteBuffer content, int offset) {
            CRC32 crc = new CRC32();
            crc.update(content.duplicate());
            return new Entry(name, (int) crc.getValue(), content.remaining(), offset);
        }

        private byte[] nameBytes() {
            return name.getBytes(StandardCharsets.US_ASCII);
        }

        /** Returns what stands before the content. */
        ByteBuffer local() {
            return common(buffer(LOCAL_BYTES + name.length()).putInt(LOCAL))
                    .putShort((short) 0)
                    .put(nameBytes())
                    .flip();
        }

        private ByteBuffer common(ByteBuffer out) {
            return out.putShort(VERSION)
                    .putShort((short) 0)
                    .putShort(STORED)
                    .putShort((short) 0)
                    .putShort(DATE)
                    .putInt(crc)
                    .putInt(size)
                    .putInt(size)
                    .putShort((short) name.length());
        }

        private void central(ByteBuffer out) {
            common(out.putInt(CENTRAL).putShort(VERSION));
            // no extra field, comment, disk number or attributes
            out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
            out.putInt(0).putInt(offset).put(nameBytes());
        }
    }

    /** Returns what stands behind the last content, at {@code offset}. */
    static ByteBuffer directory(List<Entry> entries, int offset) {
        int size = entries.stream()
                .mapToInt(entry -> CENTRAL_BYTES + entry.name().length())
                .sum();
        ByteBuffer out = buffer(size + END_BYTES);
        entries.forEach(entry -> entry.central(out));
        short count = (short) entries.size();
        return out.putInt(END)
                .putInt(0)
                .putShort(count)
                .putShort(count)
                .putInt(size)
                .putInt(offset)
                .putShort((short) 0)
                .flip();
    }

    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
