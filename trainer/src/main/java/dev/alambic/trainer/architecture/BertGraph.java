package dev.alambic.trainer.architecture;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.spec.NamedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * Devlin, Chang, Lee, Toutanova, <cite>BERT: pre-training of deep bidirectional transformers for language
 * understanding</cite>, NAACL 2019: embeddings of tokens, positions and segments; layers of self-attention (Vaswani et
 * al., <cite>Attention is all you need</cite>, NIPS 2017, section 3.2) and of two linear layers with a Gelu between,
 * each followed by a sum with what went around it and by layer normalization. First weights are normal with deviation
 * 0.02 (section A.2). Called as Hugging Face's implementation; weights of linear layers are [inputs, outputs].
 */
final class BertGraph {

    private static final double DEVIATION = 0.02;
    private static final float EPSILON = 1e-12f;
    /** What a score of padding is lowered by; within what float16 holds. */
    private static final float MASKED = -1e4f;

    private final NamedNetwork.Bert spec;
    private final int vocabulary;
    private final int length;

    BertGraph(NamedNetwork.Bert spec, int vocabulary, int length) {
        this.spec = spec;
        this.vocabulary = vocabulary;
        this.length = length;
    }

    /**
     * Returns the vectors [batch, tokens, hidden] of the last layer.
     *
     * @param ids int64 [batch, tokens]
     * @param mask int64, likewise, 0 on the padding
     * @param segments int64, likewise; null where there is one text
     */
    String write(Scope root, String ids, String mask, @Nullable String segments) {
        String x = embeddings(root.in("embeddings"), ids, segments);
        String lowered = lowered(root, mask);
        Scope encoder = root.in("encoder");
        for (int layer = 0; layer < spec.layers(); layer++) {
            x = layer(encoder.in("layer." + layer), x, lowered);
        }
        return x;
    }

    private String embeddings(Scope scope, String ids, @Nullable String segments) {
        String sum = gathered(scope.in("word_embeddings"), vocabulary, ids);
        if (segments != null) {
            sum = scope.node("Add", sum, gathered(scope.in("token_type_embeddings"), 2, segments));
        }
        Scope positions = scope.in("position_embeddings");
        String all = positions.weight("weight", positions.first().normal(DEVIATION, length, spec.hidden()));
        String count = positions.node("Gather", positions.node("Shape", ids), positions.constant(Tensor.scalar(1L)));
        String each = positions.node(
                "Range", positions.constant(Tensor.scalar(0L)), count, positions.constant(Tensor.scalar(1L)));
        String first = positions.node("Gather", all, each);
        String normalized = normalized(scope.in("LayerNorm"), scope.node("Add", sum, first));
        return PictureLayers.dropped(scope.in("dropout"), normalized, spec.dropout());
    }

    private String gathered(Scope scope, int rows, String indices) {
        String weight = scope.weight("weight", scope.first().normal(DEVIATION, rows, spec.hidden()));
        return scope.node("Gather", weight, indices);
    }

    /** Returns what is added to the scores, [batch, 1, 1, tokens]: 0, or a large negative number on the padding. */
    private static String lowered(Scope root, String mask) {
        String there = root.node(Scope.call("Cast", mask).with("to", (long) DataType.FLOAT.code()));
        String missing = root.node("Sub", root.number(1), there);
        return root.node("Unsqueeze", root.node("Mul", missing, root.number(MASKED)), root.numbers(1, 2));
    }

    private String layer(Scope scope, String x, String lowered) {
        Scope attention = scope.in("attention");
        Scope joined = attention.in("output");
        String y = linear(joined.in("dense"), attended(attention.in("self"), x, lowered), spec.hidden(), spec.hidden());
        y = PictureLayers.dropped(joined.in("dropout"), y, spec.dropout());
        String middle = normalized(joined.in("LayerNorm"), joined.node("Add", y, x));
        Scope inner = scope.in("intermediate");
        Scope outer = scope.in("output");
        String wide = gelu(inner, linear(inner.in("dense"), middle, spec.hidden(), spec.innerWidth()));
        y = linear(outer.in("dense"), wide, spec.innerWidth(), spec.hidden());
        y = PictureLayers.dropped(outer.in("dropout"), y, spec.dropout());
        return normalized(outer.in("LayerNorm"), outer.node("Add", y, middle));
    }

    private String attended(Scope scope, String x, String lowered) {
        String query = heads(scope, "query", x, 0, 2, 1, 3);
        String key = heads(scope, "key", x, 0, 2, 3, 1);
        String value = heads(scope, "value", x, 0, 2, 1, 3);
        float scale = (float) (1 / Math.sqrt((double) spec.hidden() / spec.heads()));
        String scores = scope.node("Mul", scope.node("MatMul", query, key), scope.number(scale));
        String shares = scope.node(
                Scope.call("Softmax", scope.node("Add", scores, lowered)).with("axis", -1));
        shares = PictureLayers.dropped(scope.in("dropout"), shares, spec.dropout());
        String each = scope.node(
                Scope.call("Transpose", scope.node("MatMul", shares, value)).with("perm", new long[] {0, 2, 1, 3}));
        return scope.node("Reshape", each, scope.numbers(0, 0, spec.hidden()));
    }

    private String heads(Scope scope, String name, String x, long... order) {
        String y = linear(scope.in(name), x, spec.hidden(), spec.hidden());
        String split = scope.node("Reshape", y, scope.numbers(0, 0, spec.heads(), spec.hidden() / spec.heads()));
        return scope.node(Scope.call("Transpose", split).with("perm", order));
    }

    private static String linear(Scope scope, String x, int in, int out) {
        String weight = scope.weight("weight", scope.first().normal(DEVIATION, in, out));
        String bias = scope.weight("bias", scope.first().filled(0, out));
        return scope.node("Add", scope.node("MatMul", x, weight), bias);
    }

    private String normalized(Scope scope, String x) {
        String gain = scope.weight("weight", scope.first().filled(1, spec.hidden()));
        String offset = scope.weight("bias", scope.first().filled(0, spec.hidden()));
        return scope.node(Scope.call("LayerNormalization", x, gain, offset)
                .with("axis", -1)
                .with("epsilon", EPSILON));
    }

    /** x / 2 · (1 + erf(x / √2)): Hendrycks, Gimpel, arXiv:1606.08415. */
    private static String gelu(Scope scope, String x) {
        String erf = scope.node("Erf", scope.node("Div", x, scope.number((float) Math.sqrt(2))));
        String gated = scope.node("Mul", x, scope.node("Add", erf, scope.number(1)));
        return scope.node("Mul", gated, scope.number(0.5f));
    }
}
