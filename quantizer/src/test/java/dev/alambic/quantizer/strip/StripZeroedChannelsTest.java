package dev.alambic.quantizer.strip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pipeline itself compares the outputs before and after in ONNX Runtime, within 1e-5 of the largest. */
class StripZeroedChannelsTest {
    private final Weights weights = new Weights(7);

    private static OnnxModel strip(OnnxModel model) {
        Result result = Pipeline.of(List.of(new StripZeroedChannels())).run(model);
        Result again = Pipeline.of(List.of(new StripZeroedChannels())).run(result.model());
        assertThat(again.model()).as("a second run changes nothing").isEqualTo(result.model());
        return result.model();
    }

    private static long[] dims(OnnxModel model, String output, int input) {
        var node = model.graph().index().producer(output).orElseThrow();
        return model.graph().initializer(node.inputs().get(input)).orElseThrow().dims();
    }

    private OnnxModel mlp(int[] zeroed) {
        return GraphText.model("""
                x: float[batch, 6]
                h = Gemm(x, w1, b1) transB=1
                a = Sigmoid(h)
                y = Gemm(a, w2, b2) transB=1
                return y: float[batch, 3]
                """, b -> {
            b.initializer("w1", weights.zeroedRows(zeroed, 8, 6));
            b.initializer("b1", weights.tensor(8));
            b.initializer("w2", weights.tensor(3, 8));
            b.initializer("b2", weights.tensor(3));
        });
    }

    @Test
    void constantNeuronGoesThroughTheActivationIntoTheNextBias() {
        OnnxModel stripped = strip(mlp(new int[] {1, 4, 5}));

        assertThat(dims(stripped, "h", 1)).containsExactly(5, 6);
        assertThat(dims(stripped, "h", 2)).containsExactly(5);
        assertThat(dims(stripped, "y", 1)).containsExactly(3, 5);
    }

    @Test
    void halfWeightsAreReadLikeOthers() {
        OnnxModel half = mlp(new int[] {1, 4, 5})
                .mapGraph(graph -> graph.edit(out -> {
                    out.inputs(List.of(ValueInfo.of("x", DataType.FLOAT16, Shape.symbolic("batch", 6))));
                    out.outputs(List.of(ValueInfo.of("y", DataType.FLOAT16, Shape.symbolic("batch", 3))));
                    graph.initializers()
                            .forEach((name, tensor) -> out.initializer(
                                    name, Tensor.ofFloats(DataType.FLOAT16, tensor.floats(), tensor.dims())));
                }));

        OnnxModel stripped = strip(half);

        assertThat(dims(stripped, "h", 1)).containsExactly(5, 6);
        assertThat(stripped.graph().initializers().values())
                .allSatisfy(tensor -> assertThat(tensor.dataType()).isEqualTo(DataType.FLOAT16));
    }

    @Test
    void planIsReadableBeforeAnythingIsCut() {
        assertThat(StripPlan.of(mlp(new int[] {1, 4, 5}))).hasToString("cut 3 of 8 of 'h': [1, 4, 5]");
    }

    @Test
    void modelWithoutZeroesStaysTheSame() {
        OnnxModel model = mlp(new int[] {});

        assertThat(strip(model)).isSameAs(model);
    }

    @Test
    void oneNeuronStaysOfALayerOfZeroes() {
        OnnxModel stripped = strip(mlp(new int[] {0, 1, 2, 3, 4, 5, 6, 7}));

        assertThat(dims(stripped, "h", 1)).containsExactly(1, 6);
    }

    @Test
    void neuronThatNobodyReadsIsRemovedAndThenThoseThatOnlyItReads() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                h = Gemm(x, w1)
                r = Relu(h)
                g = Gemm(r, w2)
                s = Relu(g)
                y = Gemm(s, w3)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w1", weights.tensor(4, 2));
            // the second hidden neuron is read by the second of the next layer alone, which nobody reads
            b.initializer("w2", Tensor.ofFloats(new float[] {1, 2, 0, 3}, 2, 2));
            b.initializer("w3", Tensor.ofFloats(new float[] {1, 2, 0, 0}, 2, 2));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "h", 1)).containsExactly(4, 1);
        assertThat(dims(stripped, "g", 1)).containsExactly(1, 1);
        assertThat(dims(stripped, "y", 1)).containsExactly(1, 2);
    }

    @Test
    void matMulWithAddIsCutLikeGemm() {
        OnnxModel model = GraphText.model("""
                x: float[batch, seq, 4]
                m = MatMul(x, w1)
                h = Add(m, b1)
                a = Tanh(h)
                y = MatMul(a, w2)
                return y: float[batch, seq, 3]
                """, b -> {
            float[] w = weights.normal(4, 5);
            for (int row = 0; row < 4; row++) {
                w[row * 5 + 2] = 0;
            }
            b.initializer("w1", Tensor.ofFloats(w, 4, 5));
            b.initializer("b1", weights.tensor(5));
            b.initializer("w2", weights.tensor(5, 3));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "m", 1)).containsExactly(4, 4);
        assertThat(dims(stripped, "h", 1)).containsExactly(4);
        assertThat(stripped.graph().nodes()).hasSize(5);
    }

    private OnnxModel cnn(String activation, String pads) {
        return GraphText.model("""
                x: float[batch, 2, 8, 8]
                c = Conv(x, w1, b1) pads=[1,1,1,1]
                n = BatchNormalization(c, n.scale, n.bias, n.mean, n.var)
                a = %s(n)
                p = MaxPool(a) kernel_shape=[2,2] strides=[2,2]
                d = Conv(p, w2, b2) pads=%s
                e = Relu(d)
                f = Flatten(e)
                y = Gemm(f, w3, b3) transB=1
                return y: float[batch, 3]
                """.formatted(activation, pads), b -> {
            b.initializer("w1", weights.zeroedRows(new int[] {0, 3}, 6, 2, 3, 3));
            b.initializer("b1", weights.tensor(6));
            weights.batchNorm(b, "n", 6);
            b.initializer("w2", weights.zeroedRows(new int[] {2}, 4, 6, 3, 3));
            b.initializer("b2", weights.tensor(4));
            long side = pads.contains("1") ? 4 : 2;
            b.initializer("w3", weights.tensor(3, 4 * side * side));
            b.initializer("b3", weights.tensor(3));
        });
    }

    @Test
    void channelsGoThroughNormalizationPoolingAndFlatten() {
        OnnxModel stripped = strip(cnn("Sigmoid", "[0,0,0,0]"));

        assertThat(dims(stripped, "c", 1)).containsExactly(4, 2, 3, 3);
        assertThat(dims(stripped, "n", 1)).containsExactly(4);
        assertThat(dims(stripped, "d", 1)).containsExactly(3, 4, 3, 3);
        assertThat(dims(stripped, "y", 1)).containsExactly(3, 3 * 2 * 2);
    }

    @Test
    void constantOtherThanZeroStaysWhereThePaddingWouldShow() {
        OnnxModel model = cnn("Sigmoid", "[1,1,1,1]");

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "c", 1)).containsExactly(6, 2, 3, 3);
        assertThat(dims(stripped, "d", 1)).containsExactly(3, 6, 3, 3);
        assertThat(StripPlan.of(model).kept())
                .hasSize(2)
                .allSatisfy(kept -> assertThat(kept.reason()).startsWith("Conv 'd' pads with zeros, the channel is"));
    }

    @Test
    void zeroChannelGoesEvenWithPadding() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 5, 5]
                c = Conv(x, w1, b1) pads=[1,1,1,1]
                a = Relu(c)
                y = Conv(a, w2) pads=[1,1,1,1]
                return y: float[batch, 2, 5, 5]
                """, b -> {
            b.initializer("w1", weights.zeroedRows(new int[] {0, 2}, 3, 2, 3, 3));
            b.initializer("b1", Tensor.ofFloats(new float[] {-1, 2, 0}, 3));
            b.initializer("w2", weights.tensor(2, 3, 3, 3));
        });

        assertThat(dims(strip(model), "c", 1)).containsExactly(1, 2, 3, 3);
    }

    private OnnxModel residual(int[] zeroedInBranch) {
        return GraphText.model("""
                x: float[batch, 3, 6, 6]
                s = Conv(x, w0)
                t = Relu(s)
                c = Conv(t, w1) pads=[1,1,1,1]
                r = Add(c, t)
                u = Relu(r)
                g = GlobalAveragePool(u)
                f = Flatten(g)
                y = Gemm(f, w2) transB=1
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w0", weights.zeroedRows(new int[] {1, 2}, 5, 3, 1, 1));
            b.initializer("w1", weights.zeroedRows(zeroedInBranch, 5, 5, 3, 3));
            b.initializer("w2", weights.tensor(2, 5));
        });
    }

    @Test
    void residualIsCutWhereBothSidesAreConstant() {
        OnnxModel model = residual(new int[] {2, 4});

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "s", 1)).containsExactly(4, 3, 1, 1);
        assertThat(dims(stripped, "c", 1)).containsExactly(4, 4, 3, 3);
        assertThat(StripPlan.of(model).cuts()).hasSize(1);
        assertThat(StripPlan.of(model).kept())
                .extracting(StripPlan.Kept::channels)
                .contains(List.of(1), List.of(4));
    }

    @Test
    void concatCutsEachPartAlone() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                p = Gemm(x, w1)
                q = Gemm(x, w2)
                c = Concat(p, x, q) axis=-1
                y = Gemm(c, w3, b3)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w1", weights.tensor(4, 3));
            b.initializer("w2", Tensor.ofFloats(new float[] {1, 0, 2, 0, 3, 0, 4, 0}, 4, 2));
            b.initializer("w3", weights.tensor(9, 2));
            b.initializer("b3", weights.tensor(2));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "p", 1)).containsExactly(4, 3);
        assertThat(dims(stripped, "q", 1)).containsExactly(4, 1);
        assertThat(dims(stripped, "y", 1)).containsExactly(8, 2);
    }

    @Test
    void depthwiseConvFollowsItsChannels() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 6, 6]
                c = Conv(x, w1)
                r = Relu(c)
                d = Conv(r, w2, b2) group=4 pads=[1,1,1,1]
                m = Clip(d, lo, hi)
                y = Conv(m, w3)
                return y: float[batch, 2, 6, 6]
                """, b -> {
            b.initializer("lo", Tensor.scalar(0f));
            b.initializer("hi", Tensor.scalar(6f));
            b.initializer("w1", weights.zeroedRows(new int[] {3}, 4, 2, 1, 1));
            b.initializer("w2", weights.zeroedRows(new int[] {1}, 4, 1, 3, 3));
            b.initializer("b2", weights.tensor(4));
            b.initializer("w3", weights.tensor(2, 4, 1, 1));
        });

        OnnxModel stripped = strip(model);

        assertThat(dims(stripped, "d", 1)).containsExactly(2, 1, 3, 3);
        assertThat(dims(stripped, "c", 1)).containsExactly(2, 2, 1, 1);
    }

    @Test
    void reshapeWithItsSizeWrittenOutIsRepaired() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 1, 4, 4]
                c = Conv(x, w1)
                f = Reshape(c, shape)
                y = Gemm(f, w2)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w1", weights.zeroedRows(new int[] {0}, 3, 1, 3, 3));
            b.initializer("shape", Tensor.ofLongs(new long[] {-1, 12}, 2));
            b.initializer("w2", weights.tensor(12, 2));
        });

        OnnxModel stripped = strip(model);

        assertThat(stripped.graph()
                        .initializer(stripped.graph()
                                .index()
                                .producer("f")
                                .orElseThrow()
                                .inputs()
                                .get(1)))
                .contains(Tensor.ofLongs(new long[] {-1, 8}, 2));
    }

    @Test
    void whatSoftmaxReadsStays() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                h = Gemm(x, w1)
                s = Softmax(h) axis=-1
                y = Gemm(s, w2)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w1", Tensor.ofFloats(new float[] {1, 0, 2, 0, 3, 0, 4, 0}, 4, 2));
            b.initializer("w2", weights.tensor(2, 2));
        });

        assertThat(strip(model)).isSameAs(model);
        assertThat(StripPlan.of(model))
                .hasToString("kept constant channels [1] of 'h': Softmax 's' normalizes over it");
    }
}
