package dev.alambic.cli.measure;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.measure.SampleFeeds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The cosine between the embeddings of sentences by a model and by its smaller forms: 400 descriptions of the test part
 * of debian-topics, the mean of the last hidden state over the tokens of each.
 */
public final class SentenceCosine {
    private static final int SENTENCES = 400;
    private static final int BATCH = 16;

    private SentenceCosine() {}

    /** Takes the original and its other forms, by name or file. */
    public static void main(String[] arguments) {
        OnnxModel original = ModelSource.open(arguments[0]);
        InputMeaning.Text text = ((InputMeaning.Text)
                        Objects.requireNonNull(ModelInfo.of(original).input()))
                .withLength(64);
        Dataset test = Splits.stratified(
                        DataSource.open("debian-topics", DataOptions.defaults().withInput(text)), 0.1, 0.2, 1)
                .test();
        float[][] expected = embeddings(original, original, test);
        System.out.println("| model | mean cosine | least |\n|---|---|---|");
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            float[][] actual = embeddings(ModelSource.open(name), original, test);
            double sum = 0;
            double least = 1;
            for (int i = 0; i < SENTENCES; i++) {
                double cosine = cosine(expected[i], actual[i]);
                sum += cosine;
                least = Math.min(least, cosine);
            }
            System.out.printf(Locale.ROOT, "| %s | %.5f | %.5f |%n", name, sum / SENTENCES, least);
        }
    }

    private static float[][] embeddings(OnnxModel model, OnnxModel original, Dataset data) {
        float[][] embeddings = new float[SENTENCES][];
        SampleFeeds samples = SampleFeeds.of(original, data);
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            for (int start = 0; start < SENTENCES; start += BATCH) {
                Map<String, Tensor> feeds = samples.batch(start, BATCH);
                Tensor hidden = session.run(feeds).values().iterator().next();
                long[] mask =
                        Objects.requireNonNull(feeds.get("attention_mask")).longs();
                for (int i = 0; i < BATCH; i++) {
                    embeddings[start + i] = mean(hidden, mask, i);
                }
            }
        }
        return embeddings;
    }

    private static float[] mean(Tensor hidden, long[] mask, int sample) {
        int tokens = Math.toIntExact(hidden.dim(1));
        int width = Math.toIntExact(hidden.dim(2));
        float[] values = hidden.floats();
        float[] sum = new float[width];
        for (int token = 0; token < tokens; token++) {
            if (mask[sample * tokens + token] != 0) {
                for (int i = 0; i < width; i++) {
                    sum[i] += values[(sample * tokens + token) * width + i];
                }
            }
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squaresA * squaresB);
    }
}
