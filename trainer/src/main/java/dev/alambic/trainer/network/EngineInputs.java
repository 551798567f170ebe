package dev.alambic.trainer.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.exporter.trace.EngineTensors;

/** The inputs of a model as arrays of the engine. */
public final class EngineInputs {

    private EngineInputs() {}

    /**
     * Returns the inputs in the order of the model.
     *
     * @param samples [count, values of a sample]; may be longer
     */
    public static NDList arrays(ModelInputs inputs, float[] samples, int count, NDManager manager) {
        NDList arrays = new NDList();
        inputs.tensors(samples, count, count)
                .values()
                .forEach(tensor -> arrays.add(EngineTensors.arrayOf(manager, tensor)));
        return arrays;
    }
}
