package dev.alambic.quantizer.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.quantizer.Fp16;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.pass.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class Float16Test {
    /** float16 rounds to 2^-11; sums of some tens of products stay well within ten times that. */
    private static final double BOUND = 10 * 0x1p-11;

    private static OnnxModel model() {
        Weights weights = new Weights(19);
        return GraphText.model("""
                x: float[batch, 32]
                h = Gemm(x, w1, b1)
                r = Relu(h)
                c = Cast(r) to=1
                y = Gemm(c, w2)
                return y: float[batch, 4]
                """, b -> {
            b.initializer("w1", weights.tensor(32, 16));
            b.initializer("b1", weights.tensor(16));
            b.initializer("w2", weights.tensor(16, 4));
        });
    }

    @Test
    void storageNarrowsLargeWeightsAlone() {
        Result result = Quantizer.fp16(model(), Fp16.STORAGE);

        assertThat(result.model().graph().initializers().values())
                .extracting(Tensor::dataType)
                .containsExactlyInAnyOrder(DataType.FLOAT16, DataType.FLOAT, DataType.FLOAT);
        assertThat(result.reports())
                .allSatisfy(report -> assertThat(report.worstError()).isLessThan(BOUND));
        assertThat(Quantizer.fp16(result.model(), Fp16.STORAGE).model()).isEqualTo(result.model());
    }

    @Test
    void weightThatFloat16CannotHoldIsNotStoredInIt() {
        float[] large = new float[400];
        large[7] = 70_000;
        OnnxModel model = GraphText.model("""
                x: float[batch, 20]
                y = MatMul(x, w)
                return y: float[batch, 20]
                """, b -> b.initializer("w", Tensor.ofFloats(large, 20, 20)));

        Result result = Pipeline.of(List.of(new StoreFloat16())).run(model);

        assertThat(result.model()).isSameAs(model);
        assertThat(result.notes()).containsExactly("'w' stays float32: float16 cannot hold all of its elements");
    }

    @Test
    void computingNarrowsEverythingInsideAndNothingAtTheBorder() {
        Result result = Pipeline.of(List.of(new ComputeFloat16())).run(model());

        OnnxModel made = result.model();
        assertThat(made.graph().initializers().values())
                .extracting(Tensor::dataType)
                .containsOnly(DataType.FLOAT16);
        assertThat(made.graph().inputs()).isEqualTo(model().graph().inputs());
        assertThat(made.graph().outputs()).extracting(ValueInfo::toString).containsExactly("y: float[batch, 4]");
        assertThat(made.graph()).hasToString("""
                        x_f16 = Cast(x)
                        h_f16 = Gemm(x_f16, w1_f16, b1_f16)
                        r_f16 = Relu(h_f16)
                        c_f16 = Cast(r_f16)
                        y_f16 = Gemm(c_f16, w2_f16)
                        y = Cast(y_f16)""");
        assertThat(result.reports())
                .allSatisfy(report -> assertThat(report.worstError()).isLessThan(BOUND));
    }

    @Test
    void resizeKeepsFloat32AndItsScales() {
        OnnxModel model =
                GraphText.model("""
                x: float[1, 2, 4, 4]
                a = Relu(x)
                r = Resize(a, , scales)
                y = Neg(r)
                return y: float[1, 2, 8, 8]
                """, b -> b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4)));

        OnnxModel made = Pipeline.of(List.of(new ComputeFloat16())).run(model).model();

        assertThat(made.graph().initializer("scales")).map(Tensor::dataType).contains(DataType.FLOAT);
        assertThat(made.graph()).hasToString("""
                        x_f16 = Cast(x)
                        a_f16 = Relu(x_f16)
                        a = Cast(a_f16)
                        r = Resize(a, , scales)
                        r_f16 = Cast(r)
                        y_f16 = Neg(r_f16)
                        y = Cast(y_f16)""");
    }

    @Test
    void weightsBeyondTheRangeAreClampedAndNoted() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                y = Mul(x, w)
                return y: float[batch, 2]
                """, b -> b.initializer("w", Tensor.ofFloats(new float[] {1e6f, 2}, 2)));

        Result result = new Result(new ComputeFloat16().apply(model).model(), List.of());

        assertThat(new ComputeFloat16().apply(model).notes()).contains("'w': 1 elements beyond ±65504 were clamped");
        assertThat(result.model().graph().initializer("w_f16"))
                .map(tensor -> tensor.floats()[0])
                .contains(65504f);
    }
}
