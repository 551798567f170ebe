package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.WeightRange;
import dev.alambic.quantizer.int8.WeightScheme;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SaturationTest {
    static Stream<Arguments> unsafe() {
        return Stream.of(TunedNetworks.images(), TunedNetworks.texts())
                .flatMap(model -> Stream.of(Arguments.of(model, true), Arguments.of(model, false)));
    }

    private static double error(OnnxModel floats, OnnxModel integers) {
        return TunedNetworks.samples(floats).stream()
                .mapToDouble(
                        sample -> Agreement.between(floats, integers, sample).relative())
                .max()
                .orElseThrow();
    }

    private static OnnxModel product(byte... weight) {
        return GraphText.model("""
                x: uint8[batch, 4]
                s: float[1]
                i = MatMulInteger(x, w)
                f = Cast(i) to=1
                m = Mul(s, scales)
                y = Mul(f, m)
                return y
                """, b -> {
            b.initializer("w", Tensor.ofBytes(DataType.INT8, weight, 4, 2));
            b.initializer("scales", Tensor.ofFloats(new float[] {0.5f, 0.25f}, 2));
        });
    }

    @Test
    void pairsOfOneSignThatMeetAreReported() {
        OnnxModel model = product(new byte[] {127, 127, 100, 1, -3, 100, 0, 100});

        assertThat(Saturation.of(model)).containsExactly(new Saturation("MatMulInteger 'i'", 2, 2, 227));
        assertThat(Saturation.of(product(new byte[] {127, 127, -100, 1, -3, 28, 0, 100}))
                        .get(0)
                        .isSafe())
                .isTrue();
        assertThat(Saturation.of(model).get(0))
                .hasToString(
                        "MatMulInteger 'i': 2 of 2 channels can overflow (largest pair 227 steps, safe up to 128)");
    }

    @Test
    void channelsThatFitStayAsTheyAre() {
        OnnxModel made = Pipeline.of(List.of(new MendSaturation()))
                .run(product(new byte[] {100, 127, 92, 1, -3, 28, 0, 100}))
                .model();

        // 192 steps become 128: two thirds
        assertThat(Saturation.of(made)).containsExactly(new Saturation("MatMulInteger 'i'", 2, 0, 128));
        Tensor weight = made.graph().initializers().values().stream()
                .filter(tensor -> tensor.dataType() == DataType.INT8)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(weight.longs()).containsExactly(67, 127, 61, 1, -2, 28, 0, 100);
    }

    @Test
    void aWeightThatTheCallerCanOverrideIsLeftAlone() {
        OnnxModel model = product(new byte[] {127, 127, 100, 1, -3, 100, 0, 100})
                .mapGraph(graph -> graph.edit(out -> out.input(ValueInfo.of("w", DataType.INT8, Shape.of(4, 2)))));

        assertThat(new MendSaturation().apply(model).model()).isSameAs(model);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void mendedModelsAreSafeAndAsGoodAsThoseMadeSafe(OnnxModel floats, boolean perChannel) {
        Int8Options safe =
                Int8Options.defaults().withWeights(WeightScheme.defaults().withPerChannel(perChannel));
        OnnxModel model =
                TunedNetworks.integers(floats, safe.withWeights(safe.weights().withRange(WeightRange.FULL)));
        assertThat(Saturation.of(model)).anyMatch(report -> !report.isSafe());

        Result result = Pipeline.of(List.of(new MendSaturation())).run(model);

        assertThat(Saturation.of(result.model()))
                .hasSameSizeAs(Saturation.of(model))
                .allMatch(Saturation::isSafe);
        assertThat(result.notes()).isNotEmpty().allMatch(note -> note.endsWith(": mended"));
        // rounded twice, so at most twice the error of rounding to the same steps once
        assertThat(error(floats, result.model())).isLessThan(2 * error(floats, TunedNetworks.integers(floats, safe)));
        assertThat(new MendSaturation().apply(result.model()).model()).isSameAs(result.model());
    }

    @Test
    void ourDefaultIsSafe() {
        for (OnnxModel model : List.of(TunedNetworks.images(), TunedNetworks.texts())) {
            assertThat(Saturation.of(TunedNetworks.integers(model, Int8Options.defaults())))
                    .hasSizeGreaterThan(2)
                    .allMatch(Saturation::isSafe);
        }
    }
}
