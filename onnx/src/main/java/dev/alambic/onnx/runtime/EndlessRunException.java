package dev.alambic.onnx.runtime;

import java.io.Serial;

/** A run of a model did not end in the time that it is given, and was stopped; other inputs are not tried. */
public final class EndlessRunException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EndlessRunException(String where, long seconds, Throwable cause) {
        super(
                where + ": the model answers one call within " + seconds + " s (it was stopped then; a slow machine or"
                        + " model is given more by ALAMBIC_JAVA_OPTS=-D" + RunLimit.SECONDS + "=600)",
                cause);
    }
}
