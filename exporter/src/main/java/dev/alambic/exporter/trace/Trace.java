package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What one run of a block computed: calls in order, and the engine's array behind every named value. */
public final class Trace {

    private final List<Call> calls;
    private final Map<String, NDArray> reals;
    private final Set<String> constants;
    private final Set<String> parameters;
    private final List<String> outputs;
    private final Set<String> computed = new HashSet<>();

    Trace(
            List<Call> calls,
            Map<String, NDArray> reals,
            Set<String> constants,
            Set<String> parameters,
            List<String> outputs) {
        this.calls = calls;
        this.reals = reals;
        this.constants = constants;
        this.parameters = parameters;
        this.outputs = outputs;
        calls.forEach(call -> computed.addAll(call.outputs()));
    }

    /**
     * Runs {@code block} once and records it. Block, parameters and inputs stay as they are.
     *
     * @param manager owns all arrays of the trace; the trace ends when it is closed
     * @param inputs named arrays of the engine
     * @param opset version of the standard's operators to record
     * @throws UnsupportedModelException if the block does what ONNX cannot express; the message names block, operation
     *     and shapes
     */
    public static Trace of(Block block, NDManager manager, NDList inputs, long opset) {
        Recorder recorder = new Recorder(manager, new BlockScopes(block), opset);
        NDList traced = new NDList();
        inputs.forEach(input ->
                traced.add(recorder.input(input.getName(), recorder.engine().own(input.duplicate()))
                        .array()));
        NDList results = block.forward(new TracingParameters(recorder), traced, false);
        List<Value> values = new ArrayList<>();
        results.forEach(result -> values.add(recorder.value(result)));
        return recorder.finish(values);
    }

    List<Call> calls() {
        return calls;
    }

    /** Returns the names of the results, in the order of the block's list. */
    public List<String> outputs() {
        return outputs;
    }

    /** Returns whether an extent of some value depends on elements of the inputs, as what a mask selects has. */
    public boolean hasDataSizes() {
        return !new DataSizes(this).isEmpty();
    }

    /** Returns the engine's array of the value {@code name}. */
    NDArray real(String name) {
        return Objects.requireNonNull(reals.get(name), () -> "no array is known of '" + name + "'");
    }

    /** Returns a copy of the array of the value {@code name}. */
    public Tensor tensor(String name) {
        return EngineTensors.tensorOf(real(name));
    }

    /** Returns whether the value {@code name} has an array. */
    public boolean knows(String name) {
        return reals.containsKey(name);
    }

    boolean isConstant(String name) {
        return constants.contains(name);
    }

    boolean isParameter(String name) {
        return parameters.contains(name);
    }

    /** Returns the names that no call computes: inputs, parameters, constants. */
    Stream<String> leaves() {
        return reals.keySet().stream().filter(name -> !isComputed(name));
    }

    boolean isComputed(String name) {
        return computed.contains(name);
    }
}
