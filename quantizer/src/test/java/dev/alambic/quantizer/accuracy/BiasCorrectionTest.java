package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.WeightRange;
import dev.alambic.quantizer.int8.WeightScheme;
import dev.alambic.quantizer.pass.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BiasCorrectionTest {
    /** One scale for a whole weight, so that its error is large. */
    private static final Int8Options COARSE = Int8Options.defaults()
            .withWeights(WeightScheme.defaults().withPerChannel(false).withRange(WeightRange.REDUCED));

    /** Returns the largest distance between the means of a channel, over the units that have a bias to correct. */
    private static double meanError(OnnxModel floats, OnnxModel integers, List<ProductView> units) {
        Map<String, double[]> expected = ChannelMeans.of(floats, units, TunedNetworks.samples(floats));
        Map<String, double[]> found = ChannelMeans.of(integers, units, TunedNetworks.samples(floats));
        double worst = 0;
        for (ProductView unit : units) {
            double[] means = Objects.requireNonNull(expected.get(unit.output()));
            for (int c = 0; c < means.length; c++) {
                worst = Math.max(worst, Math.abs(means[c] - Objects.requireNonNull(found.get(unit.output()))[c]));
            }
        }
        return worst;
    }

    @Test
    void fullCorrectionTakesTheMeanErrorOutOfEveryLayer() {
        OnnxModel model = TunedNetworks.images();
        OnnxModel integers = TunedNetworks.integers(model, COARSE);
        List<ProductView> units = ProductView.all(model.graph());

        OnnxModel made = BiasCorrection.FULL
                .correct(model, integers, TunedNetworks.samples(model))
                .model();

        // what is left are steps of the 32-bit biases, and of the result that the model returns
        assertThat(meanError(model, made, units)).isLessThan(0.05 * meanError(model, integers, units));
    }

    @Test
    void fastCorrectionTakesMostOfTheMeanErrorOutOfTheFirstLayer() {
        OnnxModel model = TunedNetworks.images();
        OnnxModel integers = TunedNetworks.integers(model, COARSE);
        List<ProductView> first = ProductView.all(model.graph()).subList(0, 1);

        OnnxModel made = BiasCorrection.FAST
                .correct(model, integers, TunedNetworks.samples(model))
                .model();

        assertThat(meanError(model, made, first)).isLessThan(0.2 * meanError(model, integers, first));
    }

    @ParameterizedTest
    @EnumSource
    void productsWithAnAddAreCorrectedThereAndOthersAreLeftAlone(BiasCorrection how) {
        OnnxModel model = TunedNetworks.texts();
        OnnxModel integers = TunedNetworks.integers(model, COARSE);

        Outcome outcome = how.correct(model, integers, TunedNetworks.samples(model));

        assertThat(outcome.notes()).containsExactly("2 integer products have no bias that could be corrected");
        assertThat(outcome.model().graph().nodes())
                .hasSameSizeAs(integers.graph().nodes());
        assertThat(outcome.model()).isNotEqualTo(integers);
    }

    @ParameterizedTest
    @EnumSource
    void aBiasThatTheCallerCanOverrideIsLeftAlone(BiasCorrection how) {
        OnnxModel model = TunedNetworks.texts()
                .mapGraph(graph -> graph.edit(out -> out.input(ValueInfo.of("b1", DataType.FLOAT, Shape.of(48)))));
        OnnxModel integers = TunedNetworks.integers(model, COARSE);

        Outcome outcome = how.correct(model, integers, TunedNetworks.samples(model));

        assertThat(outcome.model()).isEqualTo(integers);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSamplesGiveTheSameModel(BiasCorrection how) {
        OnnxModel model = TunedNetworks.images();
        OnnxModel integers = TunedNetworks.integers(model, COARSE);

        assertThat(how.correct(model, integers, TunedNetworks.samples(model)).model())
                .isEqualTo(how.correct(model, integers, TunedNetworks.samples(model))
                        .model());
    }

    @ParameterizedTest
    @EnumSource
    void noSampleIsRefused(BiasCorrection how) {
        OnnxModel model = TunedNetworks.images();
        OnnxModel integers = TunedNetworks.integers(model, COARSE);

        assertThatThrownBy(() -> how.correct(model, integers, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}
