package dev.alambic.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.alambic.bench.record.ComparisonJson;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.packager.manifest.Evidence;
import dev.alambic.run.Json;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a model, as the run that it lies in keeps it: {@code metrics.json} and {@code bench.json}. A
 * time counts if it was taken of a file of the same size.
 */
record RunEvidence(Path model) {
    private static final List<String> METRICS = List.of(
            "accuracy",
            "macroPrecision",
            "macroRecall",
            "macroF1",
            "macroAuc",
            "microF1",
            "exactMatch",
            "expectedCalibrationError",
            "crossEntropy",
            "r2",
            "mae",
            "rmse");

    /** Returns the folder of the run that {@code model} lies in, {@code <run>/models/<model>.onnx}. */
    private static Optional<Path> runOf(Path model) {
        Path folder = model.toAbsolutePath().normalize().getParent();
        Path run = folder == null ? null : folder.getParent();
        return run != null && Files.isRegularFile(run.resolve("recipe.yaml")) ? Optional.of(run) : Optional.empty();
    }

    /** Returns the recipe of the run that {@code model} lies in. */
    static Optional<Recipe> recipeOf(Path model) {
        return runOf(model).map(run -> RecipeReader.read(RecipeSource.ofFile(run.resolve("recipe.yaml")), List.of()));
    }

    /**
     * Returns the name of the model's file, behind that of its run's recipe if it lies in one: files of runs are called
     * alike.
     */
    String name() {
        String stem = ModelFiles.stem(model);
        return recipeOf(model)
                .map(Recipe::name)
                .filter(recipe -> !recipe.isBlank())
                .map(recipe -> recipe + "-" + stem)
                .orElse(stem);
    }

    /** Returns the data of the run that {@code model} lies in; empty if it lies in none. */
    static String dataOf(Path model) {
        return recipeOf(model).map(recipe -> recipe.data().source()).orElse("");
    }

    /**
     * Returns what is known.
     *
     * @param bench the file of a benchmark to take; null for the run's
     */
    Evidence read(@Nullable Path bench) {
        String stem = ModelFiles.stem(model);
        Optional<Path> run = runOf(model);
        JsonNode metrics = run.map(folder -> folder.resolve("metrics.json"))
                .filter(Files::isRegularFile)
                .map(RunEvidence::tree)
                .map(tree -> tree.path("models").path(stem))
                .orElseGet(MissingNode::getInstance);
        String measuredOn = metrics.isMissingNode()
                ? ""
                : metrics.path("samples").asLong() + " samples, test part of " + dataOf(model);
        Evidence untimed = new Evidence(figures(metrics), measuredOn, List.of(), null);
        long bytes = new Candidate(stem, model).bytes();
        Evidence timed = Optional.ofNullable(bench)
                .or(() -> run.map(folder -> folder.resolve("bench.json")).filter(Files::isRegularFile))
                .map(file -> untimed.withTimes(ComparisonJson.read(file), stem, bytes))
                .orElse(untimed);
        if (bench != null && timed.latency().isEmpty()) {
            throw new InvalidDataException(
                    bench.toString(), "it has a time of a model of this size", stem + ", " + bytes + " bytes", "none");
        }
        return timed;
    }

    private static JsonNode tree(Path file) {
        try {
            return Json.tree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static Map<String, Double> figures(JsonNode metrics) {
        Map<String, Double> figures = new LinkedHashMap<>();
        METRICS.forEach(name -> {
            if (metrics.path(name).isNumber()) {
                figures.put(name, metrics.path(name).doubleValue());
            }
        });
        return figures;
    }
}
