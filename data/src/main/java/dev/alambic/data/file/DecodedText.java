package dev.alambic.data.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text file of the user, decoded as it is read. A byte order mark tells the encoding and is no part of the text;
 * bytes that are none of the encoding, and characters 0, are refused with the line they stand in.
 */
public final class DecodedText extends Reader {
    private static final int MARK = 3;

    private final String file;
    private final InputStream in;
    private final Charset encoding;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
    private long line = 1;
    private boolean atEnd;
    private boolean isRead;

    /**
     * Begins to read.
     *
     * @param told the encoding of a text without byte order mark
     */
    public DecodedText(String file, InputStream in, Charset told) throws IOException {
        this.file = file;
        PushbackInputStream pushback = new PushbackInputStream(in, MARK);
        byte[] first = pushback.readNBytes(MARK);
        Charset marked = marked(first);
        int skipped = marked == null ? 0 : marked.equals(StandardCharsets.UTF_8) ? MARK : 2;
        pushback.unread(first, skipped, first.length - skipped);
        this.in = pushback;
        this.encoding = marked == null ? told : marked;
        this.decoder = encoding.newDecoder();
    }

    private static @Nullable Charset marked(byte[] first) {
        int one = first.length > 0 ? first[0] & 0xff : 0;
        int two = first.length > 1 ? first[1] & 0xff : 0;
        if (one == 0xef && two == 0xbb && first.length == MARK && (first[2] & 0xff) == 0xbf) {
            return StandardCharsets.UTF_8;
        }
        if (one == 0xff && two == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return one == 0xfe && two == 0xff ? StandardCharsets.UTF_16BE : null;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0 || isRead) {
            return isRead ? -1 : 0;
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, atEnd);
            int made = chars.position() - offset;
            count(target, offset, made);
            if (result.isError()) {
                throw refusal();
            }
            if (made > 0) {
                return made;
            }
            if (atEnd) {
                isRead = true;
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int got = in.read(bytes.array(), bytes.position(), bytes.remaining());
        atEnd = got < 0;
        bytes.position(bytes.position() + Math.max(0, got)).flip();
    }

    private void count(char[] target, int offset, int made) {
        for (int i = offset; i < offset + made; i++) {
            if (target[i] == '\n') {
                line++;
            } else if (target[i] == 0) {
                throw new InvalidDataException(file + ":" + line + ": a character 0, so this is no text in "
                        + encoding + ": save the file as UTF-8, or say its encoding (data.encoding, --encoding), for"
                        + " example utf-16le");
            }
        }
    }

    private InvalidDataException refusal() {
        return new InvalidDataException(file + ":" + line + ": not " + encoding + " (the byte 0x"
                + Integer.toHexString(bytes.get(bytes.position()) & 0xff)
                + "): save the file as UTF-8, or say its encoding (data.encoding, --encoding), for example latin1");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
