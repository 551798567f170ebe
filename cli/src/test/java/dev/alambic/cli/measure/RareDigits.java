package dev.alambic.cli.measure;

import dev.alambic.data.DataSource;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.RunOptions;
import dev.alambic.trainer.spec.ClassBalance;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** What balanced sampling is worth where the last digit is 100 times rarer than the first: macro F1 over seeds. */
public final class RareDigits {

    private static final int MOST = 4_000;
    private static final double TIMES_RARER = 100;
    private static final int CLASSES = 10;

    private RareDigits() {}

    /**
     * Prints a row a seed.
     *
     * @param arguments seeds
     */
    public static void main(String[] arguments) {
        Splits all = Splits.stratified(DataSource.open("mnist", DataOptions.defaults()), 0.0833, 0, 1);
        Splits rare = new Splits(rarer(all.train()), all.validation(), all.test());
        System.out.println("| seed | as they come | balanced sampling | class weights |\n|---|---|---|---|");
        TrainingSpec training =
                TrainingSpec.defaults().withEpochs(8).withBatchSize(64).withOptimizer(OptimizerSpec.adam(2e-3));
        for (int seed = 1; seed <= Integer.parseInt(arguments[0]); seed++) {
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.2f %% | %.2f %% | %.2f %% |%n",
                    seed,
                    macroF1(training, rare, seed),
                    macroF1(training.withSampling(new ClassBalance.Balanced()), rare, seed),
                    macroF1(training.withClassWeights(new ClassBalance.Balanced()), rare, seed));
        }
    }

    /** Keeps 4,000 of the first digit, and ever fewer of the others. */
    private static Dataset rarer(Dataset data) {
        int[] left = IntStream.range(0, CLASSES)
                .map(digit -> (int) Math.round(MOST * Math.pow(TIMES_RARER, -digit / (CLASSES - 1.0))))
                .toArray();
        return data.subset(IntStream.range(0, data.size())
                .filter(i -> left[data.label(i)]-- > 0)
                .toArray());
    }

    private static double macroF1(TrainingSpec training, Splits splits, int seed) {
        StudentSpec student = new StudentSpec(NetworkSpec.mlp(64), training, null, null);
        TaskMetrics found = Objects.requireNonNull(
                Experiment.run(new ExperimentSpec("rare", seed, null, student), splits, RunOptions.defaults())
                        .student()
                        .test());
        return 100
                * found.all().entrySet().stream()
                        .filter(figure -> figure.getKey().key().equals("macroF1"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
    }
}
