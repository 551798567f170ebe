package dev.alambic.onnx.graph;

import java.io.Serial;

/** The model is legal ONNX, but this program cannot handle it; the message names the node, operator and version. */
public final class UnsupportedModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }

    public UnsupportedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
