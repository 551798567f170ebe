package dev.alambic.packager.sign;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** An Ed25519 key to sign by, with its public half. */
public final class SigningKey {
    private static final int SEED_BYTES = 32;

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
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
            return new SigningKey(new KeyPair(
                    VerifyingKey.of(derived(key).getPublic().getEncoded()).key(), key));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + ": not an Ed25519 key: " + e.getMessage(), e);
        }
    }

    /** Returns the pair that belongs to a private key: the JDK derives it where it makes keys from chance alone. */
    private static KeyPair derived(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key)
                .getBytes()
                .orElseThrow(() -> new GeneralSecurityException("the key does not give its content"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!Arrays.equals(((EdECPrivateKey) pair.getPrivate()).getBytes().orElse(new byte[0]), seed)) {
            throw new GeneralSecurityException("the public half cannot be derived by this JDK");
        }
        return pair;
    }

    /** Chance that gives what it was told. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient byte[] seed;

        Given(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != SEED_BYTES) {
                throw new AssertionError("bug: an Ed25519 key is 32 bytes, asked were " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, SEED_BYTES);
        }
    }

    /** Returns the half that others verify by. */
    public VerifyingKey verifyingKey() {
        return VerifyingKey.of(pair.getPublic().getEncoded());
    }

    byte[] sign(byte[] message) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("bug: every JDK from 15 on signs by Ed25519", e);
        }
    }
}
