package dev.alambic.onnx.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Tensor;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class KernelViewTest {

    /** Outputs 2, inputs 3, kernels of 2: the first output does not read input 1, the second reads nothing else. */
    private static final float[] VALUES = {1, 2, 0, 0, 3, -3, 0, 0, 4, 5, 0, 0};

    @Test
    void aConvReadsTheInputsOfKernelsThatAreNotZero() {
        KernelView kernels = new KernelView(Tensor.ofFloats(VALUES, 2, 3, 2), 0);

        assertThat(kernels.outputs()).isEqualTo(2);
        assertThat(kernels.inputs()).isEqualTo(3);
        assertThat(kernels.used()[0]).isEqualTo(bits(0, 2));
        assertThat(kernels.used()[1]).isEqualTo(bits(1));
    }

    @Test
    void anInputThatIsOneEverywhereAddsTheSumOfItsKernel() {
        assertThat(new KernelView(Tensor.ofFloats(VALUES, 2, 3, 2), 0).sums()).containsExactly(3, 0, 0, 0, 9, 0);
    }

    @Test
    void aMatMulHasItsOutputsInTheSecondAxis() {
        KernelView kernels = new KernelView(Tensor.ofFloats(new float[] {1, 0, 2, 3, 0, 0}, 3, 2), 1);

        assertThat(kernels.outputs()).isEqualTo(2);
        assertThat(kernels.inputs()).isEqualTo(3);
        assertThat(kernels.used()[0]).isEqualTo(bits(0, 1));
        assertThat(kernels.used()[1]).isEqualTo(bits(1));
        assertThat(kernels.sums()).containsExactly(1, 2, 0, 0, 3, 0);
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }
}
