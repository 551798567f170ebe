package dev.alambic.bench.assertion;

import static dev.alambic.bench.record.ByteUnit.B;
import static dev.alambic.bench.record.ByteUnit.GB;
import static dev.alambic.bench.record.ByteUnit.KIB;
import static dev.alambic.bench.record.ByteUnit.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelAssertTest {

    private static final List<Map<String, Tensor>> SAMPLES =
            List.of(Map.of("x", Tensor.ofFloats(new float[] {1, 0, 0, 1, 2, 1}, 3, 2)));

    @TempDir
    Path folder;

    /** Returns a model of two classes that multiplies by {@code width} squared in between. */
    private Path model(int width, float sign) {
        float[] in = new float[2 * width];
        float[] out = new float[width * 2];
        in[0] = sign;
        in[width + 1] = sign;
        out[0] = 1;
        out[3] = 1;
        Path file = folder.resolve("model" + width + (sign < 0 ? "-negative" : "") + ".onnx");
        GraphText.model("""
                x: float[batch, 2]
                a = MatMul(x, in)
                b = MatMul(a, wide)
                y = MatMul(b, out)
                return y: float[batch, 2]
                """, graph -> {
                    graph.initializer("in", Tensor.ofFloats(in, 2, width));
                    graph.initializer("wide", Tensor.ofFloats(identity(width), width, width));
                    graph.initializer("out", Tensor.ofFloats(out, width, 2));
                })
                .write(file);
        return file;
    }

    private static float[] identity(int width) {
        float[] values = new float[width * width];
        for (int i = 0; i < width; i++) {
            values[i * width + i] = 1;
        }
        return values;
    }

    private static void fails(ThrowingCallable statement, String message) {
        assertThatThrownBy(statement).isExactlyInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    @Test
    void sizesAreStated() {
        Path small = model(2, 1);

        ModelAssert.assertThat(small).isSmallerThan(1, MB).isSmallerThan(1, KIB).isSmallerThan(model(64, 1));
        fails(() -> ModelAssert.assertThat(small).isSmallerThan(10, B), "bytes, fewer than 10 were expected");
        fails(() -> ModelAssert.assertThat(small).isSmallerThan(small), small.toString());
    }

    @Test
    void speedIsStatedAgainstAnotherModel() {
        // 4 million multiplications take hundreds of times as long as 12
        Path large = model(2048, 1);
        Path small = model(2, 1);
        Duration time = Duration.ofMillis(300);

        ModelAssert.assertThat(small).measuringFor(time).isFasterThan(large).isFasterThan(large, 1.5);
        fails(() -> ModelAssert.assertThat(large).measuringFor(time).isFasterThan(small), "times as fast as " + small);
    }

    @Test
    void answersAreStated() {
        Path right = model(2, 1);
        Path wrong = model(2, -1);

        ModelAssert.assertThat(right)
                .hasAccuracyAtLeast(1, SAMPLES, List.of(0, 1, 0))
                .agreesWith(right, 1, SAMPLES);
        fails(
                () -> ModelAssert.assertThat(wrong).hasAccuracyAtLeast(0.9, SAMPLES, List.of(0, 1, 0)),
                "has an accuracy of 0.0000, at least 0.9000 was expected");
        fails(
                () -> ModelAssert.assertThat(wrong).agreesWith(right, 0.5, SAMPLES),
                "agrees with " + right + " on 0.0000 of the samples");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsStated() {
        Path small = model(2, 1);

        assertThat(ModelAssert.assertThat(small).usesLessMemoryThan(1, GB)).isNotNull();
        fails(() -> ModelAssert.assertThat(small).usesLessMemoryThan(1, B), "bytes of memory at its peak");
    }
}
