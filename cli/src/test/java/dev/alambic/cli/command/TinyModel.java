package dev.alambic.cli.command;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Shape;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.List;

/** Classifiers small enough to be checked by hand. */
final class TinyModel {

    private TinyModel() {}

    /** Writes a classifier of rows (a, b): "low" where a is greater than b, else "high". */
    static Path table(Path file) {
        InputMeaning input = new InputMeaning.Table(List.of("a", "b"));
        return write(file, input, 2, Shape.symbolic("batch", 2), false);
    }

    /** Writes a classifier of images of 1x2 pixels, by the brighter pixel. */
    static Path image(Path file) {
        InputMeaning input = new InputMeaning.Image(1, 1, 2, 0, 255);
        return write(file, input, 2, Shape.symbolic("batch", 1, 1, 2), true);
    }

    private static Path write(Path file, InputMeaning input, int width, Shape shape, boolean flatten) {
        Graph graph = Graph.build("tiny", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, shape));
            builder.initializer("w", Tensor.ofFloats(new float[] {1, 0, 0, 1}, width, 2));
            builder.initializer("c", Tensor.ofFloats(new float[] {0, 0}, 2));
            if (flatten) {
                builder.node(Node.of("Flatten", List.of("x"), "flat"));
            }
            builder.node(Node.of("Gemm", List.of(flatten ? "flat" : "x", "w", "c"), "logits"));
            builder.output(ValueInfo.of("logits", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
        ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("low", "high"))
                .withInput(input)
                .applyTo(OnnxModel.of(graph, 17))
                .write(file);
        return file;
    }
}
