package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthsTest {

    /** A group of {@code width} units, each of {@code block} rows of a weight. */
    private static ChannelGroup group(int width, int block) {
        int rows = width * block;
        DependencyGraph graph = DependencyGraph.of(GraphText.model("""
                x: float[batch, 2]
                h = Gemm(x, w) transB=1
                r = Relu(h)
                s = Reshape(r, heads)
                t = Gemm(r, v) transB=1
                y = Identity(t)
                return y
                """, b -> {
            b.initializer("w", Tensor.ofFloats(new float[rows * 2], rows, 2));
            b.initializer("heads", Tensor.ofLongs(new long[] {0, width, block}, 3));
            b.initializer("v", Tensor.ofFloats(new float[rows], 1, rows));
        }));
        return graph.groups().stream()
                .filter(each -> each.name().equals("h"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        // wanted, multiple, least, expected of 40
        "20, 1, 1, 20",
        "20, 8, 1, 24",
        "19, 8, 1, 16",
        "1, 8, 1, 8",
        "1, 1, 5, 5",
        "0, 1, 1, 1",
        "38, 8, 1, 40",
        "45, 8, 1, 40"
    })
    void theNearestMultipleStays(double wanted, int multipleOf, int atLeast, int expected) {
        assertThat(new Widths(multipleOf, atLeast).nearest(group(40, 1), wanted))
                .isEqualTo(expected);
    }

    @Test
    void noWidthBelowOneIsAsked() {
        assertThatThrownBy(() -> new Widths(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("widths: multiple and least (expected 1 or more, was 0 and 1)");
    }
}
