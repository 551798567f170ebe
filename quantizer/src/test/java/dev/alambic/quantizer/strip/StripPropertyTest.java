package dev.alambic.quantizer.strip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.structure.RandomNetworks;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline throws if an output moves by more than 1e-5 of the largest; the message of a failure has the seed. */
class StripPropertyTest {
    private static final int NETWORKS = 12;

    private static void check(long seed, LongFunction<OnnxModel> networks) {
        long before = 0;
        long after = 0;
        for (long i = seed; i < seed + NETWORKS; i++) {
            OnnxModel model = networks.apply(i);
            OnnxModel alone = runs(i, model);
            OnnxModel folded = Quantizer.strip(model).model();
            assertThat(StripPlan.of(alone).isEmpty())
                    .as("seed %d: all is cut at once", i)
                    .isTrue();
            assertThat(Quantizer.strip(folded).model())
                    .as("seed %d: a second run changes nothing", i)
                    .isEqualTo(folded);
            before += ModelSize.of(model).parameters();
            after += ModelSize.of(folded).parameters();
        }
        assertThat(after).as("about a third of the channels is zeroed").isLessThan(before * 4 / 5);
    }

    private static OnnxModel runs(long seed, OnnxModel model) {
        try {
            return Pipeline.of(List.of(new StripZeroedChannels())).run(model).model();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + model.graph(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 2000})
    void perceptronsStayEqualAndShrink(long seed) {
        check(seed, RandomNetworks::perceptron);
    }

    @ParameterizedTest
    @ValueSource(longs = {3000, 4000})
    void convolutionalNetworksStayEqualAndShrink(long seed) {
        check(seed, RandomNetworks::convolutional);
    }
}
