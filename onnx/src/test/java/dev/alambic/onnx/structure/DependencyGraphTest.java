package dev.alambic.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DependencyGraphTest {
    private final Weights weights = new Weights(3);

    private static List<ChannelGroup> cuttable(OnnxModel model) {
        return DependencyGraph.of(model).groups().stream()
                .filter(group -> !group.isFixed())
                .toList();
    }

    private static long[] dims(OnnxModel model, String weight) {
        return model.graph().initializer(weight).orElseThrow().dims();
    }

    @Test
    void residualStreamIsOneGroupWithAllThatReadsIt() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 6, 6]
                a = Conv(x, w0)
                b = Conv(a, w1)
                r = Add(a, b)
                y = Conv(r, w2)
                return y
                """, b -> {
            b.initializer("w0", weights.tensor(4, 2, 1, 1));
            b.initializer("w1", weights.tensor(4, 4, 1, 1));
            b.initializer("w2", weights.tensor(3, 4, 1, 1));
        });

        assertThat(cuttable(model))
                .singleElement()
                .hasToString(
                        "4 x 'a': 'w0' axis 0 (4), 'a' axis 1 (4), 'w1' axis 1 (4), 'w1' axis 0 (4), 'b' axis 1 (4),"
                                + " 'r' axis 1 (4), 'w2' axis 1 (4)");
    }

    @Test
    void headGoesFromQueriesKeysAndValuesInOneWeight() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 6]
                h = MatMul(x, w)
                s = Reshape(h, split)
                t = Transpose(s) perm=[2,0,3,1,4]
                q = Gather(t, i0) axis=0
                k0 = Gather(t, i1) axis=0
                v = Gather(t, i2) axis=0
                k = Transpose(k0) perm=[0,1,3,2]
                p0 = MatMul(q, k)
                p = Softmax(p0) axis=-1
                c0 = MatMul(p, v)
                c1 = Transpose(c0) perm=[0,2,1,3]
                c = Reshape(c1, merge)
                y = MatMul(c, o)
                return y
                """, b -> {
            b.initializer("w", weights.tensor(6, 24));
            b.initializer("o", weights.tensor(8, 5));
            b.initializer("split", Tensor.ofLongs(new long[] {0, 0, 3, 4, 2}, 5));
            b.initializer("merge", Tensor.ofLongs(new long[] {0, 0, 8}, 3));
            for (long i = 0; i < 3; i++) {
                b.initializer("i" + i, Tensor.scalar(i));
            }
        });

        ChannelGroup heads = cuttable(model).get(0);
        OnnxModel cut = DependencyGraph.of(model).without(List.of(new ChannelCut(heads, List.of(1))));

        assertThat(heads.width()).isEqualTo(4);
        assertThat(dims(cut, "w")).containsExactly(6, 18);
        assertThat(dims(cut, "o")).containsExactly(6, 5);
        // at other sizes than those that were seen
        Map<String, Tensor> inputs = RandomInputs.of(cut, Map.of("batch", 1L, "seq", 7L), 1);
        assertThat(Agreement.between(cut, cut, inputs).relative()).isZero();
    }

    @Test
    void unknownOperatorsFixWhatTheyReadAndSayWhy() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 6, 6]
                a = Conv(x, w0)
                l = LRN(a) size=3
                y = Conv(l, w2)
                return y
                """, b -> {
            b.initializer("w0", weights.tensor(4, 2, 1, 1));
            b.initializer("w2", weights.tensor(3, 4, 1, 1));
        });

        DependencyGraph graph = DependencyGraph.of(model);

        assertThat(cuttable(model)).isEmpty();
        assertThat(graph.groups())
                .filteredOn(group -> group.name().equals("a"))
                .extracting(ChannelGroup::fixed)
                .containsExactly("LRN 'l' reads it and cannot do without a part");
        assertThatThrownBy(() ->
                        graph.without(List.of(new ChannelCut(graph.groups().get(1), List.of(0)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a unit to cut: it can be cut");
    }

    @Test
    void layerNormalizationIsSaidToChangeWhatStays() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3]
                h = MatMul(x, w)
                n = LayerNormalization(h, scale, bias)
                y = MatMul(n, v)
                return y
                """, b -> {
            b.initializer("w", weights.tensor(3, 8));
            b.initializer("scale", weights.tensor(8));
            b.initializer("bias", weights.tensor(8));
            b.initializer("v", weights.tensor(8, 2));
        });

        assertThat(cuttable(model))
                .singleElement()
                .extracting(ChannelGroup::inexact)
                .isEqualTo("LayerNormalization 'n' normalizes over it");
    }
}
