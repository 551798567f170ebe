package dev.alambic.packager.sign;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The public half of a private Ed25519 key (RFC 8032, section 5.1.5). The JDK makes it only while it makes both from
 * chance, so chance here is the private key; that the generator made this very key of it is checked.
 */
final class Ed25519 {
    /** Bytes of a private key. */
    static final int SEED_BYTES = 32;

    private Ed25519() {}

    /** Returns the public key of the private key {@code seed}, {@value #SEED_BYTES} bytes. */
    static PublicKey publicKey(byte[] seed) throws GeneralSecurityException {
        if (seed.length != SEED_BYTES) {
            throw new GeneralSecurityException("a private key has " + SEED_BYTES + " bytes (was " + seed.length + ")");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        KeyPair made = generator.generateKeyPair();
        byte[] secret = ((EdECPrivateKey) made.getPrivate()).getBytes().orElse(new byte[0]);
        if (!Arrays.equals(secret, seed)) {
            throw new GeneralSecurityException("this Java does not make a public key of a private one");
        }
        return made.getPublic();
    }
}
