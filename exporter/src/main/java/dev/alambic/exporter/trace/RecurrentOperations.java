package dev.alambic.exporter.trace;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.recurrent.RNN.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * LSTM, GRU and RNN: one ONNX node a layer.
 *
 * <p>The gates are stored in another order: PyTorch's LSTM has input, forget, cell, output where ONNX has input,
 * output, forget, cell; its GRU has reset, update, new where ONNX has update, reset, hidden, and applies the reset
 * after the recurrent product ({@code linear_before_reset}). The engine takes for each layer and direction the weights
 * (input, recurrent), then the biases. DJL's own blocks list a layer's weights of both directions before its biases, so
 * the engine refuses those of two directions with biases.
 */
final class RecurrentOperations {

    /**
     * A kind of layer.
     *
     * @param gates position in the engine's order of each gate in the standard's order
     */
    private record Kind(String opType, List<Integer> gates) {}

    private static final Kind LSTM = new Kind("LSTM", List.of(0, 3, 1, 2));
    private static final Kind GRU = new Kind("GRU", List.of(1, 0, 2));
    private static final Kind RNN = new Kind("RNN", List.of(0));

    /**
     * A stack of layers as the engine was asked for it.
     *
     * @param flags position of the arguments training, bidirectional, batchFirst
     */
    private record Stack(Invocation call, Kind kind, NDList states, int flags) {

        boolean biases() {
            return call.flagAt(3);
        }

        int layers() {
            return call.intAt(4);
        }

        boolean bidirectional() {
            return call.flagAt(flags + 1);
        }

        boolean batchFirst() {
            return call.flagAt(flags + 2);
        }

        int directions() {
            return bidirectional() ? 2 : 1;
        }

        /** Returns the position of the first parameter of a layer and direction. */
        int parameter(int layer, int direction) {
            return (layer * directions() + direction) * (biases() ? 4 : 2);
        }
    }

    /** The names of what a layer returns: the sequence [time, batch, directions * hidden], and the last states. */
    private record Layer(String sequence, List<String> states) {}

    private RecurrentOperations() {}

    static void addTo(Operators table) {
        table.on(
                        "lstm(NDArray,NDList,NDList,boolean,int,double,boolean,boolean,boolean)",
                        call -> record(new Stack(call, LSTM, call.listAt(1), 6), null))
                .on(
                        "gru(NDArray,NDArray,NDList,boolean,int,double,boolean,boolean,boolean)",
                        call -> record(new Stack(call, GRU, state(call), 6), null))
                .on(
                        "rnn(NDArray,NDArray,NDList,boolean,int,Activation,double,boolean,boolean,boolean)",
                        call -> record(
                                new Stack(call, RNN, state(call), 7),
                                call.argument(5) == Activation.RELU ? "Relu" : "Tanh"));
    }

    private static NDList state(Invocation call) {
        return new NDList(call.valueAt(1).array());
    }

    private static NDList record(Stack stack, @Nullable String activation) {
        Invocation call = stack.call;
        call.requireInference(stack.flags);
        NDList reals = run(stack);
        String sequence = swapTimeAndBatch(stack, call.valueAt(0).name());
        List<List<String>> lastStates = new ArrayList<>();
        for (int i = 0; i < stack.layers(); i++) {
            Layer layer = layer(stack, i, sequence, activation);
            sequence = layer.sequence;
            lastStates.add(layer.states);
        }
        NDList results = new NDList(call.result(reals.get(0), swapTimeAndBatch(stack, sequence)));
        for (int state = 0; state + 1 < reals.size(); state++) {
            int position = state;
            List<String> names =
                    lastStates.stream().map(states -> states.get(position)).toList();
            results.add(call.result(reals.get(state + 1), concatenated(call, names)));
        }
        return results;
    }

    private static NDList run(Stack stack) {
        try {
            return stack.call.runList();
        } catch (EngineException e) {
            if (!stack.biases() || !stack.bidirectional()) {
                throw e;
            }
            throw stack.call
                    .recorder()
                    .refuse(
                            "the engine runs what is exported (expected optHasBiases(false), as DJL lists the biases of"
                                    + " two directions in an order that its engine does not take",
                            stack.call.describe() + ": " + e.getMessage());
        }
    }

    private static String swapTimeAndBatch(Stack stack, String name) {
        return stack.batchFirst()
                ? stack.call
                        .node("Transpose")
                        .input(name)
                        .with("perm", new long[] {1, 0, 2})
                        .emit()
                : name;
    }

    private static String concatenated(Invocation call, List<String> names) {
        if (names.size() == 1) {
            return names.get(0);
        }
        Draft node = call.node("Concat").with("axis", 0);
        names.forEach(node::input);
        return node.emit();
    }

    private static Layer layer(Stack stack, int index, String input, @Nullable String activation) {
        Invocation call = stack.call;
        NDList parameters = call.listAt(2);
        int hidden = (int) parameters.get(1).getShape().get(1);
        Draft node = call.node(stack.kind.opType)
                .input(input)
                .input(packed(stack, index, hidden, 0))
                .input(packed(stack, index, hidden, 1))
                .input(stack.biases() ? biases(stack, index, hidden) : null)
                .absent()
                .with("hidden_size", hidden)
                .with("direction", stack.bidirectional() ? "bidirectional" : "forward");
        stack.states.forEach(state -> node.input(initial(stack, index, call.value(state))));
        if (stack.kind.opType.equals("GRU")) {
            node.with("linear_before_reset", 1);
        }
        if (activation != null) {
            node.with("activations", Collections.nCopies(stack.directions(), activation));
        }
        List<String> outputs = node.emit(1 + stack.states.size());
        return new Layer(sequence(stack, outputs.get(0)), outputs.subList(1, outputs.size()));
    }

    /** ONNX gives [time, directions, batch, hidden]. */
    private static String sequence(Stack stack, String output) {
        Invocation call = stack.call;
        if (!stack.bidirectional()) {
            return call.node("Squeeze").input(output).ints("axes", 1).emit();
        }
        String swapped = call.node("Transpose")
                .input(output)
                .with("perm", new long[] {0, 2, 1, 3})
                .emit();
        return call.node("Reshape").input(swapped).ints("shape", 0, 0, -1).emit();
    }

    /** Returns the part of {@code state} that starts {@code layer}, or null if it is zero, which is the default. */
    private static @Nullable Value initial(Stack stack, int layer, Value state) {
        Recorder recorder = stack.call.recorder();
        if (recorder.isConstant(state) && isZero(state.real())) {
            return null;
        }
        if (stack.layers() == 1) {
            return state;
        }
        long from = (long) layer * stack.directions();
        return recorder.value(state.array().get(new NDIndex().addSliceDim(from, from + stack.directions())));
    }

    private static boolean isZero(NDArray array) {
        try (NDArray size = array.abs();
                NDArray largest = size.max()) {
            return largest.getFloat() == 0;
        }
    }

    /**
     * Returns the weights [directions, gates * hidden, ...] of a layer; {@code kind} 0 is of the input, 1 recurrent.
     */
    private static Value packed(Stack stack, int layer, int hidden, int kind) {
        return byDirection(stack, direction -> reordered(stack, stack.parameter(layer, direction) + kind, hidden));
    }

    /** Returns the biases [directions, 2 * gates * hidden] of a layer: those of the input, then the recurrent ones. */
    private static Value biases(Stack stack, int layer, int hidden) {
        return byDirection(
                stack,
                direction -> NDArrays.concat(
                        new NDList(
                                reordered(stack, stack.parameter(layer, direction) + 2, hidden),
                                reordered(stack, stack.parameter(layer, direction) + 3, hidden)),
                        0));
    }

    private static Value byDirection(Stack stack, IntFunction<NDArray> ofDirection) {
        NDList rows = new NDList(IntStream.range(0, stack.directions())
                .mapToObj(direction -> ofDirection.apply(direction).expandDims(0))
                .toList());
        return stack.call.value(rows.size() == 1 ? rows.get(0) : NDArrays.concat(rows, 0));
    }

    private static NDArray reordered(Stack stack, int parameter, int hidden) {
        NDArray rows = stack.call.value(stack.call.listAt(2).get(parameter)).array();
        if (stack.kind.gates.size() == 1) {
            return rows;
        }
        long[] cuts = LongStream.range(1, stack.kind.gates.size())
                .map(i -> i * hidden)
                .toArray();
        NDList gates = rows.split(cuts, 0);
        return NDArrays.concat(
                new NDList(stack.kind.gates.stream().map(gates::get).toList()), 0);
    }
}
