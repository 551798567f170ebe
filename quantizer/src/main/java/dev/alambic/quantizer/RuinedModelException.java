package dev.alambic.quantizer;

/** A smaller form of a model is so far from it that it is of no use; the model itself is in order. */
public final class RuinedModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RuinedModelException(String message) {
        super(message);
    }
}
