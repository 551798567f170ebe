package dev.alambic.packager.sign;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public half of an Ed25519 key. */
public final class VerifyingKey {
    private final PublicKey key;

    private VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads an X.509 key in PEM form.
     *
     * @throws IllegalArgumentException if the file holds no Ed25519 key
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static VerifyingKey read(Path file) {
        try {
            return of(PemFile.read(file, "PUBLIC KEY"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).startsWith(file.toString())
                            ? e.getMessage()
                            : file + ": " + e.getMessage(),
                    e);
        }
    }

    static VerifyingKey of(PublicKey key) {
        return new VerifyingKey(key);
    }

    /** @throws IllegalArgumentException if this is no Ed25519 key */
    static VerifyingKey of(byte[] encoded) {
        try {
            return new VerifyingKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + e.getMessage(), e);
        }
    }

    /** Returns the key in base 64, as a package holds it. */
    public String text() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Returns the hash of the key, by which people compare keys. */
    public String fingerprint() {
        return Sha256.of(ByteBuffer.wrap(key.getEncoded()));
    }

    boolean accepts(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // what cannot be a signature is none
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key.getEncoded());
    }
}
