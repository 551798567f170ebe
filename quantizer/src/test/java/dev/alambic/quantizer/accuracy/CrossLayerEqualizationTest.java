package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossLayerEqualizationTest {

    /** Weights whose channels differ by up to 64 times. */
    private static Tensor uneven(long seed, long... dims) {
        float[] values = new Weights(seed).normal(dims);
        int row = (int) (values.length / dims[0]);
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) Math.pow(2, i / row % 7);
        }
        return Tensor.ofFloats(values, dims);
    }

    private static OnnxModel images(String text) {
        Weights weights = new Weights(3);
        return GraphText.model(text, b -> {
            b.initializer("w1", uneven(1, 8, 3, 3, 3));
            b.initializer("b1", weights.tensor(8));
            b.initializer("slope", weights.tensor(8, 1, 1));
            b.initializer("w2", weights.tensor(6, 8, 3, 3));
            b.initializer("wd", uneven(2, 8, 1, 3, 3));
            b.initializer("bd", weights.tensor(8));
            b.initializer("wg", weights.tensor(6, 4, 1, 1));
            b.initializer("wf", weights.tensor(5, 8));
            b.initializer("wp", weights.tensor(8 * 6 * 6, 5));
        });
    }

    private static Result run(OnnxModel model) {
        return Pipeline.of(List.of(new CrossLayerEqualization())).run(model);
    }

    /** Returns the largest weight of each output channel of the first product. */
    private static double[] outputs(OnnxModel model, int unit) {
        ProductView linear = ProductView.all(model.graph()).get(unit);
        float[] weight = linear.weight().floats();
        double[] reach = new double[linear.outputs()];
        for (int o = 0; o < reach.length; o++) {
            for (int k = 0; k < linear.width(); k++) {
                reach[o] = Math.max(reach[o], Math.abs(weight[linear.index(o, k)]));
            }
        }
        return reach;
    }

    private static double spread(double[] reach) {
        double largest = Arrays.stream(reach).max().orElseThrow();
        return largest / Arrays.stream(reach).min().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2 = Conv(c1, w2)",
                "r = Relu(c1)\nc2 = Conv(r, w2)",
                "r = LeakyRelu(c1)\nm = MaxPool(r) kernel_shape=[2,2]\nc2 = Conv(m, w2) pads=[1,1,1,1]",
                "r = PRelu(c1, slope)\nc2 = Conv(r, wg) group=2",
                "r = Relu(c1)\nd = Conv(r, wd, bd) group=8\ne = Relu(d)\nc2 = Conv(e, w2)",
                "g = GlobalAveragePool(c1)\nf = Flatten(g)\nc2 = Gemm(f, wf) transB=1",
                "f = Flatten(c1)\nc2 = Gemm(f, wp)"
            })
    void channelsBetweenLayersGetTheSameReachOnBothSides(String between) {
        OnnxModel model = images("x: float[batch, 3, 8, 8]\nc1 = Conv(x, w1, b1)\n" + between + "\nreturn c2");

        Result result = run(model);

        assertThat(result.model()).isNotEqualTo(model);
        assertThat(spread(outputs(result.model(), 0))).isLessThan(spread(outputs(model, 0)));
        assertThat(run(result.model()).reports().get(0).worstError()).isLessThan(1e-5);
    }

    @Test
    void twoProductsMeetInTheGeometricMean() {
        OnnxModel model = GraphText.model("x: float[batch, 2]\na = Gemm(x, w1, b1)\ny = Gemm(a, w2)\nreturn y", b -> {
            b.initializer("w1", Tensor.ofFloats(new float[] {1, 8, -2, 4}, 2, 2));
            b.initializer("b1", Tensor.ofFloats(new float[] {1, 1}, 2));
            b.initializer("w2", Tensor.ofFloats(new float[] {8, 1, 2, -2}, 2, 2));
        });

        OnnxModel made = run(model).model();

        // channel 0: 2 and 8 become 4; channel 1: 8 and 2 become 4
        assertThat(outputs(made, 0)).containsExactly(new double[] {4, 4}, within(1e-6));
        assertThat(ProductView.all(made.graph()).get(1).weight().floats())
                .containsExactly(new float[] {4, 0.5f, 4, -4}, within(1e-6f));
        assertThat(run(made).model()).isSameAs(made);
    }

    @Test
    void productsOfHigherRankTakeTheirAddWithThem() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3, 4]
                a = MatMul(x, w1)
                b = Add(b1, a)
                r = Relu(b)
                y = MatMul(r, w2)
                return y
                """, b -> {
            b.initializer("w1", uneven(1, 4, 6));
            b.initializer("b1", new Weights(1).tensor(6));
            b.initializer("w2", uneven(2, 6, 4));
        });

        assertThat(run(model).model()).isNotEqualTo(model);
    }

    @Test
    void aClipBetweenIsLeftAloneAndSaid() {
        OnnxModel model =
                images("x: float[batch, 3, 8, 8]\nc1 = Conv(x, w1, b1)\nr = Clip(c1)\ny = Conv(r, w2)\nreturn y");

        Result result = run(model);

        assertThat(result.model()).isSameAs(model);
        assertThat(result.notes())
                .containsExactly("1 pairs of layers around a Clip were not equalized: a Clip has a scale of its own");
    }

    @Test
    void whatSomethingElseReadsIsLeftAlone() {
        OnnxModel model =
                images("x: float[batch, 3, 8, 8]\nc1 = Conv(x, w1, b1)\ny = Conv(c1, w2)\nz = Relu(c1)\nreturn y; z");

        assertThat(run(model).model()).isSameAs(model);
    }

    @Test
    void channelsThatAreNotUsedStay() {
        OnnxModel model = GraphText.model("x: float[batch, 2]\na = Gemm(x, w1)\ny = Gemm(a, w2)\nreturn y", b -> {
            b.initializer("w1", Tensor.ofFloats(new float[] {0, 8, 0, 4}, 2, 2));
            b.initializer("w2", Tensor.ofFloats(new float[] {8, 1, 2, -2}, 2, 2));
        });

        assertThat(outputs(run(model).model(), 0)).containsExactly(new double[] {0, 4}, within(1e-6));
    }
}
