package dev.alambic.cli.command;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
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

    /** Writes a classifier of rows (a, b) that gives the probability of the second class alone: sigmoid(b - a). */
    static Path detector(Path file) {
        Graph graph = Graph.build("detector", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2)));
            builder.initializer("w", Tensor.ofFloats(new float[] {-1, 1}, 2, 1));
            builder.node(Node.of("MatMul", List.of("x", "w"), "z"));
            builder.node(Node.of("Sigmoid", List.of("z"), "p"));
            builder.output(ValueInfo.of("p", DataType.FLOAT, Shape.symbolic("batch", 1)));
        });
        described(new InputMeaning.Table(List.of("a", "b")))
                .applyTo(OnnxModel.of(graph, 17))
                .write(file);
        return file;
    }

    /** Writes a classifier of images of 1x2 pixels, by the brighter pixel. */
    static Path image(Path file) {
        InputMeaning input = new InputMeaning.Image(1, 1, 2, 0, 255);
        return write(file, input, 2, Shape.symbolic("batch", 1, 1, 2), true);
    }

    /** Writes a model of four rows of any width, which says nothing of its input. */
    static Path fixedBatch(Path file) {
        Shape shape = Shape.symbolic(4, "side");
        Graph graph = Graph.build(
                "fixed",
                builder -> builder.input(ValueInfo.of("x", DataType.FLOAT, shape))
                        .output(ValueInfo.of("y", DataType.FLOAT, shape))
                        .node(Node.of("Relu", List.of("x"), "y")));
        OnnxModel.of(graph, 17).write(file);
        return file;
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
        described(input).applyTo(OnnxModel.of(graph, 17)).write(file);
        return file;
    }

    /** A tokenizer of three words. */
    static final String TOKENIZER = """
            {"version": "1.0", "added_tokens": [], "normalizer": {"type": "Lowercase"},
             "pre_tokenizer": {"type": "Whitespace"},
             "model": {"type": "WordLevel", "unk_token": "[UNK]",
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "sad": 2, "merry": 3}}}
            """;

    /** Writes a classifier of texts: "low" where sad comes more often than merry, else "high". */
    static Path text(Path file) {
        InputMeaning input = new InputMeaning.Text(8, 0, TOKENIZER);
        described(input).applyTo(OnnxModel.of(textGraph(), 17)).write(file);
        return file;
    }

    /** Writes the same classifier without a word about its input. */
    static Path silentText(Path file) {
        OnnxModel.of(textGraph(), 17).write(file);
        return file;
    }

    private static Graph textGraph() {
        return Graph.build("tiny", builder -> {
            builder.input(ValueInfo.of("input_ids", DataType.INT64, Shape.symbolic("batch", "tokens")));
            builder.initializer("w", Tensor.ofFloats(new float[] {0, 0, 0, 0, 8, 0, 0, 8}, 4, 2));
            builder.node(Node.of("Gather", List.of("w", "input_ids"), "embedded"));
            builder.node(Node.of("ReduceMean", List.of("embedded"), "logits")
                    .with("axes", new long[] {1})
                    .with("keepdims", 0));
            builder.output(ValueInfo.of("logits", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
    }

    private static ModelInfo described(InputMeaning input) {
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("low", "high"))
                .withInput(input);
    }
}
