package dev.alambic.quantizer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.view.ProductView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputMomentsTest {
    /** Sums of some hundred float32 products, against the largest term. */
    private static final double ROUNDING = 1e-4;

    private static OnnxModel model(String call, long... weight) {
        return GraphText.model(
                "x: float[batch, %s]\ny = %s\nreturn y"
                        .formatted(call.startsWith("Conv") ? "4, 7, 6" : call.startsWith("Gemm") ? "6" : "3, 6", call),
                b -> b.initializer("w", new Weights(2).tensor(weight)));
    }

    private static List<Map<String, Tensor>> samples(OnnxModel model) {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (long batch = 1; batch <= 3; batch++) {
            samples.add(RandomInputs.of(model, Map.of("batch", batch), batch));
        }
        return samples;
    }

    /** Returns all results of channel {@code o}, over the samples. */
    private static List<Double> results(OnnxModel model, List<Map<String, Tensor>> samples, int o) {
        List<Double> results = new ArrayList<>();
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Tensor y = Objects.requireNonNull(session.run(sample).get("y"));
                float[] values = y.floats();
                int inner = y.rank() == 4 ? (int) (y.dim(2) * y.dim(3)) : 1;
                int channels = (int) y.dim(y.rank() == 4 ? 1 : y.rank() - 1);
                for (int i = 0; i < values.length; i++) {
                    if (i / inner % channels == o) {
                        results.add((double) values[i]);
                    }
                }
            }
        }
        return results;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MatMul(x, w)|6,5",
                "Gemm(x, w)|6,5",
                "Gemm(x, w) transB=1|5,6",
                "Conv(x, w)|5,4,3,3",
                "Conv(x, w) pads=[1,0,1,2] strides=[2,1] dilations=[1,2]|6,4,3,2",
                "Conv(x, w) group=2|6,2,3,3",
                "Conv(x, w) group=4 auto_pad='SAME_UPPER'|4,1,3,3"
            })
    void momentsTellTheMeanAndTheMeanSquareOfEveryResult(String call, String dims) {
        OnnxModel model = model(
                call,
                List.of(dims.split(",")).stream().mapToLong(Long::parseLong).toArray());
        ProductView unit = ProductView.all(model.graph()).get(0);
        List<Map<String, Tensor>> samples = samples(model);

        Gram gram = Objects.requireNonNull(
                InputMoments.grams(model, List.of(unit), samples).get("y"));

        float[] weight = unit.weight().floats();
        for (int o = 0; o < unit.outputs(); o++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < unit.width(); i++) {
                mean += weight[unit.index(o, i)] * gram.mean(unit.group(o), i);
                for (int j = 0; j < unit.width(); j++) {
                    square += weight[unit.index(o, i)] * weight[unit.index(o, j)] * gram.second(unit.group(o), i, j);
                }
            }
            List<Double> results = results(model, samples, o);
            assertThat(gram.rows()).isEqualTo(results.size());
            double count = results.size();
            assertThat(mean)
                    .isCloseTo(results.stream().mapToDouble(y -> y / count).sum(), within(ROUNDING));
            assertThat(square)
                    .isCloseTo(results.stream().mapToDouble(y -> y * y / count).sum(), within(ROUNDING));
        }
    }

    @Test
    void constantRowsHaveTheProductsOfTheirNumbers() {
        OnnxModel model = model("Gemm(x, w)", 6, 5);
        Tensor same = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6}, 2, 6);

        Gram gram = Objects.requireNonNull(
                InputMoments.grams(model, ProductView.all(model.graph()), List.of(Map.of("x", same)))
                        .get("y"));

        assertThat(gram.second(0, 1, 2)).isEqualTo(6);
        assertThat(gram.seconds(0)[8]).isEqualTo(6);
    }

    @Test
    void unitsThatReadTheSameValueShareOneResult() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 6]
                y = MatMul(x, w)
                z = Gemm(x, v)
                return y; z
                """, b -> {
            b.initializer("w", new Weights(2).tensor(6, 5));
            b.initializer("v", new Weights(2).tensor(6, 2));
        });

        Map<String, Gram> grams = InputMoments.grams(model, ProductView.all(model.graph()), samples(model));

        assertThat(grams.get("y")).isSameAs(grams.get("z"));
    }

    @Test
    void rangesAndMeansAreThoseOfTheSamples() {
        OnnxModel model = model("MatMul(x, w)", 6, 5);
        List<ProductView> units = ProductView.all(model.graph());
        float[] first = new float[18];
        first[2] = -3;
        float[] second = new float[36];
        second[8] = 2;
        second[9] = 1;
        List<Map<String, Tensor>> samples =
                List.of(Map.of("x", Tensor.ofFloats(first, 1, 3, 6)), Map.of("x", Tensor.ofFloats(second, 2, 3, 6)));

        ChannelStatistics channels = Objects.requireNonNull(
                InputMoments.channels(model, units, samples).get("y"));

        assertThat(channels.rows()).isEqualTo(9);
        assertThat(channels.lowest(2)).isEqualTo(-3);
        assertThat(channels.highest(2)).isEqualTo(2);
        assertThat(channels.largest(2)).isEqualTo(3);
        assertThat(channels.mean(2)).isCloseTo(-1.0 / 9, within(1e-7));
        assertThat(channels.meanSquare(2)).isCloseTo(13.0 / 9, within(1e-6));
        assertThat(channels.highest(3)).isEqualTo(1);
        assertThat(channels.largest(0)).isZero();
    }

    @Test
    void noSampleAndInfinityAreRefused() {
        OnnxModel model = model("Gemm(x, w)", 6, 5);
        List<ProductView> units = ProductView.all(model.graph());
        float[] row = {1, 2, Float.POSITIVE_INFINITY, 0, 0, 0};

        assertThatThrownBy(() -> InputMoments.channels(model, units, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> InputMoments.channels(model, units, List.of(Map.of("x", Tensor.ofFloats(row, 1, 6)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x' is finite");
    }
}
