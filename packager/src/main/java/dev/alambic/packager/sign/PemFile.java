package dev.alambic.packager.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key between lines that say what it is (RFC 7468). */
final class PemFile {
    private static final long MOST_BYTES = 1 << 16;

    private PemFile() {}

    /**
     * Returns the encoded key of a file.
     *
     * @param kind for example {@code PRIVATE KEY}
     * @throws IllegalArgumentException if the file holds no such key
     */
    static byte[] read(Path file, String kind) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException(file + ": too large for a key");
            }
            Matcher pem = Pattern.compile("-----BEGIN " + kind + "-----([A-Za-z0-9+/=\\s]*)-----END " + kind + "-----")
                    .matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            if (!pem.find()) {
                throw new IllegalArgumentException(file + ": not a key in PEM form (expected '-----BEGIN " + kind
                        + "-----'; openssl genpkey -algorithm ed25519 makes one)");
            }
            return Base64.getMimeDecoder().decode(pem.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
