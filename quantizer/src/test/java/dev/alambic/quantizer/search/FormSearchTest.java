package dev.alambic.quantizer.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.int8.Int8Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FormSearchTest {
    private static final Random RANDOM = new Random(11);

    /** Two convolutions with {@code between} from c to a. */
    private static OnnxModel model(String between) {
        return GraphText.model("""
                x: float[1, 4, 8, 8]
                c = Conv(x, k1) pads=[1,1,1,1]
                """ + between + """

                y = Conv(a, k2) pads=[1,1,1,1]
                return y: float[1, 8, 8, 8]
                """, builder -> {
            builder.initializer("k1", Tensor.filled(DataType.FLOAT, () -> RANDOM.nextGaussian() / 3, 8, 4, 3, 3));
            builder.initializer("k2", Tensor.filled(DataType.FLOAT, () -> RANDOM.nextGaussian() / 5, 8, 8, 3, 3));
        });
    }

    private static List<Map<String, Tensor>> samples() {
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            samples.add(Map.of("x", Tensor.filled(DataType.FLOAT, RANDOM::nextGaussian, 1, 4, 8, 8)));
        }
        return samples;
    }

    /** Searches where every form is twice as fast as float, and those of many {@code operator} four times. */
    private static SearchResult search(OnnxModel model, String operator) {
        List<Map<String, Tensor>> samples = samples();
        FormSearch.Task task = new FormSearch.Task(model, Calibration.of(samples), Int8Options.defaults(), samples);
        Latencies latencies = models -> models.stream()
                .map(each -> each.graph().nodes().stream().noneMatch(node -> node.is("DequantizeLinear"))
                        ? 40.0
                        : each.graph().nodes().stream()
                                                .filter(node -> node.is(operator))
                                                .count()
                                        > 6
                                ? 10.0
                                : 20.0)
                .toList();
        return new FormSearch(task, latencies, row -> {}).minSqnr(10);
    }

    @Test
    void elementwiseIntegersCompeteWhereThereAreSome() {
        SearchResult silu = search(model("s = Sigmoid(c)\na = Mul(c, s)"), "QuantizeLinear");
        assertThat(silu.tries()).extracting(Try::form).contains("int8", "int8 elementwise", "dynamic");

        SearchResult plain = search(model("a = Relu(c)"), "QuantizeLinear");
        assertThat(plain.tries()).extracting(Try::form).contains("int8").doesNotContain("int8 elementwise");
    }
}
