package dev.alambic.cli.measure;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** What changes of a recipe are worth: the student's accuracy (or R²) on the test split, over seeds, a row a change. */
public final class RecipeSweep {

    private static final int CHECKED = 1_000;

    private RecipeSweep() {}

    /**
     * Prints the rows of a table.
     *
     * @param arguments recipe; a file with a line a row, {@code name | path=value | ...}; how many samples of the
     *     training part to learn from, 0 = all; seeds
     */
    public static void main(String[] arguments) throws IOException {
        RecipeSource source = RecipeSource.find(arguments[0]);
        int samples = Integer.parseInt(arguments[2]);
        int seeds = Integer.parseInt(arguments[3]);
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            String[] cells = line.strip().split(" \\| ", -1);
            double[] found = IntStream.rangeClosed(1, seeds)
                    .mapToDouble(seed -> {
                        List<String> changes =
                                new ArrayList<>(Arrays.asList(cells).subList(1, cells.length));
                        changes.add("seed=" + seed);
                        return accuracy(RecipeReader.read(source, changes), samples);
                    })
                    .toArray();
            System.out.println("| " + cells[0] + " | " + summary(found) + " |");
        }
    }

    private static double accuracy(Recipe recipe, int samples) {
        Splits all = RunData.of(recipe);
        Splits splits = samples == 0
                ? all
                : new Splits(first(all.train(), samples), first(all.validation(), CHECKED), all.test());
        TaskMetrics found = Objects.requireNonNull(Experiment.run(recipe.experiment(), splits, RunOptions.defaults())
                .student()
                .test());
        return Objects.requireNonNull(found.all().get(found.mainMeasure()));
    }

    private static Dataset first(Dataset data, int count) {
        return data.subset(IntStream.range(0, Math.min(count, data.size())).toArray());
    }

    /** Returns mean and range in percent. */
    private static String summary(double[] values) {
        DoubleSummaryStatistics all =
                Arrays.stream(values).map(value -> 100 * value).summaryStatistics();
        return String.format(Locale.ROOT, "%.2f %% (%.2f to %.2f)", all.getAverage(), all.getMin(), all.getMax());
    }
}
