package dev.alambic.quantizer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.ProductPairs;
import dev.alambic.quantizer.int8.WeightRange;
import dev.alambic.quantizer.int8.WeightScheme;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.statistics.Gram;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdaRoundTest {

    static Stream<OnnxModel> networks() {
        return Stream.of(TunedNetworks.images(), TunedNetworks.texts());
    }

    /** Returns dW[o] E[x x^T] dW[o]^T with one integer moved by {@code step}; the slow form of the definition. */
    private static double error(IntegerUnit unit, Gram gram, int o, int moved, int step) {
        int[] integers = unit.integers();
        float[] weight = unit.unit().weight().floats();
        double[] difference = new double[unit.width()];
        for (int k = 0; k < difference.length; k++) {
            int integer = integers[unit.index(o, k)] + (k == moved ? step : 0);
            difference[k] =
                    integer * (double) unit.scale(o) - weight[unit.unit().index(o, k)];
        }
        double error = 0;
        for (int i = 0; i < difference.length; i++) {
            for (int j = 0; j < difference.length; j++) {
                error += difference[i] * difference[j] * gram.second(unit.unit().group(o), i, j);
            }
        }
        return error;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void noOtherIntegerOfAWeightIsBetter(OnnxModel model) {
        // small integers, so that pairs seldom forbid a move
        WeightScheme small = WeightScheme.defaults().withRange(WeightRange.REDUCED);
        OnnxModel nearest = TunedNetworks.integers(model, Int8Options.defaults().withWeights(small));

        Outcome outcome = AdaRound.round(model, nearest, TunedNetworks.samples(model));

        List<IntegerUnit> before = IntegerUnit.all(model.graph(), nearest.graph());
        List<IntegerUnit> after = IntegerUnit.all(model.graph(), outcome.model().graph());
        Map<String, Gram> grams =
                InputMoments.grams(model, after.stream().map(IntegerUnit::unit).toList(), TunedNetworks.samples(model));
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(2);
        for (int u = 0; u < after.size(); u++) {
            IntegerUnit unit = after.get(u);
            Gram gram = Objects.requireNonNull(grams.get(unit.unit().output()));
            for (int o = 0; o < unit.outputs(); o++) {
                double error = error(unit, gram, o, 0, 0);
                assertThat(error).isLessThanOrEqualTo(error(before.get(u), gram, o, 0, 0) * (1 + 1e-6));
                assertNoMoveHelps(unit, gram, o, error);
            }
        }
    }

    private static void assertNoMoveHelps(IntegerUnit unit, Gram gram, int o, double error) {
        int[] integers = unit.integers();
        float[] weight = unit.unit().weight().floats();
        for (int k = 0; k < unit.width(); k++) {
            double real = weight[unit.unit().index(o, k)] / (double) unit.scale(o);
            int integer = integers[unit.index(o, k)];
            assertThat((double) integer).isCloseTo(real, within(1.0 + 1e-4));
            int other = integer > real ? -1 : 1;
            // only two large weights of a pair can forbid a move; single precision decides about ties
            if (Math.abs(integer + other) < ProductPairs.LIMIT / 2) {
                assertThat(error(unit, gram, o, k, other)).isGreaterThan(error * (1 - 1e-3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void pairsStillFitInto16Bits(OnnxModel model) {
        OnnxModel nearest = TunedNetworks.integers(model, Int8Options.defaults());
        OnnxModel made =
                AdaRound.round(model, nearest, TunedNetworks.samples(model)).model();

        List<IntegerUnit> before = IntegerUnit.all(model.graph(), nearest.graph());
        List<IntegerUnit> after = IntegerUnit.all(model.graph(), made.graph());
        for (int u = 0; u < after.size(); u++) {
            assertThat(after.get(u).isPairSafe()).isEqualTo(before.get(u).isPairSafe());
        }
    }

    @Test
    void theErrorThatIsLeftIsSaidAndTheSameEachTime() {
        OnnxModel model = TunedNetworks.texts();
        OnnxModel nearest = TunedNetworks.integers(model, Int8Options.defaults());

        Outcome outcome = AdaRound.round(model, nearest, TunedNetworks.samples(model));

        assertThat(outcome.notes()).singleElement().asString().startsWith("rounding of 3 weights chosen: error of");
        assertThat(AdaRound.round(model, nearest, TunedNetworks.samples(model)).model())
                .isEqualTo(outcome.model());
    }
}
