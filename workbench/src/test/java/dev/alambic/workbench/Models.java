package dev.alambic.workbench;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;

/** Models that can be answered for by hand. */
public final class Models {

    private Models() {}

    /** Writes a classifier of rows: "low" where a is above b, else "high"; {@code kind} changes nothing. */
    public static Path table(Path file) {
        InputMeaning input = InputMeaning.Table.of(List.of(
                new TableColumn.Numeric("a", null),
                new TableColumn.Numeric("b", null),
                new TableColumn.Category("kind", List.of("red", "blue"), null)));
        return write(file, input, new float[] {1, 0, 0, 1, 0, 0}, Shape.symbolic("batch", 3));
    }

    /** Writes a classifier of pictures of 8 × 8 gray pixels: "low" where the upper half is brighter. */
    public static Path image(Path file) {
        float[] weights = new float[128];
        for (int pixel = 0; pixel < 64; pixel++) {
            weights[2 * pixel + (pixel < 32 ? 0 : 1)] = 0.01f;
        }
        return write(file, new InputMeaning.Image(1, 8, 8, 0, 255), weights, Shape.symbolic("batch", 1, 8, 8));
    }

    private static final String TOKENIZER = """
            {"version": "1.0", "added_tokens": [], "normalizer": {"type": "Lowercase"},
             "pre_tokenizer": {"type": "Whitespace"},
             "model": {"type": "WordLevel", "unk_token": "[UNK]",
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "sad": 2, "merry": 3}}}
            """;

    /** Writes a classifier of texts: "low" where sad comes more often than merry, else "high". */
    public static Path text(Path file) {
        Graph graph = Graph.build("text", builder -> {
            builder.input(ValueInfo.of("tokens", DataType.INT64, Shape.symbolic("batch", 8)));
            builder.initializer("rows", Tensor.ofFloats(new float[] {0, 0, 0, 0, 1, 0, 0, 1}, 4, 2));
            builder.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
            builder.node(Node.of("Gather", List.of("rows", "tokens"), "words"));
            builder.node(Node.of("ReduceSum", List.of("words", "one"), "logits").with("keepdims", 0));
            builder.output(ValueInfo.of("logits", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
        ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("low", "high"))
                .withInput(new InputMeaning.Text(8, 0, TOKENIZER))
                .applyTo(OnnxModel.of(graph, 17))
                .write(file);
        return file;
    }

    /** Writes a chain of blocks with a way around each, of so many nodes; a quarter of them multiply. */
    public static Path deep(Path file, int nodes) {
        Graph graph = Graph.build("deep", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 4)));
            String before = "x";
            for (int i = 0; i < nodes; i += 4) {
                String block = "/layer." + i / 20 + "/part." + i / 4 % 5 + "/";
                String w = builder.constant(
                        "w" + i, Tensor.ofFloats(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, 4, 4));
                builder.node(node("MatMul", block + "MatMul", List.of(before, w), "m" + i));
                builder.node(node("Relu", block + "Relu", List.of("m" + i), "r" + i));
                builder.node(node("Neg", block + "Neg", List.of("r" + i), "n" + i));
                builder.node(node("Add", block + "Add", List.of("n" + i, before), "a" + i));
                before = "a" + i;
            }
            builder.output(ValueInfo.of(before, DataType.FLOAT, Shape.symbolic("batch", 4)));
        });
        OnnxModel.of(graph, 17).write(file);
        return file;
    }

    private static Node node(String operator, String name, List<String> inputs, String output) {
        return Node.of(operator, inputs, output).withName(name);
    }

    private static Path write(Path file, InputMeaning input, float[] weights, Shape shape) {
        Graph graph = Graph.build("tiny", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, shape));
            builder.initializer("w", Tensor.ofFloats(weights, weights.length / 2, 2));
            builder.node(Node.of("Flatten", List.of("x"), "flat"));
            builder.node(Node.of("MatMul", List.of("flat", "w"), "logits"));
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
