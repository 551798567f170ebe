package dev.alambic.onnx.cost;

import static dev.alambic.onnx.GraphText.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class WeightCountTest {

    private static Parameters size(String text, Consumer<Graph.Builder> constants) {
        return WeightCount.of(model(text, constants));
    }

    /** Returns a tensor of ones. */
    private static Tensor ones(long... dims) {
        int elements = (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        float[] values = new float[elements];
        Arrays.fill(values, 1);
        return Tensor.ofFloats(values, dims);
    }

    @Test
    void teacherOfFourHiddenLayersCountsAsFrameworksCountIt() {
        int[] widths = {30, 256, 128, 64, 32, 2};
        StringBuilder text = new StringBuilder("x: float[batch, 30]\nc = Sub(x, mean)\nh0 = Div(c, deviation)\n");
        for (int i = 1; i < widths.length; i++) {
            text.append("g%1$d = Gemm(h%2$d, w%1$d, b%1$d) transB=1\n".formatted(i, i - 1));
            if (i < widths.length - 1) {
                text.append("n%1$d = BatchNormalization(g%1$d, gamma%1$d, beta%1$d, mean%1$d, variance%1$d)\n"
                        .formatted(i));
                text.append("h%1$d = Relu(n%1$d)\n".formatted(i));
            }
        }
        Parameters size = size(text + "return g5", builder -> {
            builder.initializer("mean", ones(30));
            builder.initializer("deviation", ones(30));
            for (int i = 1; i < widths.length; i++) {
                builder.initializer("w" + i, ones(widths[i], widths[i - 1]));
                for (String name : new String[] {"b", "gamma", "beta", "mean", "variance"}) {
                    builder.initializer(name + i, ones(widths[i]));
                }
            }
        });
        assertThat(size).isEqualTo(new Parameters(52_194, 52_194, Map.of()));
    }

    @Test
    void runningStatisticsAreNoParameters() {
        Parameters size = size("x: float[n, 3]\ny = BatchNormalization(x, g, b, m, v)\nreturn y", builder -> {
            for (String name : new String[] {"g", "b", "m", "v"}) {
                builder.initializer(name, ones(3));
            }
        });
        assertThat(size.count()).isEqualTo(6);
    }

    @Test
    void biasAddedToMatrixProductCountsEvenAloneAndLoneGeluConstantDoesNot() {
        Parameters size = size("""
                x: float[n, 4]
                p = MatMul(x, w)
                h = Add(p, bias)
                y = Mul(h, half)
                return y""", builder -> {
            builder.initializer("w", ones(4, 1));
            builder.initializer("bias", ones(1));
            builder.initializer("half", Tensor.scalar(0.5f));
        });
        assertThat(size.count()).isEqualTo(5);
    }

    @Test
    void standardizationBeforeTheFirstLayerIsNoParameterButGainAfterItIs() {
        Parameters size = size("""
                x: float[n, 4]
                c = Sub(x, mean)
                s = Mul(c, scale)
                h = Gemm(s, w)
                y = Mul(h, gain)
                return y""", builder -> {
            builder.initializer("mean", ones(4));
            builder.initializer("scale", ones(4));
            builder.initializer("w", ones(4, 3));
            builder.initializer("gain", ones(3));
        });
        assertThat(size.count()).isEqualTo(12 + 3);
    }

    @Test
    void zerosOfEitherSignDoNotCountAsNonZeroAndNanDoes() {
        Parameters size = size(
                "x: float[n, 2]\ny = MatMul(x, w)\nreturn y",
                builder -> builder.initializer(
                        "w", Tensor.ofFloats(new float[] {0f, -0f, Float.NaN, Float.MIN_VALUE}, 2, 2)));
        assertThat(size).isEqualTo(new Parameters(4, 2, Map.of()));
    }

    @Test
    void int8WeightEqualToItsZeroPointIsZeroAndScalesAreNoParameters() {
        Parameters size = size("""
                x: float[n, 2]
                d = DequantizeLinear(w, s, z) axis=1
                y = MatMul(x, d)
                return y""", builder -> {
            builder.initializer("w", Tensor.ofBytes(DataType.INT8, new byte[] {5, 0, 7, 3, 5, 3}, 2, 3));
            builder.initializer("s", ones(3));
            builder.initializer("z", Tensor.ofBytes(DataType.INT8, new byte[] {5, 0, 3}, 3));
        });
        // columns have zero points 5, 0, 3: the first row is 0, 0, non-zero, the second non-zero, non-zero, 0
        assertThat(size).isEqualTo(new Parameters(6, 3, Map.of()));
    }

    @Test
    void staticallyQuantizedLayerCountsAsTheFloatLayer() {
        Parameters size = size("""
                x: float[n, 2]
                qx = QuantizeLinear(x, sx, zx)
                dx = DequantizeLinear(qx, sx, zx)
                dw = DequantizeLinear(w, sw, zw) axis=0
                db = DequantizeLinear(b, sb)
                g = Gemm(dx, dw, db) transB=1
                qg = QuantizeLinear(g, sx, zx)
                y = DequantizeLinear(qg, sx, zx)
                return y""", builder -> {
            builder.initializer("w", Tensor.ofBytes(DataType.INT8, new byte[] {1, 0, 0, 4, 5, 6}, 3, 2));
            builder.initializer("b", Tensor.ofInts(new int[] {1, 0, 3}, 3));
            builder.initializer("sx", Tensor.scalar(0.1f));
            builder.initializer("zx", Tensor.ofBytes(DataType.UINT8, new byte[] {0}));
            builder.initializer("sw", ones(3));
            builder.initializer("zw", Tensor.ofBytes(DataType.INT8, new byte[3], 3));
            builder.initializer("sb", ones(3));
        });
        assertThat(size).isEqualTo(new Parameters(9, 6, Map.of()));
    }

    @Test
    void dynamicallyQuantizedLayersCountWeightsAndBiasOnly() {
        String layer = """
                q%1$d, s%1$d, z%1$d = DynamicQuantizeLinear(%2$s)
                i%1$d = MatMulInteger(q%1$d, w%1$d, z%1$d, zw%1$d)
                f%1$d = Cast(i%1$d) to=1
                t%1$d = Mul(s%1$d, sw%1$d)
                m%1$d = Mul(f%1$d, t%1$d)
                h%1$d = Add(m%1$d, b%1$d)
                """;
        String text = "x: float[n, 2]\n" + layer.formatted(1, "x") + layer.formatted(2, "h1") + "return h2";
        Parameters size = size(text, builder -> {
            for (int i = 1; i <= 2; i++) {
                builder.initializer("w" + i, Tensor.ofBytes(DataType.INT8, new byte[] {1, 2, 3, 4}, 2, 2));
                builder.initializer("zw" + i, Tensor.ofBytes(DataType.INT8, new byte[2], 2));
                builder.initializer("sw" + i, ones(2));
                builder.initializer("b" + i, ones(2));
            }
        });
        assertThat(size).isEqualTo(new Parameters(12, 12, Map.of()));
    }

    @Test
    void weightStoredAsFloat16AndCastCounts() {
        Parameters size = size(
                "x: float[n, 2]\nw = Cast(h) to=1\ny = MatMul(x, w)\nreturn y",
                builder -> builder.initializer("h", Tensor.ofFloats(DataType.FLOAT16, new float[] {1, 0}, 2, 1)));
        assertThat(size).isEqualTo(new Parameters(2, 1, Map.of()));
    }

    @Test
    void sharedWeightsCountOnce() {
        Parameters size = size(
                "x: float[n, 2]\nh = MatMul(x, w)\ny = MatMul(h, w)\nreturn y",
                builder -> builder.initializer("w", ones(2, 2)));
        assertThat(size.count()).isEqualTo(4);
    }

    @Test
    void embeddingCountsAndLookupOfSizesDoesNot() {
        Parameters size = size("""
                ids: int64[n]
                e = Gather(table, ids)
                shape = Shape(e)
                first = Gather(shape, zero)
                other = Gather(sizes, first)
                return e""", builder -> {
            builder.initializer("table", ones(7, 3));
            builder.initializer("zero", Tensor.scalar(0L));
            builder.initializer("sizes", Tensor.ofLongs(new long[] {1, 2}, 2));
        });
        assertThat(size.count()).isEqualTo(21);
    }

    @Test
    void weightsInsideBranchAndOfTheGraphAroundItCount() {
        Graph branch = Graph.build("branch", builder -> {
            builder.initializer("inner", ones(2, 2));
            builder.node(Node.of("MatMul", List.of("x", "inner"), "a"));
            builder.node(Node.of("MatMul", List.of("a", "outer"), "b"));
        });
        Parameters size = size("x: float[n, 2]\ncondition: bool[1]\nh = MatMul(x, outer)\nreturn h", builder -> {
            builder.initializer("outer", ones(2, 2));
            builder.node(Node.of("If", List.of("condition"), "y").with("then_branch", branch));
        });
        assertThat(size.count()).isEqualTo(8);
    }

    @Test
    void modelWithoutWeightsHasNone() {
        assertThat(size("x: float[n]\ny = Relu(x)\nreturn y", builder -> {})).isEqualTo(new Parameters(0, 0, Map.of()));
    }

    @Test
    void transposedCopyCountsOnceAndIsNamed() {
        float[] table = new Weights(3).normal(64, 32);
        float[] turned = new float[table.length];
        for (int i = 0; i < table.length; i++) {
            turned[i % 32 * 64 + i / 32] = table[i];
        }
        Parameters size = size("i: int64[n]\ne = Gather(t, i)\ny = MatMul(e, w)\nreturn y", builder -> {
            builder.initializer("t", Tensor.ofFloats(table, 64, 32));
            builder.initializer("w", Tensor.ofFloats(turned, 32, 64));
        });
        assertThat(size).isEqualTo(new Parameters(2048, 2048, Map.of("w", "t")));
    }
}
