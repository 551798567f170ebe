package dev.alambic.quantizer.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import org.junit.jupiter.api.Test;

class FuseClipTest {

    private static Graph fuse(String body, float bound, long opset) {
        String text = "x: float[batch, 4]\n" + body + "\nreturn y: float[batch, 4]";
        Graph graph = GraphText.graph(text, b -> b.initializer("c", Tensor.scalar(bound)));
        OnnxModel fused = Passes.run(new FuseClip(), OnnxModel.of(graph, opset));
        return new DropDeadNodes().apply(fused).model().graph();
    }

    @Test
    void reluBelowAConstantIsAClip() {
        assertThat(fuse("r = Relu(x)\ny = Min(r, c)", 6, 17)).hasToString("y = Clip(x, y_min, y_max)");
        assertThat(fuse("r = Relu(x)\ny = Min(c, r)", 6, 17)).hasToString("y = Clip(x, y_min, y_max)");
    }

    @Test
    void beforeTheBoundsWereInputsTheyAreAttributes() {
        assertThat(fuse("r = Relu(x)\ny = Min(r, c)", 6, 10).nodes())
                .singleElement()
                .satisfies(clip -> {
                    assertThat(clip.floatAttribute("min", -1)).isZero();
                    assertThat(clip.floatAttribute("max", -1)).isEqualTo(6);
                });
    }

    @Test
    void aBoundBelowZeroOrAnotherReaderKeepsIt() {
        assertThat(fuse("r = Relu(x)\ny = Min(r, c)", -1, 17).nodes()).hasSize(2);
        assertThat(fuse("r = Relu(x)\nm = Min(r, c)\ny = Add(m, r)", 6, 17).nodes())
                .hasSize(3);
    }
}
