package dev.alambic.quantizer.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final Target X86 = Target.named("x86");

    private static Workload heaviest(String heaviest, String... others) {
        return new Workload(heaviest, Set.of(others));
    }

    @Test
    void theOperatorWithMostMultiplicationsCounts() {
        OnnxModel model = GraphText.model("""
                x: float[1, 1, 8, 8]
                c = Conv(x, k)
                f = Flatten(c)
                y = MatMul(f, w)
                return y
                """, b -> {
            b.initializer("k", Tensor.ofFloats(new float[9], 1, 1, 3, 3));
            b.initializer("w", Tensor.ofFloats(new float[36 * 2], 36, 2));
        });

        Workload workload = Workload.of(model);

        assertThat(workload.heaviest()).as("36 * 9 against 36 * 2").isEqualTo("Conv");
        assertThat(workload.operators()).containsExactlyInAnyOrder("Conv", "Flatten", "MatMul");
    }

    @Test
    void aTransformerIsMadeDynamicWhateverIsThereToLearnFrom() {
        assertThat(heaviest("MatMul", "MatMul", "Softmax").recommended(X86, true))
                .isEqualTo(Form.INT8_DYNAMIC);
        assertThat(heaviest("MatMul", "MatMul", "Softmax").recommended(X86, false))
                .isEqualTo(Form.INT8_DYNAMIC);
    }

    @Test
    void aConvolutionalNetworkNeedsSamplesForIntegerArithmetic() {
        assertThat(heaviest("Conv", "Conv").recommended(X86, true)).isEqualTo(Form.INT8_STATIC);
        assertThat(heaviest("Conv", "Conv").recommended(X86, false)).isEqualTo(Form.INT8);
    }

    @Test
    void aPerceptronTakesLearnedRangesIfItCan() {
        assertThat(heaviest("Gemm", "Gemm", "Relu").recommended(X86, true)).isEqualTo(Form.INT8_STATIC);
        assertThat(heaviest("Gemm", "Gemm", "Relu").recommended(X86, false)).isEqualTo(Form.INT8_DYNAMIC);
    }

    @Test
    void aGpuComputesInHalfPrecision() {
        assertThat(heaviest("Conv", "Conv").recommended(Target.named("gpu"), true))
                .isEqualTo(Form.FP16_COMPUTE);
    }

    @Test
    void aModelWithoutProductsIsStoredInHalf() {
        assertThat(heaviest("", "Add").recommended(X86, true)).isEqualTo(Form.FP16_STORAGE);
    }
}
