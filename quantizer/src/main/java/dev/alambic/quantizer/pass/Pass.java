package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;

/** One step from a model to a model; a pure function that gives the same model for the same input and options. */
public interface Pass {

    /** What a pass promises of the outputs of the model. */
    enum Promise {
        /** They stay the same but for rounding: at most {@link Pipeline#EXACT_TOLERANCE} of the largest output. */
        EXACT,
        /** They change; the error is reported. */
        LOSSY
    }

    /** A pass that promises {@link Promise#LOSSY}. */
    interface Lossy extends Pass {
        @Override
        default Promise promise() {
            return Promise.LOSSY;
        }
    }

    /** Returns the name that reports and the history of the model use. */
    default String name() {
        return getClass().getSimpleName();
    }

    default Promise promise() {
        return Promise.EXACT;
    }

    /**
     * Checks that this pass can run on {@code model}.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if it cannot
     */
    default void requires(OnnxModel model) {}

    Outcome apply(OnnxModel model);

    /**
     * Checks what this pass promises of the structure of {@code model}, its result.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if the promise is broken
     */
    default void ensures(OnnxModel model) {}
}
