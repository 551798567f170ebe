package dev.alambic.run.pipeline;

import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.summary.Spread;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same recipe with several seeds, each in a folder of its own; speed is measured and reported for the first alone.
 */
public record Repetition(Path folder, Recipe recipe, EngineOptions engine, Listener listener) {

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
            listener.tell(new Event.SeedStarted(seed, seeds.size() + 1, times));
            Recipe own = recipe.withSeed(seed);
            RunFolder run = RunFolder.createOrOpen(folder.resolve("seed-" + seed), own);
            Pipeline pipeline = new Pipeline(run, RunData.of(own), engine, listener);
            if (seeds.isEmpty()) {
                pipeline.run();
            }
            pipeline.quality().forEach((model, metrics) -> collect(values, model, metrics));
            seeds.add(seed);
        }
        Result result = new Result(recipe.name(), seeds, spreads(values));
        RunFolder.at(folder).writeJson(RunFile.REPEAT, result);
        return result;
    }

    private static void collect(Map<String, Map<String, List<Double>>> values, String model, TaskMetrics metrics) {
        Map<String, List<Double>> own = values.computeIfAbsent(model, name -> new LinkedHashMap<>());
        metrics.allByKey()
                .forEach((figure, value) ->
                        own.computeIfAbsent(figure, name -> new ArrayList<>()).add(value));
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
}
