package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Float16GuardTest {
    @TempDir
    private Path folder;

    /** Weights stored as float16; computed in float16 if {@code to} is 10, in float32 if it is 1. */
    private static OnnxModel model(int to) {
        return GraphText.model("""
                x: float[n, 4]
                a = Cast(x) to=%1$d
                v = Cast(w) to=%1$d
                c = Cast(b) to=%1$d
                p = MatMul(a, v)
                s = Add(p, c)
                y = Cast(s) to=1
                return y: float[n, 4]
                """.formatted(to), graph -> {
            graph.initializer("w", Tensor.ofFloats(DataType.FLOAT16, new float[16], 4, 4));
            graph.initializer("b", Tensor.ofFloats(DataType.FLOAT16, new float[4], 4));
        });
    }

    private List<String> operatorsThatRun(OnnxModel model) {
        Path optimized = folder.resolve("optimized.onnx");
        try (Session session = Session.open(model, SessionOptions.defaults().withOptimizedModel(optimized))) {
            assertThat(session.run(RandomInputs.of(model, Map.of(), 1))).hasSize(1);
        }
        return OnnxModel.read(optimized).graph().nodes().stream()
                .map(Node::opType)
                .toList();
    }

    @Test
    void matricesOfFloat16AreNotFusedIntoGemm() {
        assertThat(operatorsThatRun(model(10))).contains("MatMul").doesNotContain("Gemm");
    }

    @Test
    void weightsOnlyStoredAsFloat16AreFused() {
        assertThat(operatorsThatRun(model(1))).containsOnlyOnce("Gemm").doesNotContain("MatMul");
    }

    @Test
    void whatTheCallerDisablesStaysDisabled() {
        Path file = folder.resolve("m.onnx");
        model(10).write(file);
        SessionOptions options = SessionOptions.defaults().withConfig(SessionOptions.DISABLED, "GeluFusion");
        assertThat(Float16Guard.guard(file, options).config())
                .containsEntry(SessionOptions.DISABLED, "GeluFusion;MatMulAddFusion");
    }
}
