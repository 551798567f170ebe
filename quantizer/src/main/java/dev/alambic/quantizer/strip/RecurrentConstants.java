package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.ValueAxis;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Hidden units of an LSTM or GRU that stay at zero: those whose candidate is tanh(0) in every step, starting from zero.
 *
 * <pre>{@code
 * LSTM   c' = f * c + i * tanh(0) = 0,  h = o * tanh(0) = 0
 * GRU    h' = (1 - z) * tanh(0) + z * h = 0
 * }</pre>
 */
final class RecurrentConstants {

    private RecurrentConstants() {}

    /** Gives the constants of each output and of the recurrence to {@code found}. */
    static void of(Node node, BiConsumer<ValueAxis, ChannelConstants> found, DependencyGraph dependencies) {
        Graph graph = dependencies.model().graph();
        int gates = node.is("LSTM") ? 4 : 3;
        Optional<Tensor> w = graph.floatingConstant(node, 1);
        Optional<Tensor> r = graph.floatingConstant(node, 2);
        boolean plain = !node.attributes().containsKey("activations") && !node.is("RNN") && startsAtZero(node, graph);
        if (!plain
                || w.isEmpty()
                || r.isEmpty()
                || (node.input(3).isPresent() && graph.floatingConstant(node, 3).isEmpty())) {
            return;
        }
        int hidden = Math.toIntExact(r.get().dim(2));
        boolean[] alive = new boolean[hidden];
        mark(w.get().floats(), Math.toIntExact(w.get().dim(2)), gates, alive);
        mark(r.get().floats(), hidden, gates, alive);
        graph.floatingConstant(node, 3).ifPresent(bias -> mark(bias.floats(), 1, gates, alive));
        double[] values = ChannelConstants.unknown(hidden);
        for (int h = 0; h < hidden; h++) {
            values[h] = alive[h] ? Double.NaN : 0;
        }
        ValueAxis recurrence = new ValueAxis(node.inputs().get(2), 2);
        found.accept(recurrence, new ChannelConstants(recurrence, values));
        for (String output : node.outputs()) {
            dependencies.dims(output).ifPresent(dims -> {
                ValueAxis place = new ValueAxis(output, dims.length - 1);
                found.accept(place, new ChannelConstants(place, values));
            });
        }
    }

    /** Marks the units of whose last gate, the candidate, any number is not zero; rows of {@code width} numbers. */
    private static void mark(float[] values, int width, int gates, boolean[] alive) {
        int hidden = alive.length;
        for (int i = 0; i < values.length; i++) {
            int row = i / width;
            if (values[i] != 0 && row / hidden % gates == gates - 1) {
                alive[row % hidden] = true;
            }
        }
    }

    private static boolean startsAtZero(Node node, Graph graph) {
        for (int state = 5; state <= 6; state++) {
            if (node.input(state).isPresent()) {
                Optional<Tensor> given = graph.floatingConstant(node, state);
                if (given.isEmpty()
                        || !Arrays.equals(
                                given.get().floats(), new float[given.get().floats().length])) {
                    return false;
                }
            }
        }
        return true;
    }
}
