package dev.alambic.packager.sign;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** An Ed25519 key to sign by, with its public half. */
public final class SigningKey {
    private final PrivateKey key;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
        this.key = key;
        this.verifyingKey = verifyingKey;
    }

    /**
     * Reads a PKCS#8 key in PEM form.
     *
     * @throws IllegalArgumentException if the file holds no Ed25519 key
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static SigningKey read(Path file) {
        byte[] encoded = PemFile.read(file, "PRIVATE KEY");
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] seed = ((EdECPrivateKey) key)
                    .getBytes()
                    .orElseThrow(() -> new GeneralSecurityException("the key does not give its content"));
            return new SigningKey(key, VerifyingKey.of(Ed25519.publicKey(seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + ": not an Ed25519 key: " + e.getMessage(), e);
        }
    }

    /** Returns the half that others verify by. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("bug: every JDK from 15 on signs by Ed25519", e);
        }
    }
}
