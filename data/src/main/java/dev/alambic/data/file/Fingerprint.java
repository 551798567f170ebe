package dev.alambic.data.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells equal samples from others: SHA-256 of their bytes, in hexadecimal digits. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Returns the 64 digits of these bytes. */
    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("bug: every Java has SHA-256", e);
        }
    }
}
