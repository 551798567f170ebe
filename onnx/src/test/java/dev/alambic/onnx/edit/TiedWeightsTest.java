package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TiedWeightsTest {

    private static final int WORDS = 50;
    private static final int WIDTH = 24;

    private static float value(int word, int feature) {
        return (word * 31 + feature * 17) % 101 / 101f;
    }

    /** @param change added to one value of the second matrix */
    private static OnnxModel model(float change) {
        float[] table = new float[WORDS * WIDTH];
        float[] transposed = new float[WORDS * WIDTH];
        for (int word = 0; word < WORDS; word++) {
            for (int feature = 0; feature < WIDTH; feature++) {
                table[word * WIDTH + feature] = value(word, feature);
                transposed[feature * WORDS + word] = value(word, feature);
            }
        }
        transposed[7] += change;
        return GraphText.model("""
                ids: int64[n]
                e = Gather(table, ids)
                h = Tanh(e)
                y = MatMul(h, folded)
                z = MatMul(y, zeros)
                return y; z
                """, graph -> {
            graph.initializer("table", Tensor.ofFloats(table, WORDS, WIDTH));
            graph.initializer("folded", Tensor.ofFloats(transposed, WIDTH, WORDS));
            graph.initializer("zeros", Tensor.ofFloats(new float[WORDS * WIDTH], WORDS, WIDTH));
        });
    }

    @Test
    void theFoldedTransposeOfATableIsSeenAndBecomesIt() {
        assertThat(TiedWeights.of(model(0))).containsExactly(Map.entry("folded", "table"));

        OnnxModel tied = TiedWeights.tie(model(0));

        ModelVerifier.verify(tied);
        assertThat(tied.graph().initializers()).containsOnlyKeys("table", "zeros");
        assertThat(tied.graph().nodes().get(0).toString()).contains("Transpose");
        Map<String, Tensor> inputs = Map.of("ids", Tensor.ofLongs(new long[] {3, 49}, 2));
        try (Session before = Session.open(model(0), SessionOptions.defaults());
                Session after = Session.open(tied, SessionOptions.defaults())) {
            assertThat(after.run(inputs)).isEqualTo(before.run(inputs));
        }
        assertThat(TiedWeights.tie(tied)).isEqualTo(tied);
    }

    @Test
    void whatDiffersInOneValueIsLeftAlone() {
        assertThat(TiedWeights.of(model(1e-6f))).isEmpty();
        assertThat(TiedWeights.tie(model(1e-6f))).isEqualTo(model(1e-6f));
    }
}
