package dev.alambic.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run whose inputs are in the runtime's memory already, so that timing it times the model alone. What a model carries
 * from call to call stays there, too.
 */
public final class PreparedRun implements AutoCloseable {
    private final String where;
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final List<OnnxTensor> made = new ArrayList<>();
    private final Map<String, String> carried;
    /** Owns the state that the last run gave. */
    private OrtSession.@Nullable Result last;

    /** @param carried the output that each input takes in the next run */
    PreparedRun(String where, OrtSession session, Map<String, OnnxTensor> inputs, Map<String, String> carried) {
        this.where = where;
        this.session = session;
        this.inputs = inputs;
        this.carried = Map.copyOf(carried);
    }

    void add(String input, OnnxTensor tensor) {
        inputs.put(input, tensor);
        made.add(tensor);
    }

    Map<String, OnnxTensor> inputs() {
        return inputs;
    }

    /** Runs once and discards the outputs, but for the state. */
    public void run() {
        if (!carried.isEmpty()) {
            runOn();
            return;
        }
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new AssertionError("bug: a run without outputs");
            }
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        }
    }

    private void runOn() {
        try {
            OrtSession.Result result = session.run(inputs);
            carried.forEach((input, output) -> {
                if (result.get(output).orElse(null) instanceof OnnxTensor state) {
                    inputs.put(input, state);
                }
            });
            if (last != null) {
                last.close();
            }
            last = result;
        } catch (OrtException e) {
            throw RuntimeFailures.running(where, e);
        }
    }

    @Override
    public void close() {
        made.forEach(OnnxTensor::close);
        if (last != null) {
            last.close();
            last = null;
        }
    }
}
