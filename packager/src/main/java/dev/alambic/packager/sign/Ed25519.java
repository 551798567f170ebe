package dev.alambic.packager.sign;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * The public half of a private Ed25519 key, which the JDK makes only while it makes both from chance: A = [s]B on the
 * curve -x² + y² = 1 + d x² y² over the integers modulo p = 2^255 - 19, where s comes from the first half of the
 * SHA-512 of the key. Source: RFC 8032, sections 5.1 and 5.1.5. The time that it takes tells of the key: it is for the
 * machine of its owner alone.
 */
final class Ed25519 {
    /** Bytes of a private key. */
    static final int SEED_BYTES = 32;

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger D = over(BigInteger.valueOf(-121665), BigInteger.valueOf(121666));
    private static final Point BASE = new Point(
            new BigInteger("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            over(BigInteger.valueOf(4), BigInteger.valueOf(5)));
    private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);

    private Ed25519() {}

    /** A point of the curve. */
    private record Point(BigInteger x, BigInteger y) {

        /** The formulas hold for every pair of points, also of equal ones. */
        Point plus(Point other) {
            BigInteger both = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
            return new Point(
                    over(x.multiply(other.y).add(y.multiply(other.x)), BigInteger.ONE.add(both)),
                    over(y.multiply(other.y).add(x.multiply(other.x)), BigInteger.ONE.subtract(both)));
        }

        Point times(BigInteger factor) {
            Point product = NEUTRAL;
            for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
                product = product.plus(product);
                product = factor.testBit(bit) ? product.plus(this) : product;
            }
            return product;
        }
    }

    /** Returns a / b modulo p. */
    private static BigInteger over(BigInteger a, BigInteger b) {
        return a.multiply(b.modInverse(P)).mod(P);
    }

    /** Returns the public key of the private key {@code seed}, {@value #SEED_BYTES} bytes. */
    static PublicKey publicKey(byte[] seed) throws GeneralSecurityException {
        Point point = BASE.times(scalar(seed));
        EdECPoint encoded = new EdECPoint(point.x.testBit(0), point.y);
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, encoded));
    }

    private static BigInteger scalar(byte[] seed) throws GeneralSecurityException {
        if (seed.length != SEED_BYTES) {
            throw new GeneralSecurityException("a private key has " + SEED_BYTES + " bytes (was " + seed.length + ")");
        }
        byte[] half = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), SEED_BYTES);
        half[0] = (byte) (half[0] & 0xf8);
        half[SEED_BYTES - 1] = (byte) ((half[SEED_BYTES - 1] & 0x7f) | 0x40);
        BigInteger scalar = BigInteger.ZERO;
        for (int i = SEED_BYTES - 1; i >= 0; i--) { // little-endian
            scalar = scalar.shiftLeft(Byte.SIZE).or(BigInteger.valueOf(Byte.toUnsignedLong(half[i])));
        }
        return scalar;
    }
}
