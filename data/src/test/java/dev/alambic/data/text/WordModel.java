package dev.alambic.data.text;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;

/** A classifier of texts made of {@link Words}: the mean of the words' opinions, {@code [bad, good]}. */
public final class WordModel {

    private WordModel() {}

    /** Returns the model that knows good, fine, bad and awful. */
    public static OnnxModel trained(int length) {
        float[] opinions = new float[32];
        opinions[2 * 4 + 1] = 8;
        opinions[2 * 5] = 8;
        opinions[2 * 6 + 1] = 8;
        opinions[2 * 7] = 8;
        return of(opinions, length);
    }

    /** Returns the model that has hardly an opinion yet. */
    public static OnnxModel untrained(int length) {
        float[] opinions = new float[32];
        for (int i = 0; i < opinions.length; i++) {
            opinions[i] = (float) Math.sin(i) / 10;
        }
        return of(opinions, length);
    }

    private static OnnxModel of(float[] opinions, int length) {
        OnnxModel model = GraphText.model("""
                input_ids: int64[batch, tokens]
                attention_mask: int64[batch, tokens]
                embedded = Gather(opinions, input_ids)
                weights = Cast(attention_mask) to=1
                column = Unsqueeze(weights, last)
                weighted = Mul(embedded, column)
                sum = ReduceSum(weighted, tokenAxis) keepdims=0
                count = ReduceSum(weights, tokenAxis) keepdims=1
                mean = Div(sum, count)
                logits = MatMul(mean, head)
                return logits: float[batch, 2]
                """, builder -> {
            builder.initializer("opinions", Tensor.ofFloats(opinions, 16, 2));
            builder.initializer("head", Tensor.ofFloats(new float[] {1, 0, 0, 1}, 2, 2));
            builder.initializer("last", Tensor.ofLongs(new long[] {2}, 1));
            builder.initializer("tokenAxis", Tensor.ofLongs(new long[] {1}, 1));
        });
        return ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("bad", "good"))
                .withInput(Words.input(length))
                .applyTo(model);
    }

    /** Returns texts that good and fine, or bad and awful, decide. */
    public static Dataset reviews(int length) {
        List<String> texts = List.of(
                "the film was very good",
                "a bad book",
                "the book is fine",
                "awful",
                "a good film",
                "the film is awful",
                "very very fine",
                "bad, very bad",
                "the book was good",
                "a film, awful",
                "fine film",
                "the book is bad");
        int[] labels = new int[texts.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = 1 - i % 2;
        }
        InputMeaning.Text input = Words.input(length);
        try (Tokenizer tokenizer = Tokenizer.of(input)) {
            return Dataset.texts("reviews", input, List.of("bad", "good"), tokenizer.encode(texts), labels);
        }
    }
}
