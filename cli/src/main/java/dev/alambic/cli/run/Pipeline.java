package dev.alambic.cli.run;

import dev.alambic.bench.record.Comparison;
import dev.alambic.cli.recipe.ExportSpec;
import dev.alambic.cli.recipe.Recipe;
import dev.alambic.cli.recipe.VariantsSpec;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.usage.UsageException;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.report.Report;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.GraphChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole job, in stages: training, export, smaller forms, quality, speed, summary, report.
 *
 * <p>A stage whose file is there already is done: files are written whole or not at all, so a run that was killed goes
 * on where it stood.
 */
public final class Pipeline {

    private final RunFolder folder;
    private final Recipe recipe;
    private final Splits splits;
    private final EngineOptions engine;
    private final Console console;

    /**
     * Prepares the run in {@code folder}.
     *
     * @param splits of the recipe's data, see {@link RunData}
     */
    public Pipeline(RunFolder folder, Splits splits, EngineOptions engine, Console console) {
        this.folder = folder.withFolders();
        this.recipe = folder.recipe();
        this.splits = splits;
        this.engine = engine;
        this.console = console;
    }

    /** Does all that is not done yet. */
    public Summary run() {
        Map<String, ClassificationMetrics> quality = quality();
        Comparison comparison =
                new BenchStage(folder, recipe.bench(), splits.test(), console).run(List.copyOf(quality.keySet()));
        Summary summary = new SummaryWriter(folder, recipe).write(quality, comparison);
        record(List.copyOf(quality.keySet()));
        Report.write(RunReader.read(folder), folder.path());
        return summary;
    }

    /** Records what the report tells beyond figures. */
    private void record(List<String> models) {
        new LayersStage(folder, new StepWords(recipe), splits.test(), console).run(models);
        RunRecords records = RunReader.read(folder);
        Optional.ofNullable(records.comparison())
                .flatMap(comparison -> Headline.chosen(records, comparison))
                .ifPresent(chosen ->
                        new DisagreementStage(folder, splits.test(), console).run(records.baseline(), chosen.name()));
    }

    /** Does all up to the quality of the models on the test split, and returns it by the model's name. */
    public Map<String, ClassificationMetrics> quality() {
        List<String> models = new ArrayList<>(training(recipe).run(splits, console));
        models.addAll(new VariantsStage(folder, recipe, splits.train(), console).run());
        return new QualityStage(folder).run(models, splits.test());
    }

    /** Trains the teacher alone, and returns its quality. */
    public Map<String, ClassificationMetrics> teacher() {
        return new QualityStage(folder).run(training(recipe).teacher(splits, console), splits.test());
    }

    /** Trains teacher and student, without smaller forms, and returns their quality. */
    public Map<String, ClassificationMetrics> student() {
        return new QualityStage(folder).run(training(recipe).run(splits, console), splits.test());
    }

    /**
     * Exports a trained model once more, from its checkpoint.
     *
     * @param name {@code teacher} or {@code student}
     * @throws UsageException if the run has not trained it to its end, or did not train it at all
     */
    public OnnxModel export(String name, int opset) {
        if (name.equals(Models.TEACHER) && recipe.teacher().file() != null) {
            throw new UsageException(folder.path() + ": the teacher of this run is the file "
                    + recipe.teacher().file());
        }
        if (!folder.hasModel(name)) {
            throw new UsageException(folder.path() + ": the " + name + " is not trained yet (alambic run --resume "
                    + folder.path() + ")");
        }
        return training(recipe.withExport(new ExportSpec(opset))).again(name, splits);
    }

    private TrainingStage training(Recipe of) {
        console.progress(RunData.describe(of, splits));
        return new TrainingStage(folder, of, engine, change());
    }

    private GraphChange change() {
        VariantsSpec variants = recipe.variants();
        return variants.int8() == VariantsSpec.Int8.TRAINED
                ? new IntegerTraining(splits.train(), variants.calibrationSamples())
                : GraphChange.NONE;
    }
}
