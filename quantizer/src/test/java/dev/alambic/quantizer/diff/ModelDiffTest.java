package dev.alambic.quantizer.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.int8.Int8Form;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.precision.Fp16Options;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ModelDiffTest {

    /** y = 3 (2 x) + 1, with another factor in the middle. */
    private static OnnxModel chain(float factor) {
        return GraphText.model("""
                x: float[batch, 2]
                a = Mul(x, two)
                b = Mul(a, factor)
                y = Add(b, one)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("factor", Tensor.scalar(factor));
            b.initializer("one", Tensor.scalar(1f));
        });
    }

    private static Map<String, Tensor> sample(float... values) {
        return Map.of("x", Tensor.ofFloats(values, values.length / 2, 2));
    }

    @Test
    void stringsAreTheSameOrNot() {
        OnnxModel one = OnnxModel.of(GraphText.graph("x: string[n]\ny = StringConcat(x, x)\nreturn y: string[n]"), 20);
        OnnxModel other = OnnxModel.of(GraphText.graph("x: string[n]\ny = Identity(x)\nreturn y: string[n]"), 20);
        Map<String, Tensor> words = Map.of("x", Tensor.ofStrings(List.of(Bytes.utf8("a"), Bytes.utf8("")), 2));

        assertThat(ModelDiff.of(one, one, List.of(words)).maxAbsoluteError()).isZero();
        assertThat(ModelDiff.of(one, other, List.of(words)).maxAbsoluteError()).isEqualTo(1);
    }

    @Test
    void whatIsNoTensorIsNotCompared() {
        OnnxModel model = GraphText.model("""
                x: float[4]
                h = Neg(x)
                s = SplitToSequence(h)
                t = SequenceInsert(s, x)
                y = SequenceLength(t)
                return y: int64[]; t
                """, b -> {});

        ModelDiff diff = ModelDiff.of(model, model, List.of(Map.of("x", Tensor.ofFloats(new float[4], 4))));

        assertThat(diff.outputs()).extracting(ValueDifference::value).containsExactly("y");
        assertThat(diff.layers()).extracting(ValueDifference::value).containsExactly("h");
    }

    @Test
    void aSizeThatDependsOnTheValuesMayDiffer() {
        OnnxModel model = GraphText.model("x: float[4]\ny = NonZero(x)\nreturn y: int64[1, found]", b -> {});
        OnnxModel other =
                GraphText.model("x: float[4]\nr = Relu(x)\ny = NonZero(r)\nreturn y: int64[1, found]", b -> {});
        Map<String, Tensor> sample = Map.of("x", Tensor.ofFloats(new float[] {1, -1, 2, -2}, 4));

        assertThat(ModelDiff.of(model, other, List.of(sample)).worstSqnrDecibels())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /** What is stored under a short name must not meet the integers of a value that has that name. */
    @Test
    void namesThatAreShortAlreadyDoNotMeetShortenedOnes() {
        Weights weights = new Weights(5);
        OnnxModel model = GraphText.model("""
                x: float[4, 8]
                a = MatMul(x, w)
                b = Relu(a)
                c = MatMul(b, v)
                d = Relu(c)
                e = MatMul(d, w)
                f = Sigmoid(e)
                y = MatMul(f, v)
                return y: float[4, 8]
                """, b -> {
            b.initializer("w", weights.tensor(8, 8));
            b.initializer("v", weights.tensor(8, 8));
        });
        List<Map<String, Tensor>> samples = List.of(Map.of("x", weights.tensor(4, 8)));

        for (Int8Form form : Int8Form.values()) {
            Result made = Quantizer.int8Static(
                    model, Calibration.of(samples), Int8Options.defaults().withForm(form));

            assertThat(ModelDiff.of(model, made.model(), samples).worstSqnrDecibels())
                    .isGreaterThan(20);
        }
    }

    @Test
    void figuresFollowTheirFormulas() {
        ModelDiff diff = ModelDiff.of(chain(3), chain(4), List.of(sample(1, -1), sample(2, 0)));

        // b: 6, -6, 12, 0 against 8, -8, 16, 0: noise 24, signal 216; exact in float32
        ValueDifference b = diff.layers().get(1);
        assertThat(b.value()).isEqualTo("b");
        assertThat(b.operator()).isEqualTo("Mul");
        assertThat(b.elements()).isEqualTo(4);
        assertThat(b.maxAbsoluteError()).isEqualTo(4);
        assertThat(b.relativeError()).isEqualTo(4 / 12.0);
        assertThat(b.sqnrDecibels()).isCloseTo(10 * Math.log10(216 / 24.0), within(1e-12));
        assertThat(b.cosine()).isCloseTo(1, within(1e-12));
        assertThat(diff.outputs()).singleElement().satisfies(y -> {
            assertThat(y.value()).isEqualTo("y");
            assertThat(y.maxAbsoluteError()).isEqualTo(4);
        });
    }

    @Test
    void equalModelsDoNotDiffer() {
        ModelDiff diff = ModelDiff.of(chain(3), chain(3), List.of(sample(1, -1)));

        assertThat(diff.worstSqnrDecibels()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(diff.maxAbsoluteError()).isZero();
        assertThat(diff.outputs().get(0).cosine()).isEqualTo(1);
        assertThat(diff.jump()).isNull();
    }

    @Test
    void theJumpIsWhereTheErrorComesIn() {
        ModelDiff diff = ModelDiff.of(chain(3), chain(4), List.of(sample(1, -1)));

        assertThat(diff.jump()).isEqualTo(new Jump(diff.layers().get(1), Propagation.ROUNDING_DECIBELS));
    }

    @Test
    void theWorstLayerComesFirst() {
        ModelDiff diff = ModelDiff.of(chain(3), chain(4), List.of(sample(1, -1)));

        assertThat(diff.worstLayers(2)).extracting(ValueDifference::value).containsExactly("b", "a");
        assertThat(diff.worstLayers(1)).hasSize(1);
    }

    /** Two layers and an activation, called at length. */
    private static OnnxModel network() {
        Weights weights = new Weights(3);
        return GraphText.model("""
                x: float[batch, 3, 6, 6]
                layer.1 = Conv(x, w1)
                layer.2 = Relu(layer.1)
                layer.3 = Conv(layer.2, w2)
                layer.4 = Tanh(layer.3)
                layer.5 = GlobalAveragePool(layer.4)
                layer.6 = Flatten(layer.5)
                y = Gemm(layer.6, w3)
                return y: float[batch, 4]
                """, b -> {
            b.initializer("w1", weights.tensor(8, 3, 1, 1));
            b.initializer("w2", weights.tensor(8, 8, 1, 1));
            b.initializer("w3", weights.tensor(8, 4));
        });
    }

    private static ModelDiff diff(Function<Calibration, Result> form) {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        Probe.of(network()).samples(4, 5).forEach(samples::add);
        return ModelDiff.of(network(), form.apply(Calibration.of(samples)).model(), samples);
    }

    @Test
    void layersOfEveryFormAreFoundByTheirOldNames() {
        ModelDiff qdq = diff(samples -> Quantizer.int8Static(network(), samples));
        ModelDiff operators = diff(samples ->
                Quantizer.int8Static(network(), samples, Int8Options.defaults().withForm(Int8Form.QOPERATOR)));
        ModelDiff half = diff(samples -> Quantizer.fp16(network(), Fp16Options.of(Fp16.COMPUTE), samples));

        assertThat(qdq.layers())
                .extracting(ValueDifference::value)
                .containsExactly("layer.1", "layer.2", "layer.3", "layer.4", "layer.5", "layer.6");
        // layer.1 is no value of its own there: the kernel rounds behind the activation
        assertThat(operators.layers())
                .extracting(ValueDifference::value)
                .containsExactly("layer.2", "layer.3", "layer.4", "layer.5", "layer.6");
        assertThat(half.layers()).hasSize(6);
        // 8 bits leave some 40 dB, 11 bits some 60; a layer taken for another leaves none
        assertThat(qdq.layers()).allMatch(layer -> layer.sqnrDecibels() > 25);
        assertThat(operators.layers()).allMatch(layer -> layer.sqnrDecibels() > 25);
        assertThat(half.layers()).allMatch(layer -> layer.sqnrDecibels() > 50);
    }

    @Test
    void layersOfALstmOnIntegersAreFound() {
        Weights weights = new Weights(8);
        OnnxModel model = GraphText.model("""
                x: float[5, batch, 8]
                scaled.input = Mul(x, two)
                hidden.states = LSTM(scaled.input, w, r) hidden_size=8
                y = Tanh(hidden.states)
                return y
                """, b -> {
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("w", weights.tensor(1, 32, 8));
            b.initializer("r", weights.tensor(1, 32, 8));
        });

        ModelDiff diff = ModelDiff.of(
                model, Quantizer.int8Dynamic(model).model(), Probe.of(model).samples(2, 3));

        assertThat(diff.layers()).extracting(ValueDifference::value).containsExactly("scaled.input", "hidden.states");
    }

    @Test
    void integersOfOtherToolsAreFoundByTheirNames() {
        OnnxModel floats = GraphText.model("""
                x: float[batch, 2]
                h = Mul(x, two)
                p = Reshape(h, flat)
                y = Neg(p)
                return y
                """, b -> {
            b.initializer("two", Tensor.scalar(2f));
            b.initializer("flat", Tensor.ofLongs(new long[] {-1}, 1));
        });
        OnnxModel integers = GraphText.model("""
                x: float[batch, 2]
                x_quantized = QuantizeLinear(x, scale, zero)
                h_quantized = com.microsoft.QLinearMul(x_quantized, scale, zero, k, one, zero, wide, zero)
                p_quantized = Reshape(h_quantized, flat)
                q = DequantizeLinear(p_quantized, wide, zero)
                y = Neg(q)
                return y
                """, b -> {
                    b.initializer("scale", Tensor.scalar(0.01f));
                    b.initializer("wide", Tensor.scalar(0.02f));
                    b.initializer("one", Tensor.scalar(1f));
                    b.initializer("zero", Tensor.ofBytes(DataType.UINT8, new byte[1]));
                    b.initializer("k", Tensor.ofBytes(DataType.UINT8, new byte[] {2}));
                    b.initializer("flat", Tensor.ofLongs(new long[] {-1}, 1));
                })
                .withOpset("com.microsoft", 1);

        ModelDiff diff = ModelDiff.of(floats, integers, List.of(sample(1, 0.5f)));

        assertThat(diff.layers()).extracting(ValueDifference::value).containsExactly("h", "p");
        // steps of 0.01 and 0.02, of which the sample is a multiple
        assertThat(diff.layers()).allMatch(layer -> layer.maxAbsoluteError() < 1e-6);
    }

    @Test
    void withoutLayersNothingIsSaidOfAJump() {
        OnnxModel other = GraphText.model("""
                x: float[batch, 2]
                y = Relu(x)
                return y: float[batch, 2]
                """, b -> {});

        assertThat(ModelDiff.of(chain(3), other, List.of(sample(1, -1))).jump()).isNull();
    }

    @Test
    void valuesOfOneModelAloneAreSkippedAndCounted() {
        OnnxModel shorter = GraphText.model("""
                x: float[batch, 2]
                b = Mul(x, six)
                y = Add(b, one)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("six", Tensor.scalar(6f));
            b.initializer("one", Tensor.scalar(1f));
        });

        ModelDiff diff = ModelDiff.of(chain(3), shorter, List.of(sample(1, -1)));

        assertThat(diff.layers()).extracting(ValueDifference::value).containsExactly("b");
        assertThat(diff.coverage()).isEqualTo(new Coverage(1, 1, 1));
    }

    @Test
    void valuesOfAnotherShapeAreSkippedAndIntegersAreNoLayers() {
        String text = """
                x: float[batch, 2]
                extents = Shape(x)
                a = %s
                y = ReduceSum(a, axes) keepdims=0
                return y: float[batch]
                """;
        OnnxModel wide = GraphText.model(text.formatted("Concat(x, x) axis=1"), b -> axis(b));
        OnnxModel narrow = GraphText.model(text.formatted("Mul(x, two)"), b -> {
            axis(b);
            b.initializer("two", Tensor.scalar(2f));
        });

        ModelDiff diff = ModelDiff.of(wide, narrow, List.of(sample(1, -1), sample(3, 4)));

        assertThat(diff.layers()).isEmpty();
        assertThat(diff.coverage()).isEqualTo(new Coverage(2, 0, 1));
        assertThat(diff.maxAbsoluteError()).isZero();
    }

    private static void axis(dev.alambic.onnx.graph.Graph.Builder builder) {
        builder.initializer("axes", Tensor.ofLongs(new long[] {1}, 1));
    }

    @Test
    void aNumberThatOneModelLosesIsTheWorstError() {
        ModelDiff diff = ModelDiff.of(chain(3), chain(Float.POSITIVE_INFINITY), List.of(sample(1, 0)));

        assertThat(diff.maxAbsoluteError()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(diff.worstSqnrDecibels()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(diff.outputs().get(0).cosine()).isNaN();
    }

    @Test
    void theSameInfinityIsNoDifference() {
        OnnxModel masked = chain(Float.NEGATIVE_INFINITY);

        ModelDiff diff = ModelDiff.of(masked, masked, List.of(sample(1, 0)));

        assertThat(diff.maxAbsoluteError()).isZero();
        assertThat(diff.worstSqnrDecibels()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void samplesAreReadOnceAndNotKept() {
        List<String> asked = new ArrayList<>();
        Iterable<Map<String, Tensor>> once = () -> {
            asked.add("iterator");
            return new Iterator<>() {
                private int left = 50;

                @Override
                public boolean hasNext() {
                    return left > 0;
                }

                @Override
                public Map<String, Tensor> next() {
                    left--;
                    return sample(left, 1);
                }
            };
        };

        assertThat(ModelDiff.of(chain(3), chain(4), once).coverage().samples()).isEqualTo(50);
        assertThat(asked).hasSize(1);
    }

    @Test
    void noSampleAndOtherOutputsAreRefused() {
        assertThatThrownBy(() -> ModelDiff.of(chain(3), chain(4), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sample");
        OnnxModel other = GraphText.model("""
                x: float[batch, 2]
                z = Relu(x)
                return z: float[batch, 2]
                """, b -> {});
        assertThatThrownBy(() -> ModelDiff.of(chain(3), other, List.of(sample(1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("output 'y': the model has no such output");
    }

    @Test
    void randomSamplesAreTheSameForTheSameSeed() {
        Iterable<Map<String, Tensor>> samples = Probe.of(chain(3)).samples(3, 7);

        assertThat(samples).hasSize(3).doesNotHaveDuplicates();
        assertThat(samples).containsExactlyElementsOf(Probe.of(chain(3)).samples(3, 7));
    }

    /** The best three of four rows, two of which are as good but for a little that {@code nudge} decides. */
    private static OnnxModel best(float nudge) {
        return GraphText.model("""
                x: float[4]
                s = Add(x, nudge)
                v, i = TopK(s, k) axis=0
                y = Gather(rows, i)
                return y: float[3, 2]
                """, b -> {
            b.initializer("nudge", Tensor.ofFloats(new float[] {0, nudge, 0, 0}, 4));
            b.initializer("k", Tensor.ofLongs(new long[] {3}, 1));
            b.initializer("rows", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2));
        });
    }

    @Test
    void rowsInAnOrderThatSaysNothingAreComparedAsASet() {
        Map<String, Tensor> ties = Map.of("x", Tensor.ofFloats(new float[] {1, 1, 0, 2}, 4));

        ModelDiff diff = ModelDiff.of(best(-1e-4f), best(1e-4f), List.of(ties));

        assertThat(diff.outputs().get(0).maxAbsoluteError()).isZero();
    }
}
