package dev.alambic.cli.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.cli.recipe.Recipe;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.metrics.ClassificationMetrics;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same recipe with several seeds, each in a folder of its own; speed is measured and reported for the first alone.
 */
public final class Repetition {

    private final Path folder;
    private final Recipe recipe;
    private final EngineOptions engine;
    private final Console console;

    public Repetition(Path folder, Recipe recipe, EngineOptions engine, Console console) {
        this.folder = folder;
        this.recipe = recipe;
        this.engine = engine;
        this.console = console;
    }

    /**
     * What {@code repeat.json} holds.
     *
     * @param seeds in the order of the values
     * @param models for each model the spread of each figure
     */
    public record Result(String name, List<Long> seeds, Map<String, Map<String, Spread>> models) {}

    /** Runs {@code times} seeds, from the recipe's on. */
    public Result run(int times) {
        List<Long> seeds = new ArrayList<>();
        Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
        for (long seed = recipe.seed(); seed < recipe.seed() + times; seed++) {
            console.progress("seed " + seed + " (" + (seeds.size() + 1) + " of " + times + ")");
            Recipe own = recipe.withSeed(seed);
            RunFolder run = RunFolder.createOrOpen(folder.resolve("seed-" + seed), own);
            Pipeline pipeline = new Pipeline(run, RunData.of(own), engine, console);
            if (seeds.isEmpty()) {
                pipeline.run();
            }
            pipeline.quality().forEach((model, metrics) -> collect(values, model, metrics));
            seeds.add(seed);
        }
        Result result = new Result(recipe.name(), seeds, spreads(values));
        RunFolder.at(folder).writeJson(folder.resolve("repeat.json"), result);
        return result;
    }

    private static void collect(
            Map<String, Map<String, List<Double>>> values, String model, ClassificationMetrics metrics) {
        Map<String, List<Double>> own = values.computeIfAbsent(model, name -> new LinkedHashMap<>());
        figures(metrics)
                .forEach((figure, value) ->
                        own.computeIfAbsent(figure, name -> new ArrayList<>()).add(value));
    }

    private static Map<String, Double> figures(ClassificationMetrics metrics) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", metrics.accuracy());
        figures.put("macroPrecision", metrics.macroPrecision());
        figures.put("macroRecall", metrics.macroRecall());
        figures.put("macroF1", metrics.macroF1());
        figures.put("expectedCalibrationError", metrics.expectedCalibrationError());
        return figures;
    }

    private static Map<String, Map<String, Spread>> spreads(Map<String, Map<String, List<Double>>> values) {
        Map<String, Map<String, Spread>> spreads = new LinkedHashMap<>();
        values.forEach((model, figures) -> {
            Map<String, Spread> own = new LinkedHashMap<>();
            figures.forEach((figure, list) -> own.put(figure, Spread.of(list)));
            spreads.put(model, own);
        });
        return spreads;
    }

    /** Returns the result as a table: mean, standard deviation, least and greatest. */
    public static String table(Result result) {
        TextTable table = new TextTable("model", "figure", "mean", "deviation", "least", "greatest");
        result.models()
                .forEach((model, figures) -> figures.forEach((figure, spread) -> table.row(
                        model,
                        figure,
                        Numbers.percent(spread.mean()),
                        Numbers.percent(spread.deviation()),
                        Numbers.percent(spread.least()),
                        Numbers.percent(spread.greatest()))));
        return table + "\n" + result.seeds().size() + " seeds, from "
                + result.seeds().get(0);
    }
}
