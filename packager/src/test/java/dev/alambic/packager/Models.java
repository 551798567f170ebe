package dev.alambic.packager;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.manifest.Identity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small models of each kind, with seeded weights. */
public final class Models {
    private static final int SIDE = 6;

    private Models() {}

    /** Returns a classifier of 6 x 6 pictures into three classes, opset 17. */
    public static OnnxModel image(int channels, List<String> labels) {
        OnnxModel model = GraphText.model("""
            image: float[batch, %d, 6, 6]
            c = Conv(image, kernel, bias) pads=[1,1,1,1] strides=[2,2]
            r = Relu(c)
            f = Flatten(r)
            logits = Gemm(f, weight, shift)
            return logits: float[batch, 3]
            """.formatted(channels), builder -> {
            builder.initializer("kernel", random(1, 4, channels, 3, 3));
            builder.initializer("bias", random(2, 4));
            builder.initializer("weight", random(3, 36, 3));
            builder.initializer("shift", random(4, 3));
        });
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(labels)
                .withInput(new InputMeaning.Image(channels, SIDE, SIDE, 0, 255))
                .withHistory(List.of("distil", "QuantizeStatic"))
                .applyTo(model);
    }

    /** Returns a classifier of rows of four features into two classes. */
    public static OnnxModel table(List<String> features, List<String> labels) {
        OnnxModel model = GraphText.model("""
            row: float[batch, 4]
            logits = Gemm(row, weight, shift)
            return logits: float[batch, 2]
            """, builder -> {
            builder.initializer("weight", random(5, 4, 2));
            builder.initializer("shift", random(6, 2));
        });
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(labels)
                .withInput(new InputMeaning.Table(features))
                .applyTo(model);
    }

    /** Returns a model of rows of four features that answers with one probability, that of the second class. */
    public static OnnxModel detector(List<String> features, List<String> labels) {
        OnnxModel model = GraphText.model("""
            row: float[batch, 4]
            logit = Gemm(row, weight, shift)
            probability = Sigmoid(logit)
            return probability: float[batch, 1]
            """, builder -> {
            builder.initializer("weight", random(14, 4, 1));
            builder.initializer("shift", random(15, 1));
        });
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(labels)
                .withInput(new InputMeaning.Table(features))
                .applyTo(model);
    }

    /** Returns a classifier of texts of up to 12 tokens of 11 into two classes; its tokenizer is none. */
    public static OnnxModel text(List<String> labels) {
        OnnxModel model = GraphText.model("""
            input_ids: int64[batch, tokens]
            attention_mask: int64[batch, tokens]
            rows = Gather(table, input_ids)
            mask = Cast(attention_mask) to=1
            wide = Unsqueeze(mask, last)
            kept = Mul(rows, wide)
            sum = ReduceSum(kept, first) keepdims=0
            logits = Gemm(sum, weight, shift)
            return logits: float[batch, 2]
            """, builder -> {
            builder.initializer("table", random(8, 11, 5));
            builder.initializer("last", Tensor.ofLongs(new long[] {2}, 1));
            builder.initializer("first", Tensor.ofLongs(new long[] {1}, 1));
            builder.initializer("weight", random(9, 5, 2));
            builder.initializer("shift", random(10, 2));
        });
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(labels)
                .withInput(new InputMeaning.Text(12, 3, "{}"))
                .applyTo(model);
    }

    /** Returns a classifier of sounds of four samples. */
    public static OnnxModel sound(List<String> labels) {
        OnnxModel model = table(List.of("a", "b", "c", "d"), labels);
        return ModelInfo.of(model).withInput(new InputMeaning.Sound(16000, 4)).applyTo(model);
    }

    /** Returns a classifier of a question and a passage, which token 7 parts, into two classes. */
    public static OnnxModel pairs(List<String> labels) {
        OnnxModel model = GraphText.model("""
            input_ids: int64[batch, tokens]
            token_type_ids: int64[batch, tokens]
            rows = Gather(table, input_ids)
            type = Cast(token_type_ids) to=1
            wide = Unsqueeze(type, last)
            kept = Mul(rows, wide)
            sum = ReduceSum(kept, first) keepdims=0
            logits = Gemm(sum, weight, shift)
            return logits: float[batch, 2]
            """, builder -> {
            builder.initializer("table", random(8, 11, 5));
            builder.initializer("last", Tensor.ofLongs(new long[] {2}, 1));
            builder.initializer("first", Tensor.ofLongs(new long[] {1}, 1));
            builder.initializer("weight", random(9, 5, 2));
            builder.initializer("shift", random(10, 2));
        });
        InputMeaning.Text text = new InputMeaning.Text(12, 3, "{}");
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(labels)
                .withInput(text.withPair(new InputMeaning.Text.Pair("question", "passage", 7)))
                .applyTo(model);
    }

    /** Returns a model of two inputs that says nothing of itself: numbers of rows of a table, and factors. */
    public static OnnxModel generic() {
        return GraphText.model("""
            ids: int64[batch, 3]
            factor: float[batch, 3, 5]
            rows = Gather(table, ids)
            product = Mul(rows, factor)
            return product: float[batch, 3, 5]; rows: float[batch, 3, 5]
            """, builder -> builder.initializer("table", random(7, 11, 5)));
    }

    /** Returns a model with state: an LSTM of 6 units, of which rows of four numbers are heard one after the other. */
    public static OnnxModel listening() {
        return GraphText.model("""
            x: float[batch, 4]
            h: float[1, batch, 6]
            c: float[1, batch, 6]
            sequence = Unsqueeze(x, zero)
            all, hn, cn = LSTM(sequence, w, r, , , h, c) hidden_size=6
            state = Squeeze(hn, zero)
            logit = MatMul(state, head)
            heard = Sigmoid(logit)
            return heard: float[batch, 1]; hn: float[1, batch, 6]; cn: float[1, batch, 6]
            """, builder -> {
            builder.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
            builder.initializer("w", random(11, 1, 24, 4));
            builder.initializer("r", random(12, 1, 24, 6));
            builder.initializer("head", random(13, 6, 1));
        });
    }

    private static Tensor random(long seed, long... dims) {
        Random random = new Random(seed);
        float[] values = new float
                [IntStream.of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray())
                        .reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(values, dims);
    }

    /** Returns a request for {@code model}, written to {@code folder}. */
    public static PackageRequest request(OnnxModel model, String name, Path folder) {
        Path file = folder.resolve("given.onnx");
        model.write(file);
        Identity identity = new Identity(
                name, "1.2.0", ModelInfo.of(model).task(), ModelInfo.of(model).labels(), "Apache-2.0");
        return PackageRequest.of(file, identity, "alambic test");
    }
}
