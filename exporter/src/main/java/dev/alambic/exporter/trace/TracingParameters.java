package dev.alambic.exporter.trace;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.jspecify.annotations.Nullable;

/** Hands a block its parameters as traced arrays. */
final class TracingParameters extends ParameterStore {

    private final Recorder recorder;

    TracingParameters(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
        if (parameter == null) {
            return null;
        }
        recorder.scopes().enter(parameter);
        if (training) {
            throw recorder.refuse("a block is exported for inference (expected training=false", "training=true");
        }
        return recorder.parameter(parameter).array();
    }

    @Override
    public NDManager getManager() {
        return recorder.tracingManager();
    }
}
