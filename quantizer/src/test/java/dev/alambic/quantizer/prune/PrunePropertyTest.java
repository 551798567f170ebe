package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.structure.Criterion;
import dev.alambic.onnx.structure.RandomNetworks;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To cut channels is to mask the weights that read them, then to strip; the message of a failure has the seed. */
class PrunePropertyTest {
    private static final int NETWORKS = 10;

    /** Sums of a few hundred float32 products in another order differ by some tens of roundings. */
    private static final double BOUND = 1e-5;

    private static void check(long seed, LongFunction<OnnxModel> networks) {
        int cuts = 0;
        for (long i = seed; i < seed + NETWORKS; i++) {
            OnnxModel model = Pipeline.of(ChannelPruner.preparation())
                    .run(networks.apply(i))
                    .model();
            Random random = new Random(i);
            ChannelPruning options = ChannelPruning.defaults()
                    .withTarget(new PruningTarget.Ratio(0.2 + 0.6 * random.nextDouble()))
                    .withScope(random.nextBoolean() ? Scope.LOCAL : Scope.GLOBAL)
                    .withCriterion(Criterion.random(i))
                    .withWidths(new Widths(1 + random.nextInt(2), 1));
            PrunePlan plan = ChannelPruner.plan(model, options);
            OnnxModel pruned = Quantizer.prune(model, plan).model();
            OnnxModel masked = Masked.of(model, plan.cuts());

            assertThat(Agreement.between(masked, pruned, Probe.of(model).inputs())
                            .relative())
                    .as("seed %d: as if masked\n%s", i, plan)
                    .isLessThanOrEqualTo(BOUND);
            assertThat(weights(Quantizer.strip(masked).model()))
                    .as("seed %d: strip takes out all that was masked\n%s", i, plan)
                    .isLessThanOrEqualTo(weights(Quantizer.optimize(pruned).model()));
            assertThat(plan.before().parameters() - plan.after().parameters())
                    .as("seed %d: the plan foresees the size", i)
                    .isEqualTo(weights(model) - weights(pruned));
            cuts += plan.cuts().size();
        }
        assertThat(cuts).as("something was cut").isGreaterThan(NETWORKS);
    }

    /** Returns the elements of the weights, without the lists of sizes that a cut may add. */
    private static long weights(OnnxModel model) {
        return model.graph().initializers().values().stream()
                .filter(tensor -> tensor.dataType().isFloating())
                .mapToLong(Tensor::elementCount)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 2000})
    void perceptrons(long seed) {
        check(seed, RandomNetworks::perceptron);
    }

    @ParameterizedTest
    @ValueSource(longs = {3000, 4000, 5000})
    void convolutionalNetworks(long seed) {
        check(seed, RandomNetworks::convolutional);
    }
}
