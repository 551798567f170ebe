package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFolderTest {
    private static final int SIDE = 256;

    private final Tensor weight = Tensor.ofFloats(ramp(), SIDE, SIDE);
    private final OnnxModel product = model("y = MatMul(x, w)");
    private final OnnxModel positive = model("h = MatMul(x, w)\ny = Relu(h)");

    private static float[] ramp() {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        return values;
    }

    private OnnxModel model(String nodes) {
        return GraphText.model(
                "x: float[1," + SIDE + "]\n" + nodes + "\nreturn y", graph -> graph.initializer("w", weight));
    }

    @Test
    void theFolderIsGoneAfterClosing() {
        Path file;
        try (SessionFolder folder = SessionFolder.create()) {
            file = folder.written(product, SessionOptions.defaults());
            assertThat(OnnxModel.read(file)).isEqualTo(product);
        }
        assertThat(file.resolveSibling("")).doesNotExist();
    }

    @Test
    void aWeightThatModelsShareIsWrittenOnce() throws IOException {
        try (SessionFolder folder = SessionFolder.create()) {
            Path first = folder.written(product, SessionOptions.defaults());
            Path second = folder.written(positive, SessionOptions.defaults());

            assertThat(OnnxModel.read(second)).isEqualTo(positive);
            assertThat(Files.size(first) + Files.size(second)).isLessThan(weight.byteSize() / 10);
            assertThat(Files.size(first.resolveSibling("weights.data"))).isEqualTo(weight.byteSize());
        }
    }

    @Test
    void modelsRunOneAfterTheOther() {
        Map<String, Tensor> feeds = Map.of("x", Tensor.ofFloats(new float[SIDE], 1, SIDE));
        try (SessionFolder folder = SessionFolder.create()) {
            for (OnnxModel model : new OnnxModel[] {product, positive}) {
                try (Session session = folder.open(model, SessionOptions.defaults())) {
                    assertThat(session.run(feeds).get("y")).isEqualTo(feeds.get("x"));
                }
            }
        }
    }

    @Test
    void whatTheRuntimeWritesOutlivesTheFolder(@TempDir Path elsewhere) {
        Path optimized = elsewhere.resolve("optimized.onnx");

        Session.open(positive, SessionOptions.defaults().withOptimizedModel(optimized))
                .close();

        assertThat(OnnxModel.read(optimized).graph().initializers().values())
                .anySatisfy(tensor -> assertThat(tensor.byteSize()).isEqualTo(weight.byteSize()));
    }
}
