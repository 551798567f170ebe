package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What LSTM, GRU and RNN have in common: directions, states, lengths of sequences, layout. Where the engine's own
 * kernel computes what the node asks for it is taken; else the cell is evaluated step by step.
 */
record Recurrence(Form form, String direction, boolean batchFirst) {

    /**
     * What one kind of network does of its own.
     *
     * @param states how many states a cell hands on: hidden, and for LSTM the cell state
     * @param engineOrder the blocks of the gates in the order of the engine
     * @param kernel the engine's own; null where it does not compute what the node asks for
     */
    record Form(
            int states, List<Integer> engineOrder, @Nullable Kernel kernel, Cell cell) {}

    /** A kernel of the engine for whole sequences. */
    @FunctionalInterface
    interface Kernel {

        /** Returns [output, states...]. */
        NDList apply(NDArray x, NDList states, NDList weights, boolean biased, boolean bidirectional);
    }

    /** A cell that is evaluated step by step. */
    @FunctionalInterface
    interface Cell {

        /** Returns the step of one direction. */
        Step step(Call call, Weights weights, int direction);
    }

    /**
     * The weights of one direction, as the file has them.
     *
     * @param input [gates · hidden, inputs]
     * @param recurrent [gates · hidden, hidden]
     * @param bias [2 · gates · hidden], input before recurrent
     */
    record Weights(
            NDArray input, NDArray recurrent, @Nullable NDArray bias) {}

    /** Computes the states after one element of the sequence. */
    @FunctionalInterface
    interface Step {

        /**
         * Returns the next states.
         *
         * @param x [batch, gates · hidden], already multiplied with the input weights
         * @param states [batch, hidden] each
         */
        NDList next(NDArray x, NDList states);
    }

    static Operator of(NodeView node, Form form) {
        String direction = node.oneOf("direction", "forward", "reverse", "bidirectional");
        return Operator.ofMany(new Recurrence(form, direction, node.flag("layout", false))::apply);
    }

    /** Returns Y, Y_h and for LSTM Y_c. */
    private NDList apply(Call call) {
        NDArray x = batchFirst ? call.array(0).transpose(1, 0, 2) : call.array(0);
        NDList states = new NDList();
        for (int i = 0; i < form.states(); i++) {
            states.add(state(call, x, call.optional(5 + i)));
        }
        long[] lengths = call.optionalNumbers(4);
        long steps = x.getShape().get(0);
        boolean whole = lengths == null || LongStream.of(lengths).allMatch(length -> length == steps);
        Kernel kernel = form.kernel();
        NDList result = kernel != null && whole
                ? inEngine(kernel, call, x, states)
                : stepByStep(call, x, states, whole ? null : lengths);
        return batchFirst ? transposed(result) : result;
    }

    /** Returns [directions, batch, hidden]. */
    private NDArray state(Call call, NDArray x, @Nullable NDArray initial) {
        if (initial != null) {
            return batchFirst ? initial.transpose(1, 0, 2) : initial;
        }
        Shape recurrent = call.shape(2);
        return call.manager()
                .zeros(new Shape(recurrent.get(0), x.getShape().get(1), recurrent.get(2)), x.getDataType());
    }

    private static NDList transposed(NDList result) {
        NDList moved = new NDList(result.get(0).transpose(2, 0, 1, 3));
        result.subNDList(1).forEach(state -> moved.add(state.transpose(1, 0, 2)));
        return moved;
    }

    private NDList inEngine(Kernel kernel, Call call, NDArray x, NDList states) {
        boolean reverse = direction.equals("reverse");
        NDList weights = new NDList();
        boolean biased = call.has(3);
        for (int d = 0; d < call.shape(1).get(0); d++) {
            Weights each = weights(call, d);
            weights.add(reordered(each.input()));
            weights.add(reordered(each.recurrent()));
            if (each.bias() != null) {
                NDList halves = each.bias().split(2);
                weights.add(reordered(halves.get(0)));
                weights.add(reordered(halves.get(1)));
            }
        }
        NDList computed =
                kernel.apply(reverse ? x.flip(0) : x, states, weights, biased, direction.equals("bidirectional"));
        NDArray output = reverse ? computed.get(0).flip(0) : computed.get(0);
        Shape state = states.get(0).getShape();
        NDList result = new NDList(output.reshape(x.getShape().get(0), state.get(1), state.get(0), state.get(2))
                .transpose(0, 2, 1, 3));
        result.addAll(computed.subNDList(1));
        return result;
    }

    private NDArray reordered(NDArray gates) {
        List<Integer> order = form.engineOrder();
        if (order.size() == 1) {
            return gates;
        }
        NDList blocks = gates.split(order.size());
        return NDArrays.concat(new NDList(order.stream().map(blocks::get).toList()), 0);
    }

    private static Weights weights(Call call, int direction) {
        NDArray bias = call.optional(3);
        return new Weights(
                call.array(1).get(direction), call.array(2).get(direction), bias == null ? null : bias.get(direction));
    }

    private NDList stepByStep(Call call, NDArray x, NDList states, long @Nullable [] lengths) {
        NDList outputs = new NDList();
        List<NDList> last = IntStream.range(0, form.states())
                .mapToObj(state -> new NDList())
                .toList();
        for (int d = 0; d < call.shape(1).get(0); d++) {
            boolean backwards = d == 1 || direction.equals("reverse");
            int row = d;
            NDList initial =
                    new NDList(states.stream().map(state -> state.get(row)).toList());
            NDList result = new Pass(call, x, weights(call, d), lengths, backwards).run(form, d, initial);
            outputs.add(result.get(0));
            for (int i = 0; i < last.size(); i++) {
                last.get(i).add(result.get(i + 1));
            }
        }
        NDList result = new NDList(NDArrays.stack(outputs, 1));
        last.forEach(state -> result.add(NDArrays.stack(state, 0)));
        return result;
    }

    /** One direction over the whole sequence. A sequence that has ended keeps its states, and gives zeros. */
    private static final class Pass {
        private final Call call;
        private final NDArray x;
        private final Weights weights;
        private final long @Nullable [] lengths;
        private final boolean backwards;

        Pass(Call call, NDArray x, Weights weights, long @Nullable [] lengths, boolean backwards) {
            this.call = call;
            this.x = x;
            this.weights = weights;
            this.lengths = lengths;
            this.backwards = backwards;
        }

        /** Returns [steps, batch, hidden] and the last states [batch, hidden]. */
        NDList run(Form form, int direction, NDList initial) {
            Step step = form.cell().step(call, weights, direction);
            NDArray products = x.matMul(weights.input().transpose(1, 0));
            int count = Math.toIntExact(x.getShape().get(0));
            NDArray[] outputs = new NDArray[count];
            NDList states = initial;
            for (int i = 0; i < count; i++) {
                int at = backwards ? count - 1 - i : i;
                NDList next = step.next(products.get(at), states);
                NDArray running = running(at);
                if (running != null) {
                    NDList kept = states;
                    NDList all = next;
                    next = new NDList(IntStream.range(0, all.size())
                            .mapToObj(state -> kept.get(state)
                                    .add(all.get(state).sub(kept.get(state)).mul(running)))
                            .toList());
                }
                states = next;
                outputs[at] = running == null ? states.get(0) : states.get(0).mul(running);
            }
            NDList result = new NDList(NDArrays.stack(new NDList(outputs), 0));
            result.addAll(states);
            return result;
        }

        /** Returns [batch, 1]: 1 for a sequence that is longer than {@code at}; null if all are. */
        private @Nullable NDArray running(int at) {
            if (lengths == null || LongStream.of(lengths).allMatch(length -> at < length)) {
                return null;
            }
            return call.create(
                    LongStream.of(lengths)
                            .mapToDouble(length -> at < length ? 1 : 0)
                            .toArray(),
                    lengths.length,
                    1);
        }
    }
}
