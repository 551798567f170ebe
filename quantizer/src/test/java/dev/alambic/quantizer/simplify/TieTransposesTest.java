package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.api.Test;

class TieTransposesTest {
    private static final int ROWS = 64;
    private static final int COLUMNS = 32;

    private static OnnxModel model(float change) {
        float[] table = new Weights(1).normal(ROWS, COLUMNS);
        float[] turned = new float[table.length];
        for (int i = 0; i < table.length; i++) {
            turned[i % COLUMNS * ROWS + i / COLUMNS] = table[i];
        }
        turned[5] += change;
        return GraphText.model("i: int64[batch, 2]\ne = Gather(t, i)\ny = MatMul(e, w)\nreturn y", b -> {
            b.initializer("t", Tensor.ofFloats(table, ROWS, COLUMNS));
            b.initializer("w", Tensor.ofFloats(turned, COLUMNS, ROWS));
        });
    }

    @Test
    void weightThatIsTheTransposeOfATableIsReadFromIt() {
        OnnxModel model = model(0);

        OnnxModel made = Passes.run(new TieTransposes(), model);

        assertThat(made.graph()).hasToString("w = Transpose(t)\ne = Gather(t, i)\ny = MatMul(e, w)");
        assertThat(ModelSize.of(made).bytes()).isEqualTo(ModelSize.of(model).bytes() / 2);
        assertThat(TieTransposes.found(model)).containsExactly(entry("w", "t"));
    }

    @Test
    void weightThatDiffersInOneBitStays() {
        OnnxModel model = model(1e-6f);

        assertThat(Passes.run(new TieTransposes(), model)).isSameAs(model);
    }
}
