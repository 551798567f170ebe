package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.recurrent.RNN;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recurrent networks; formulas and gate orders as in the ONNX standard, operators LSTM, GRU and RNN. */
final class RecurrentOperators {

    private RecurrentOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("LSTM", RecurrentOperators::lstm)
                .on("GRU", RecurrentOperators::gru)
                .on("RNN", RecurrentOperators::rnn);
    }

    /** What goes into the function of the cell state is not clipped, as in ONNX Runtime. */
    private static Operator lstm(NodeView node) {
        Functions functions = Functions.of(node, "Sigmoid", "Tanh", "Tanh");
        boolean coupled = node.flag("input_forget", false);
        boolean fused = !node.has(7) && !coupled && functions.are("sigmoid", "tanh", "tanh");
        Recurrence.Kernel kernel = (x, states, weights, biased, bidirectional) ->
                x.getNDArrayInternal().lstm(x, states, weights, biased, 1, 0, false, bidirectional, false);
        return Recurrence.of(
                node, new Recurrence.Form(2, List.of(0, 2, 3, 1), fused ? kernel : null, new Lstm(functions, coupled)));
    }

    private static Operator gru(NodeView node) {
        Functions functions = Functions.of(node, "Sigmoid", "Tanh");
        boolean linearFirst = node.flag("linear_before_reset", false);
        boolean fused = linearFirst && functions.are("sigmoid", "tanh");
        Recurrence.Kernel kernel = (x, states, weights, biased, bidirectional) ->
                x.getNDArrayInternal().gru(x, states.head(), weights, biased, 1, 0, false, bidirectional, false);
        return Recurrence.of(
                node, new Recurrence.Form(1, List.of(1, 0, 2), fused ? kernel : null, new Gru(functions, linearFirst)));
    }

    /** One layer of Elman, Finding Structure in Time, 1990. */
    private static Operator rnn(NodeView node) {
        Functions functions = Functions.of(node, "Tanh");
        RNN.Activation activation = functions.are("relu") ? RNN.Activation.RELU : RNN.Activation.TANH;
        boolean fused = functions.are("tanh") || functions.are("relu");
        Recurrence.Kernel kernel = (x, states, weights, biased, bidirectional) -> x.getNDArrayInternal()
                .rnn(x, states.head(), weights, biased, 1, activation, 0, false, bidirectional, false);
        Recurrence.Cell cell = (call, weights, direction) -> {
            NDArray recurrent = weights.recurrent().transpose(1, 0);
            NDArray bias = wholeBias(weights);
            return (x, states) -> new NDList(
                    functions.apply(call, direction, 0, plus(x.add(states.head().matMul(recurrent)), bias)));
        };
        return Recurrence.of(node, new Recurrence.Form(1, List.of(0), fused ? kernel : null, cell));
    }

    /**
     * The functions of a cell, those of the second direction behind those of the first.
     *
     * @param each how many one direction has
     * @param clip what goes into a function is kept within this distance from 0; 0 = not at all
     */
    private record Functions(List<Activation> activations, int each, double clip) {

        static Functions of(NodeView node, String... defaults) {
            int directions = node.text("direction", "forward").equals("bidirectional") ? 2 : 1;
            List<Activation> activations = Activation.of(node, List.of(defaults), directions);
            return new Functions(activations, defaults.length, node.real("clip", 0));
        }

        boolean are(String... names) {
            for (int i = 0; i < activations.size(); i++) {
                if (!activations.get(i).name().equals(names[i % each])) {
                    return false;
                }
            }
            return clip == 0;
        }

        NDArray apply(Call call, int direction, int index, NDArray x) {
            return unclipped(call, direction, index, clip == 0 ? x : x.clip(-clip, clip));
        }

        NDArray unclipped(Call call, int direction, int index, NDArray x) {
            return activations.get(direction * each + index).apply(call, x);
        }
    }

    private static NDArray plus(NDArray x, @Nullable NDArray bias) {
        return bias == null ? x : x.add(bias);
    }

    /** Returns the sum of the biases of input and recurrence, or null. */
    private static @Nullable NDArray wholeBias(Recurrence.Weights weights) {
        if (weights.bias() == null) {
            return null;
        }
        NDList halves = weights.bias().split(2);
        return halves.get(0).add(halves.get(1));
    }

    /** Gates i, o, f, c. Hochreiter, Schmidhuber 1997; peepholes: Gers, Schmidhuber 2000. */
    private record Lstm(Functions functions, boolean coupled) implements Recurrence.Cell {

        @Override
        public Recurrence.Step step(Call call, Recurrence.Weights weights, int direction) {
            NDArray recurrent = weights.recurrent().transpose(1, 0);
            NDArray bias = wholeBias(weights);
            NDArray peepholes = call.optional(7);
            NDList peeps = peepholes == null ? null : peepholes.get(direction).split(3);
            return (x, states) -> {
                NDArray before = states.get(1);
                NDList gates =
                        plus(x.add(states.get(0).matMul(recurrent)), bias).split(4, 1);
                NDArray in = functions.apply(call, direction, 0, peeped(gates.get(0), before, peeps, 0));
                NDArray forget = coupled
                        ? call.scalar(1, x).sub(in)
                        : functions.apply(call, direction, 0, peeped(gates.get(2), before, peeps, 2));
                NDArray candidate = functions.apply(call, direction, 1, gates.get(3));
                NDArray cell = forget.mul(before).add(in.mul(candidate));
                NDArray out = functions.apply(call, direction, 0, peeped(gates.get(1), cell, peeps, 1));
                return new NDList(out.mul(functions.unclipped(call, direction, 2, cell)), cell);
            };
        }

        private static NDArray peeped(NDArray gate, NDArray cell, @Nullable NDList peeps, int index) {
            return peeps == null ? gate : gate.add(peeps.get(index).mul(cell));
        }
    }

    /** Gates z, r, h. Cho et al., arXiv:1406.1078. */
    private record Gru(Functions functions, boolean linearFirst) implements Recurrence.Cell {

        @Override
        public Recurrence.Step step(Call call, Recurrence.Weights weights, int direction) {
            NDList recurrent = weights.recurrent().split(3);
            NDArray forGates = NDArrays.concat(new NDList(recurrent.get(0), recurrent.get(1)), 0)
                    .transpose(1, 0);
            NDArray forCandidate = recurrent.get(2).transpose(1, 0);
            NDList biases = weights.bias() == null ? null : weights.bias().split(6);
            return (x, states) -> {
                NDArray before = states.head();
                NDList inputs = x.split(3, 1);
                NDList products = before.matMul(forGates).split(2, 1);
                NDArray update = functions.apply(call, direction, 0, gate(inputs, products, biases, 0));
                NDArray reset = functions.apply(call, direction, 0, gate(inputs, products, biases, 1));
                NDArray fromState = linearFirst
                        ? plus(before.matMul(forCandidate), biases == null ? null : biases.get(5))
                                .mul(reset)
                        : plus(reset.mul(before).matMul(forCandidate), biases == null ? null : biases.get(5));
                NDArray fromInput = plus(inputs.get(2), biases == null ? null : biases.get(2));
                NDArray candidate = functions.apply(call, direction, 1, fromInput.add(fromState));
                return new NDList(candidate.add(update.mul(before.sub(candidate))));
            };
        }

        private static NDArray gate(NDList inputs, NDList products, @Nullable NDList biases, int index) {
            NDArray sum = inputs.get(index).add(products.get(index));
            return biases == null ? sum : sum.add(biases.get(index)).add(biases.get(index + 3));
        }
    }
}
