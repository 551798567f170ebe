package dev.alambic.quantizer.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuseAttentionTest {

    private static final String MASKED = """
            q: float[batch, tokens, 8]
            k: float[batch, tokens, 8]
            v: float[batch, tokens, 8]
            mask: float[batch, 1, 1, tokens]
            qs = Reshape(q, split)
            qt = Transpose(qs) perm=[0,2,1,3]
            ks = Reshape(k, split)
            kt = Transpose(ks) perm=[0,2,3,1]
            vs = Reshape(v, split)
            vt = Transpose(vs) perm=[0,2,1,3]
            p = MatMul(qt, kt)
            d = Div(p, root)
            m = Add(d, mask)
            s = Softmax(m) axis=3
            o = MatMul(s, vt)
            t = Transpose(o) perm=[0,2,1,3]
            y = Reshape(t, joined)
            return y
            """;

    private static OnnxModel model(String text) {
        return GraphText.model(text, b -> {
            b.initializer("split", Tensor.ofLongs(new long[] {0, 0, 2, 4}, 4));
            b.initializer("joined", Tensor.ofLongs(new long[] {0, 0, 8}, 3));
            b.initializer("root", Tensor.scalar(2f));
        });
    }

    private static Node attention(Graph graph) {
        List<Node> nodes = graph.nodes();
        return nodes.get(nodes.size() - 1);
    }

    @Test
    void maskedAttentionIsOneOperator() {
        OnnxModel made = Passes.run(new FuseAttention(), model(MASKED));

        assertThat(made.graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Shape", "Gather", "Concat", "Expand", "MultiHeadAttention");
        assertThat(attention(made.graph()).intAttribute("num_heads", 0)).isEqualTo(2);
        assertThat(attention(made.graph()).floatAttribute("scale", 0)).isEqualTo(0.5f);
        assertThat(made.opsets()).containsEntry("com.microsoft", 1L);
    }

    @Test
    void maskMayBeLeftOut() {
        String text = MASKED.replace("m = Add(d, mask)\n", "").replace("Softmax(m)", "Softmax(d)");

        assertThat(Passes.run(new FuseAttention(), model(text)).graph()).hasToString("y = MultiHeadAttention(q, k, v)");
    }

    @Test
    void scoresThatAreReadElsewhereStay() {
        OnnxModel model = model(MASKED.replace("return y", "return y; s"));

        Outcome outcome = new FuseAttention().apply(model);

        assertThat(outcome.model()).isEqualTo(model);
        assertThat(outcome.notes()).containsExactly("no attention was found that could be one operator");
    }
}
