package dev.alambic.quantizer.strip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Units larger than a channel; the pipeline compares the outputs before and after in ONNX Runtime, within 1e-5. */
class StripUnitsTest {
    private final Weights weights = new Weights(11);

    private static OnnxModel strip(OnnxModel model) {
        return Pipeline.of(List.of(new StripZeroedChannels())).run(model).model();
    }

    private static long[] dims(OnnxModel model, String weight) {
        return model.graph().initializer(weight).orElseThrow().dims();
    }

    /** Returns a copy with positions {@code from} to {@code to} of the last axis of a matrix set to zero. */
    private static Tensor withoutColumns(Tensor tensor, int from, int to) {
        float[] values = tensor.floats();
        int columns = (int) tensor.dim(tensor.rank() - 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % columns >= from && i % columns < to ? 0 : values[i];
        }
        return Tensor.ofFloats(values, tensor.dims());
    }

    private OnnxModel attention(String targets) {
        return GraphText.model("""
                x: float[batch, seq, 6]
                q = MatMul(x, wq)
                k = MatMul(x, wk)
                v0 = MatMul(x, wv)
                v = Add(v0, bv)
                %s
                q4 = Reshape(q, split)
                k4 = Reshape(k, split)
                v4 = Reshape(v, split)
                qt = Transpose(q4) perm=[0,2,1,3]
                kt = Transpose(k4) perm=[0,2,3,1]
                vt = Transpose(v4) perm=[0,2,1,3]
                s0 = MatMul(qt, kt)
                s1 = Mul(s0, scale)
                s = Softmax(s1) axis=-1
                c4 = MatMul(s, vt)
                ct = Transpose(c4) perm=[0,2,1,3]
                c = Reshape(ct, merge)
                y = MatMul(c, wo)
                return y: float[batch, seq, 6]
                """.formatted(targets), b -> {
            b.initializer("wq", weights.tensor(6, 12));
            b.initializer("wk", weights.tensor(6, 12));
            // head 1 of three heads of four gives zeros
            b.initializer("wv", withoutColumns(weights.tensor(6, 12), 4, 8));
            b.initializer("bv", withoutColumns(weights.tensor(1, 12), 4, 8).reshaped(12));
            b.initializer("wo", weights.tensor(12, 6));
            b.initializer("scale", Tensor.scalar(0.5f));
            if (targets.isEmpty()) {
                b.initializer("split", Tensor.ofLongs(new long[] {0, 0, 3, 4}, 4));
                b.initializer("merge", Tensor.ofLongs(new long[] {0, 0, 12}, 3));
            } else {
                b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
                b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
                b.initializer("heads", Tensor.ofLongs(new long[] {3, 4}, 2));
                b.initializer("width", Tensor.ofLongs(new long[] {12}, 1));
            }
        });
    }

    @Test
    void whatAWeightOnTheLeftReadsStays() {
        OnnxModel model = GraphText.model("""
                x: float[6, batch]
                h = MatMul(w, x)
                r = Relu(h)
                y = MatMul(u, r)
                z = Gemm(u, r)
                return y: float[3, batch]; z: float[3, batch]
                """, b -> {
            b.initializer("w", weights.zeroedRows(new int[] {1, 4}, 8, 6));
            b.initializer("u", weights.tensor(3, 8));
        });

        assertThat(dims(strip(model), "u")).containsExactly(3, 6);
    }

    @Test
    void whatAStackOfWeightsReadsStays() {
        OnnxModel model = GraphText.model("""
                x: float[2, batch, 6]
                h = MatMul(x, w)
                r = Relu(h)
                y = MatMul(r, u)
                return y: float[2, batch, 3]
                """, b -> {
            b.initializer("w", weights.tensor(6, 8));
            b.initializer("u", weights.tensor(2, 8, 3));
        });

        assertThat(dims(strip(model), "u")).containsExactly(2, 8, 3);
    }

    @Test
    void headThatGivesZerosGoesAsAWhole() {
        OnnxModel stripped = strip(attention(""));

        assertThat(dims(stripped, "wq")).containsExactly(6, 8);
        assertThat(dims(stripped, "wk")).containsExactly(6, 8);
        assertThat(dims(stripped, "wv")).containsExactly(6, 8);
        assertThat(dims(stripped, "wo")).containsExactly(8, 6);
    }

    @Test
    void headsGoFromReshapesWhoseTargetIsComputed() {
        OnnxModel stripped = strip(attention("""
                shape = Shape(x)
                b0 = Gather(shape, zero)
                s9 = Gather(shape, one)
                split = Concat(b0, s9, heads) axis=0
                merge = Concat(b0, s9, width) axis=0
                """.strip()));

        assertThat(dims(stripped, "wo")).containsExactly(8, 6);
    }

    @Test
    void hiddenUnitThatStaysAtZeroLeavesTheLstm() {
        float[] bias = weights.normal(32);
        bias[3 * 4 + 2] = 0;
        bias[16 + 3 * 4 + 2] = 0;
        OnnxModel model = GraphText.model("""
                x: float[seq, batch, 3]
                h = LSTM(x, w, r, b) hidden_size=4
                f = Squeeze(h, one)
                y = MatMul(f, v)
                return y: float[seq, batch, 2]
                """, b -> {
            // the candidate of unit 2 is row 3 * 4 + 2
            b.initializer("w", weights.zeroedRows(new int[] {14}, 16, 3).reshaped(1, 16, 3));
            b.initializer("r", weights.zeroedRows(new int[] {14}, 16, 4).reshaped(1, 16, 4));
            b.initializer("b", Tensor.ofFloats(bias, 1, 32));
            b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
            b.initializer("v", weights.tensor(4, 2));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "w")).containsExactly(1, 12, 3);
        assertThat(dims(stripped, "r")).containsExactly(1, 12, 3);
        assertThat(dims(stripped, "b")).containsExactly(1, 24);
        assertThat(dims(stripped, "v")).containsExactly(3, 2);
    }

    @Test
    void groupOfAConvGoesWhenAllItsChannelsAreUnread() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 6, 6]
                c = Conv(x, w0)
                g = Conv(c, w1) group=3 pads=[1,1,1,1]
                r = Relu(g)
                y = Conv(r, w2)
                return y
                """, b -> {
            b.initializer("w0", weights.tensor(6, 2, 1, 1));
            b.initializer("w1", weights.tensor(9, 2, 3, 3));
            float[] read = weights.normal(2, 9, 1, 1);
            for (int i = 0; i < read.length; i++) {
                read[i] = i % 9 / 3 == 1 ? 0 : read[i];
            }
            b.initializer("w2", Tensor.ofFloats(read, 2, 9, 1, 1));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "w0")).containsExactly(4, 2, 1, 1);
        assertThat(dims(stripped, "w1")).containsExactly(6, 2, 3, 3);
        assertThat(stripped.graph().nodes().get(1).intAttribute("group", 1)).isEqualTo(2);
    }

    @Test
    void halvesOfASplitThatMeetAgainAreCutTogether() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3]
                h = Gemm(x, w, b)
                a, g = Split(h) axis=1
                s = Sigmoid(g)
                m = Mul(a, s)
                y = Gemm(m, v)
                return y
                """, b -> {
            b.initializer("w", withoutColumns(weights.tensor(3, 10), 2, 3));
            b.initializer("b", withoutColumns(weights.tensor(1, 10), 2, 3).reshaped(10));
            b.initializer("v", weights.tensor(5, 2));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "w")).containsExactly(3, 8);
        assertThat(dims(stripped, "v")).containsExactly(4, 2);
    }
}
