package dev.alambic.run.folder;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.report.run.DataParts;
import dev.alambic.report.run.Disagreements;
import dev.alambic.report.run.LayerErrors;
import dev.alambic.report.run.ModelFacts;
import dev.alambic.report.run.ModelStep;
import dev.alambic.report.run.Predictions;
import dev.alambic.report.run.RunRecords;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeSettings;
import dev.alambic.trainer.training.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a run has left behind so far, and changes nothing; also of a run of an earlier version. */
public final class RunReader {

    private final RunFolder folder;
    private final String recipeText;
    private final Map<String, String> settings;
    private final Optional<Recipe> recipe;
    private final List<String> models;

    private RunReader(RunFolder folder) {
        this.folder = folder;
        this.recipeText = folder.recipeText();
        this.settings = RecipeSettings.of(
                recipeText, folder.path().resolve("recipe.yaml").toString());
        this.recipe = recipe(folder);
        this.models = models();
    }

    /**
     * Returns the records of a run.
     *
     * @throws dev.alambic.data.file.InvalidDataException if a file of the run was changed into something else
     */
    public static RunRecords read(RunFolder folder) {
        return new RunReader(folder).records();
    }

    /** An earlier version may have written what this one would not accept; the rest can be told all the same. */
    private static Optional<Recipe> recipe(RunFolder folder) {
        try {
            return Optional.of(folder.recipe());
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    private List<String> models() {
        String start = settings.containsKey("student.network.type") || folder.hasModel(ModelNames.STUDENT)
                ? ModelNames.STUDENT
                : ModelNames.TEACHER;
        List<String> names = new ArrayList<>(List.of(ModelNames.TEACHER));
        if (!start.equals(ModelNames.TEACHER)) {
            names.add(start);
        }
        names.addAll(List.of(ModelNames.stripped(start), ModelNames.fp16(start), ModelNames.int8(start)));
        return names.stream().filter(folder::hasModel).toList();
    }

    private RunRecords records() {
        Map<String, ModelInfo> infos = new LinkedHashMap<>();
        Map<String, ModelFacts> facts = new LinkedHashMap<>();
        for (String name : models) {
            OnnxModel model = OnnxModel.read(folder.model(name));
            infos.put(name, ModelInfo.of(model));
            facts.put(name, ModelFacts.of(model));
        }
        return RunRecords.of(origin())
                .withLabels(infos.values().stream()
                        .map(ModelInfo::labels)
                        .filter(labels -> !labels.isEmpty())
                        .findFirst()
                        .orElse(List.of()))
                .withHistory(history())
                .withComparison(folder.comparison().orElse(null))
                .withMetrics(folder.readJson(RunFile.METRICS, QualityRecords.class)
                        .map(QualityRecords::models)
                        .orElse(Map.of()))
                .withSteps(steps(facts))
                .withDisagreements(folder.readJson(RunFile.DISAGREEMENTS, Disagreements.class)
                        .orElse(null))
                .withPredictions(
                        folder.readJson(RunFile.PREDICTIONS, Predictions.class).orElse(null))
                .withData(folder.readJson(RunFile.DATA, DataParts.class).orElse(null))
                .withMissing(missing());
    }

    /** Returns the epochs of all networks, those of the one that is the student under its name. */
    private List<EpochRecord> history() {
        List<EpochRecord> epochs = History.read(folder.file(RunFile.HISTORY));
        String kept = course().map(CourseRecord::kept).orElse(ModelNames.STUDENT);
        return epochs.stream()
                .map(epoch -> epoch.withPhase(phase(epoch.phase(), kept)))
                .toList();
    }

    /** Returns what the epochs of a phase are of: those that were kept of the student, where it was another phase. */
    private static String phase(String phase, String kept) {
        return phase.equals(kept) ? ModelNames.STUDENT : phase.equals(ModelNames.STUDENT) ? kept : phase;
    }

    private Optional<CourseRecord> course() {
        return folder.readJson(RunFile.COURSE, CourseRecord.class);
    }

    private RunRecords.Origin origin() {
        String name = settings.getOrDefault("name", String.valueOf(folder.path().getFileName()));
        String seed = settings.getOrDefault("seed", "");
        return new RunRecords.Origin(
                name,
                settings.getOrDefault("description", ""),
                folder.path().toString(),
                new RunRecords.Recipe(seed.matches("\\d{1,18}") ? Long.parseLong(seed) : 1, recipeText, settings),
                environment(),
                List.of("./alambic run " + folder.path().resolve("recipe.yaml"), "./alambic report " + folder.path()));
    }

    private Map<String, String> environment() {
        Map<String, String> facts = new LinkedHashMap<>();
        folder.environment().ifPresent(environment -> {
            facts.put("alambic", environment.alambic());
            facts.put("started", environment.started());
            facts.put(
                    "java",
                    environment.virtualMachine().jvm() + " "
                            + environment.virtualMachine().java());
            facts.put(
                    "system",
                    environment.machine().os() + " " + environment.machine().architecture());
            facts.put(
                    "processor",
                    environment.machine().cpu() + ", " + environment.machine().cores() + " cores");
            facts.put("onnx runtime", environment.onnxRuntime());
            facts.put("engine", environment.engine());
        });
        return facts;
    }

    private List<ModelStep> steps(Map<String, ModelFacts> facts) {
        Map<String, LayerErrors> errors = folder.readJson(RunFile.LAYERS, LayerRecords.class)
                .map(LayerRecords::models)
                .orElse(Map.of());
        PassRecords passes = folder.readJson(RunFile.PASSES, PassRecords.class).orElse(PassRecords.none());
        List<ModelStep> steps = new ArrayList<>();
        facts.forEach((model, own) -> {
            StepWords.Words words =
                    recipe.map(known -> new StepWords(known).of(model)).orElse(new StepWords.Words("", "", ""));
            List<String> notes = new ArrayList<>(passes.sentences(model));
            if (model.equals(ModelNames.STUDENT)) {
                course().map(CourseRecord::sentences).ifPresent(notes::addAll);
                folder.readJson(RunFile.CONTROL, ControlRecord.class)
                        .map(ControlRecord::sentence)
                        .ifPresent(notes::add);
            }
            ModelFacts noted = own.withNotes(notes);
            steps.add(new ModelStep(model, words.from(), words.what(), words.why(), noted, errors.get(model)));
        });
        return steps;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (recipe.isEmpty()) {
            missing.add("the recipe was written by another version, so what was done is not told in words");
        }
        if (!folder.has(RunFile.SUMMARY)) {
            missing.add("this run is not finished: " + standing());
        } else if (!folder.has(RunFile.LAYERS)
                || !(folder.has(RunFile.DISAGREEMENTS) || folder.has(RunFile.PREDICTIONS))) {
            missing.add("the error of each layer and the samples on which teacher and student disagree were not"
                    + " recorded; ./alambic run --resume " + folder.path() + " adds them");
        }
        return missing;
    }

    private String standing() {
        String done = models.isEmpty() ? "no model is made yet" : "made so far: " + String.join(", ", models);
        String measured = folder.has(RunFile.BENCH)
                ? ""
                : folder.has(RunFile.METRICS)
                        ? "; they are evaluated, but not measured side by side"
                        : models.isEmpty() ? "" : "; they are not evaluated yet";
        return done + measured + "; ./alambic run --resume " + folder.path() + " goes on";
    }
}
