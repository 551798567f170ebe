package dev.alambic.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** A run whose inputs are in the runtime's memory already, so that timing it times the model alone. */
public final class PreparedRun implements AutoCloseable {
    private final String where;
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;

    PreparedRun(String where, OrtSession session, Map<String, OnnxTensor> inputs) {
        this.where = where;
        this.session = session;
        this.inputs = inputs;
    }

    Map<String, OnnxTensor> inputs() {
        return inputs;
    }

    /** Runs once and discards the outputs. */
    public void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new AssertionError("bug: a run without outputs");
            }
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
    }
}
