package dev.alambic.quantizer.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.DataType;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void aCpuIsKnownByItsArchitectureAndInstructions() {
        assertThat(Target.detect("amd64", "flags : fma avx2 avx512_vnni amx").name())
                .isEqualTo("x86-vnni");
        assertThat(Target.detect("amd64", "flags : fma avx2").name()).isEqualTo("x86");
        assertThat(Target.detect("x86_64", "").name()).isEqualTo("x86");
        assertThat(Target.detect("aarch64", "").name()).isEqualTo("arm64");
        assertThat(Target.detect("riscv64", "").name()).isEqualTo("portable");
    }

    @Test
    void everyTargetHasASourceAndTypesOfOneByte() {
        assertThat(Target.all()).allSatisfy(target -> {
            assertThat(target.source()).isNotBlank();
            assertThat(target.bytes().activations()).isIn(DataType.INT8, DataType.UINT8);
            assertThat(target.bytes().weights()).isIn(DataType.INT8, DataType.UINT8);
        });
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Target.named("z80"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("portable")
                .hasMessageEndingWith("was 'z80')");
    }
}
