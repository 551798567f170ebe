package dev.alambic.quantizer.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

    private static void axis(dev.alambic.onnx.Graph.Builder builder) {
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
        Iterable<Map<String, Tensor>> samples = RandomSamples.of(chain(3), 3, 7);

        assertThat(samples).hasSize(3).doesNotHaveDuplicates();
        assertThat(samples).containsExactlyElementsOf(RandomSamples.of(chain(3), 3, 7));
    }
}
