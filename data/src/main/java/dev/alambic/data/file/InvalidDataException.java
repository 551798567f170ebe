package dev.alambic.data.file;

import java.io.Serial;

/**
 * A data file is missing, unreadable or broken; the message names the file, the line where there is one, and the rule.
 */
public final class InvalidDataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidDataException(String message) {
        super(message);
    }

    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }

    public InvalidDataException(String where, String rule, Object expected, Object actual) {
        super(where + ": " + rule + " (expected " + expected + ", was " + actual + ")");
    }
}
