package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelCheckTest {
    private static final int SIDE = 16;
    private static final int CHANNELS = 8;
    private static final Shape INPUT = Shape.symbolic("n", 3, SIDE, SIDE);

    /** Returns a form of the pictures of the tests. */
    private static PictureForm form(String preset) {
        return PictureForm.of(
                ValueInfo.of("x", DataType.FLOAT, INPUT),
                null,
                ImageOptions.defaults().with(Preset.named(preset)));
    }

    /** Returns smooth pictures of any brightness, contrast and tint, as pictures are. */
    private static List<float[]> pictures(PictureForm form, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PictureForm levels = form("byte");
        List<float[]> pictures = new ArrayList<>();
        for (int i = 0; i < PixelCheck.PICTURES; i++) {
            float[] values = new float[3 * SIDE * SIDE];
            double mean = 40 + 170 * random.nextDouble();
            double contrast = 10 + 70 * random.nextDouble();
            double phase = 6 * random.nextDouble();
            double turns = 0.1 + 0.6 * random.nextDouble();
            for (int c = 0; c < 3; c++) {
                double tint = 30 * random.nextDouble() - 15;
                for (int p = 0; p < SIDE * SIDE; p++) {
                    double wave =
                            Math.sin(turns * (p % SIDE) + phase) * Math.cos(turns * Math.floorDiv(p, SIDE) - phase);
                    double level = mean + tint + contrast * wave + 10 * random.nextDouble() - 5;
                    values[c * SIDE * SIDE + p] = (float) Math.max(0, Math.min(255, level));
                }
            }
            pictures.add(levels.revalued(values, form));
        }
        return pictures;
    }

    private static Tensor weights() {
        SplittableRandom random = new SplittableRandom(5);
        float[] weights = new float[CHANNELS * 3 * 9];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextDouble() - 0.5);
        }
        return Tensor.ofFloats(weights, CHANNELS, 3, 3, 3);
    }

    /** Returns a network whose first normalization has the statistics of pictures read as {@code preset} says. */
    private static OnnxModel model(String preset) {
        OnnxModel conv = model(builder -> {}, "y");
        double[] sums = new double[CHANNELS];
        double[] squares = new double[CHANNELS];
        long count = 0;
        try (Session session = Session.open(conv, SessionOptions.defaults())) {
            for (float[] picture : pictures(form(preset), 1)) {
                float[] seen = Objects.requireNonNull(
                                session.run(Map.of("x", form(preset).batch(picture, 1)))
                                        .get("y"))
                        .floats();
                int plane = seen.length / CHANNELS;
                for (int i = 0; i < seen.length; i++) {
                    sums[i / plane] += seen[i];
                    squares[i / plane] += (double) seen[i] * seen[i];
                }
                count += plane;
            }
        }
        float[] means = new float[CHANNELS];
        float[] variances = new float[CHANNELS];
        float[] ones = new float[CHANNELS];
        for (int c = 0; c < CHANNELS; c++) {
            means[c] = (float) (sums[c] / count);
            variances[c] = (float) (squares[c] / count - Math.pow(sums[c] / count, 2));
            ones[c] = 1;
        }
        return model(
                builder -> {
                    builder.initializer("one", Tensor.ofFloats(ones, CHANNELS));
                    builder.initializer("zero", Tensor.ofFloats(new float[CHANNELS], CHANNELS));
                    builder.initializer("mean", Tensor.ofFloats(means, CHANNELS));
                    builder.initializer("variance", Tensor.ofFloats(variances, CHANNELS));
                    builder.node(Node.of(
                            "BatchNormalization", List.of("y", "one", "zero", "mean", "variance"), "normalized"));
                    builder.node(Node.of("Relu", List.of("normalized"), "out"));
                },
                "out");
    }

    private static OnnxModel model(Consumer<Graph.Builder> rest, String output) {
        Graph graph = Graph.build("network", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, INPUT));
            builder.initializer("w", weights());
            builder.node(Node.of("Conv", List.of("x", "w"), "y").with("pads", new long[] {1, 1, 1, 1}));
            rest.accept(builder);
            builder.output(ValueInfo.of(output, DataType.FLOAT, Shape.symbolic("n", CHANNELS, SIDE, SIDE)));
        });
        return OnnxModel.of(graph, 17);
    }

    private static Optional<String> warning(OnnxModel model, String read) {
        return PixelCheck.of(model, form(read)).flatMap(check -> check.warning(pictures(form(read), 2)));
    }

    @ParameterizedTest
    @CsvSource({"imagenet, unit", "imagenet, byte", "imagenet-tf, byte", "unit, imagenet", "byte, unit", "clip, unit"})
    void pixelsOfAnotherScaleThanTheStatisticsAreWarnedOf(String trained, String read) {
        String expected = trained.equals("clip") ? "(clip|imagenet)" : trained;
        assertThat(warning(model(trained), read))
                .hasValueSatisfying(said -> assertThat(said)
                        .matches(
                                "the pixels are not those that the first BatchNormalization of the model expects: its inputs"
                                        + " on 16 pictures are \\d+\\.\\d\\d nats from its mean and variance \\(more than 0.3 is far\\),"
                                        + " with --preprocess " + expected + " \\d+\\.\\d\\d"));
    }

    @ParameterizedTest
    @CsvSource({"imagenet", "imagenet-tf", "clip", "unit", "byte"})
    void pixelsAsTheStatisticsHaveThemAreNot(String preset) {
        assertThat(warning(model(preset), preset)).isEmpty();
    }

    @Test
    void nothingIsClaimedOfAModelWithoutStatistics() {
        assertThat(PixelCheck.of(model(builder -> {}, "y"), form("unit"))).isEmpty();
    }

    @Test
    void picturesOfOneColourSayNothing() {
        List<float[]> black = List.of(new float[3 * SIDE * SIDE]);
        assertThat(PixelCheck.of(model("unit"), form("unit")).orElseThrow().warning(black))
                .isEmpty();
    }
}
