package dev.alambic.cli.measure;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.run.pipeline.RunData;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.experiment.Experiment;
import dev.alambic.trainer.experiment.RunOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each term of the loss is worth by itself, and beside soft targets: accuracy of a small student on all test
 * images of {@code mnist}, learning from few of the others, over seeds.
 */
public final class TermTable {

    private static final Map<String, String> STUDENTS = Map.of("edge", """
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 12, kernel: 5, stride: 2, padding: 2, bias: false}
                  - {type: conv, filters: 24, kernel: 3, padding: 1, bias: false}
                  - {type: maxPool, size: 2}
                  - {type: conv, filters: 32, kernel: 3, padding: 1, bias: false}
                  - {type: conv, filters: 10, kernel: 3, padding: 0, bias: false}
                  - {type: flatten}
                  - {type: linear}
            """, "residual", """
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 12, kernel: 3, stride: 2, padding: 1}
                  - {type: residual, layers: [{type: conv, filters: 12, kernel: 3, padding: 1}, {type: conv, filters: 12, kernel: 3, padding: 1, activation: none}]}
                  - {type: activation}
                  - {type: conv, filters: 16, kernel: 3, stride: 2, padding: 1}
                  - {type: residual, layers: [{type: conv, filters: 16, kernel: 3, padding: 1}, {type: conv, filters: 16, kernel: 3, padding: 1, activation: none}]}
                  - {type: activation}
                  - {type: globalAveragePool}
                  - {type: linear}
            """);

    private static final String SOFT = "{soft: kl, temperature: 4}";

    private TermTable() {}

    private static Map<String, String> terms(String map) {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("labels", "{hard: crossEntropy}");
        terms.put("labels, focal", "{hard: focal}");
        terms.put("soft, KL", SOFT);
        terms.put("soft, reverse KL", "{soft: reverseKl, temperature: 4}");
        terms.put("soft, Jensen-Shannon", "{soft: jensenShannon, temperature: 4}");
        terms.put("soft, total variation", "{soft: totalVariation, temperature: 4}");
        terms.put("soft, KL, standardized", "{soft: kl, temperature: 4, standardize: true}");
        terms.put("logits, MSE", "{logits: mse}");
        terms.put("decoupled", "{type: decoupled}");
        terms.put("DIST", "{type: dist}");
        terms.put("features, MSE", "{features: mse, project: linear, map: " + map + "}");
        terms.put("features, cosine", "{features: cosine, project: linear, map: " + map + "}");
        terms.put("activation maps", "{type: maps, map: " + map + "}");
        terms.put("relational", "{type: relational}");
        terms.put("similarity", "{type: similarity}");
        terms.put("contrast", "{type: contrast, map: " + map + "}");
        return terms;
    }

    /**
     * Prints a row a term.
     *
     * @param arguments teacher as ONNX; {@code edge} or {@code residual}; values inside both, {@code {teacher.a:
     *     student.b}}; images to learn from; epochs; seeds
     */
    public static void main(String[] arguments) {
        String teacher = arguments[0];
        String student = Objects.requireNonNull(STUDENTS.get(arguments[1]));
        int images = Integer.parseInt(arguments[3]);
        int epochs = Integer.parseInt(arguments[4]);
        int seeds = Integer.parseInt(arguments[5]);
        System.out.println("| term | alone | beside soft targets |\n|---|---|---|");
        terms(arguments[2]).forEach((name, term) -> {
            List<String> cells = new ArrayList<>();
            for (String beside : term.equals(SOFT) ? List.of("") : List.of("", SOFT)) {
                double[] found = IntStream.rangeClosed(1, seeds)
                        .mapToDouble(seed -> accuracy(recipe(teacher, student, term, beside, epochs, seed), images))
                        .toArray();
                cells.add(mean(found));
            }
            System.out.println("| " + name + " | " + String.join(" | ", cells) + (cells.size() == 1 ? " | |" : " |"));
        });
    }

    private static Recipe recipe(String teacher, String student, String term, String beside, int epochs, int seed) {
        String text = "name: terms\nthreads: 1\nseed: " + seed + "\n"
                + "data: {source: mnist, validation: 0.0833}\n"
                + "teacher: {file: " + teacher + "}\n"
                + "student:\n" + student
                + "  training: {epochs: " + epochs + ", batchSize: 64, keepBest: false,"
                + " optimizer: {type: adam, learningRate: 5e-3},"
                + " schedule: {type: oneCycle, rise: 0.3, start: 0.05, end: 0}}\n"
                + "  distill:\n    terms:\n      - " + term + "\n"
                + (beside.isEmpty() ? "" : "      - " + beside + "\n");
        return RecipeReader.read(new RecipeSource("terms", text, Optional.empty()), List.of());
    }

    private static double accuracy(Recipe recipe, int images) {
        Splits all = RunData.of(recipe);
        Dataset few = all.train().subset(IntStream.range(0, images).toArray());
        Dataset check = all.validation().subset(IntStream.range(0, 1_000).toArray());
        Splits splits = new Splits(few, check, all.test());
        return Objects.requireNonNull(Experiment.run(recipe.experiment(), splits, RunOptions.defaults())
                        .student()
                        .test())
                .few()
                .values()
                .iterator()
                .next();
    }

    /** Returns mean and range in percent. */
    private static String mean(double[] values) {
        double mean = 0;
        double low = 1;
        double high = 0;
        for (double value : values) {
            mean += value / values.length;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return String.format(Locale.ROOT, "%.2f %% (%.2f–%.2f)", 100 * mean, 100 * low, 100 * high);
    }
}
