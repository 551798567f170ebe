package dev.alambic.packager.archive;

import java.io.Serial;

/** A package is broken or was changed; the message names the place, the rule and both values. */
public final class InvalidPackageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidPackageException(String where, String rule, Object expected, Object actual) {
        super(where + ": " + rule + " (expected " + expected + ", was " + actual + ")");
    }

    public InvalidPackageException(String message, Throwable cause) {
        super(message, cause);
    }
}
