package dev.alambic.trainer.experiment;

import dev.alambic.onnx.OnnxModel;

/**
 * What is done to a network that is an ONNX graph around its training; fake quantization, for example, goes in before
 * and becomes integers after.
 */
public interface GraphChange {

    /** Changes nothing. */
    GraphChange NONE = new GraphChange() {};

    /**
     * Returns what is trained instead of {@code model}; its inputs and first output must stay.
     *
     * @param model cut and with its head, before any training
     */
    default OnnxModel before(OnnxModel model) {
        return model;
    }

    /**
     * Returns what becomes of the trained model.
     *
     * @param model the one of {@link #before} with its trained weights, already compared with the engine
     */
    default OnnxModel after(OnnxModel model) {
        return model;
    }
}
