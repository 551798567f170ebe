package dev.alambic.trainer.architecture;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.trainer.spec.NamedNetwork;
import java.util.List;

/**
 * Layers of long short-term memory over the vectors of tokens, the last states of the last layer being the features
 * (Hochreiter, Schmidhuber, <cite>Long short-term memory</cite>, Neural Computation 1997; in both directions: Graves,
 * Schmidhuber, Neural Networks 2005). First weights are uniform within ±1/√hidden, as {@code torch.nn.LSTM} draws them;
 * vectors of tokens are normal with deviation 0.1, as those of {@code textCnn}.
 */
final class LstmGraph {

    private static final double VECTORS = 0.1;
    private static final int GATES = 4;

    private final NamedNetwork.Lstm spec;
    private final int vocabulary;

    LstmGraph(NamedNetwork.Lstm spec, int vocabulary) {
        this.spec = spec;
        this.vocabulary = vocabulary;
    }

    /**
     * Returns the logits [batch, outputs].
     *
     * @param ids int64 [batch, tokens]
     * @param mask int64, likewise, 0 on the padding behind a text
     */
    String write(Scope root, String ids, String mask, int outputs) {
        Scope embedding = root.in("embedding");
        String vectors = embedding.weight("weight", embedding.first().normal(VECTORS, vocabulary, spec.embedding()));
        String x = embedding.node("Gather", vectors, ids);
        x = PictureLayers.dropped(root.in("dropout"), x, spec.dropout());
        x = root.node(Scope.call("Transpose", x).with("perm", new long[] {1, 0, 2}));
        String lengths = lengths(root, mask);
        int width = spec.embedding();
        List<String> result = List.of();
        for (int layer = 0; layer < spec.layers(); layer++) {
            Scope scope = root.in("lstm").in("lstm." + layer);
            result = layer(scope, layer == 0 ? x : sequence(scope, result.get(0)), lengths, width);
            width = spec.features();
        }
        String states = root.node(Scope.call("Transpose", result.get(1)).with("perm", new long[] {1, 0, 2}));
        String features = root.node("Reshape", states, root.numbers(0, spec.features()));
        features = PictureLayers.dropped(root.in("dropout_1"), features, spec.dropout());
        return PictureLayers.linear(root.in("fc"), features, spec.features(), outputs);
    }

    /** Returns the number of tokens of each text, int32 [batch]. */
    private static String lengths(Scope root, String mask) {
        String count = root.node(Scope.call("ReduceSum", mask, root.numbers(1)).with("keepdims", 0));
        return root.node(Scope.call("Cast", count).with("to", (long) DataType.INT32.code()));
    }

    /** Returns the states of all tokens [tokens, batch, features] from those of an operator. */
    private String sequence(Scope scope, String states) {
        String together = scope.node(Scope.call("Transpose", states).with("perm", new long[] {0, 2, 1, 3}));
        return scope.node("Reshape", together, scope.numbers(0, 0, spec.features()));
    }

    private List<String> layer(Scope scope, String x, String lengths, int width) {
        int directions = spec.bidirectional() ? 2 : 1;
        int gates = GATES * spec.hidden();
        double bound = 1 / Math.sqrt(spec.hidden());
        String input = scope.weight("weight_ih", scope.first().uniform(bound, directions, gates, width));
        String recurrent = scope.weight("weight_hh", scope.first().uniform(bound, directions, gates, spec.hidden()));
        String bias = scope.weight("bias", scope.first().uniform(bound, directions, 2L * gates));
        Node node = Scope.call("LSTM", x, input, recurrent, bias, lengths)
                .with("hidden_size", (long) spec.hidden())
                .with("direction", spec.bidirectional() ? "bidirectional" : "forward");
        return scope.nodes(node, 2);
    }
}
