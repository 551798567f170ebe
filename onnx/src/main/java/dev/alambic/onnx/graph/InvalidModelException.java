package dev.alambic.onnx.graph;

import java.io.Serial;

/** The file or graph breaks a rule of ONNX or of a pass; the message names the place, the rule and both values. */
public final class InvalidModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidModelException(String where, String rule, Object expected, Object actual) {
        super(where + ": " + rule + " (expected " + expected + ", was " + actual + ")");
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
