package dev.alambic.run.pipeline;

import dev.alambic.bench.record.Comparison;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.report.Report;
import dev.alambic.report.run.Headline;
import dev.alambic.report.run.RunRecords;
import dev.alambic.run.UsageException;
import dev.alambic.run.Version;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.EventLog;
import dev.alambic.run.event.Listener;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.folder.RunReader;
import dev.alambic.run.folder.StepWords;
import dev.alambic.run.recipe.ExportSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.VariantsSpec;
import dev.alambic.run.summary.Summary;
import dev.alambic.run.summary.SummaryWriter;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.experiment.GraphChange;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The whole job, in stages: training, export, smaller forms, quality, speed, summary, report.
 *
 * <p>A stage whose file is there already is done: files are written whole or not at all, so a run that was killed goes
 * on where it stood. What happens is told as events, to the run's own file and to whoever listens.
 */
public final class Pipeline {

    private final RunFolder folder;
    private final Recipe recipe;
    private final Splits splits;
    private final ModelSplits data;
    private final EngineOptions engine;
    private final Listener listener;
    private final Teller teller;

    /**
     * Prepares the run in {@code folder}.
     *
     * @param splits of the recipe's data, see {@link RunData}
     */
    public Pipeline(RunFolder folder, Splits splits, EngineOptions engine, Listener listener) {
        this.folder = folder.withFolders();
        this.recipe = folder.recipe();
        this.splits = splits;
        this.data = new ModelSplits(this.folder, recipe, splits);
        this.engine = engine;
        this.listener = listener;
        this.teller =
                new Teller(folder, EventLog.open(folder.file(RunFile.EVENTS)).and(listener));
    }

    /** Does all that is not done yet. */
    public Summary run() {
        return told(() -> {
            Map<String, TaskMetrics> quality = allQuality();
            List<String> models = List.copyOf(quality.keySet());
            control(quality);
            Comparison comparison = teller.stage(
                    Stage.BENCH,
                    folder.comparison(),
                    () -> new BenchStage(teller, recipe.bench(), data::test).run(models));
            Summary summary = teller.stage(
                    Stage.SUMMARY,
                    Optional.empty(),
                    () -> new SummaryWriter(folder, recipe).write(quality, comparison));
            record(models);
            teller.stage(Stage.REPORT, false, () -> Report.write(RunReader.read(folder), folder.path()));
            return summary;
        });
    }

    private void control(Map<String, TaskMetrics> quality) {
        ControlStage stage = new ControlStage(teller, recipe, engine, change());
        TaskMetrics taught = quality.get(ModelNames.STUDENT);
        if (taught != null && splits.test().size() > 0 && stage.isAsked(data.of(ModelNames.STUDENT))) {
            teller.stage(Stage.CONTROL, stage.isDone(), () -> stage.run(taught, splits));
        }
    }

    /** Records what the report tells beyond figures. */
    private void record(List<String> models) {
        LayersStage layers = new LayersStage(teller, new StepWords(recipe), data::test);
        teller.stage(Stage.LAYERS, layers.isDone(), () -> layers.run(models));
        RunRecords records = RunReader.read(folder);
        if (!(splits.test().targets() instanceof Targets.Classes)) {
            return;
        }
        Optional.ofNullable(records.comparison())
                .flatMap(comparison -> Headline.chosen(records, comparison))
                .ifPresent(chosen -> {
                    DisagreementStage stage = new DisagreementStage(teller, splits.test(), data::test);
                    teller.stage(
                            Stage.DISAGREEMENTS, stage.isDone(), () -> stage.run(records.baseline(), chosen.name()));
                });
    }

    /** Does all up to the quality of the models on the test split, and returns it by the model's name. */
    public Map<String, TaskMetrics> quality() {
        return told(this::allQuality);
    }

    private Map<String, TaskMetrics> allQuality() {
        InputForm.of(recipe.export())
                .forEach(form ->
                        form.requireFor(recipe.data().source(), splits.train().input()));
        List<String> models = new ArrayList<>(trained(recipe.student() != null));
        VariantsStage variants = new VariantsStage(
                teller, recipe, () -> data.of(ModelSplits.last(recipe)).train());
        teller.stage(Stage.VARIANTS, variants.isDone(), variants::run);
        models.addAll(variants.names());
        return measured(models);
    }

    /** Trains the teacher alone, and returns its quality. */
    public Map<String, TaskMetrics> teacher() {
        return told(() -> measured(trained(false)));
    }

    /** Trains teacher and student, without smaller forms, and returns their quality. */
    public Map<String, TaskMetrics> student() {
        return told(() -> measured(trained(recipe.student() != null)));
    }

    private List<String> trained(boolean withStudent) {
        List<String> models =
                withStudent ? List.of(ModelNames.TEACHER, ModelNames.STUDENT) : List.of(ModelNames.TEACHER);
        requireTexts();
        teller.tell(read());
        note(splits.train());
        if (!folder.has(RunFile.DATA)) {
            folder.writeJson(RunFile.DATA, DataRecords.of(splits));
        }
        teller.stage(
                Stage.TRAINING,
                models.stream().allMatch(folder::hasModel),
                () -> training(recipe).run(models, splits));
        return models;
    }

    private void requireTexts() {
        if (recipe.export().vocabulary() == ExportSpec.Vocabulary.SEEN
                && !(splits.train().input() instanceof InputMeaning.Text)) {
            throw new UsageException("recipe: export.vocabulary is for texts (the input of "
                    + recipe.data().source() + " is of kind "
                    + splits.train().input().kind() + ")");
        }
    }

    private Map<String, TaskMetrics> measured(List<String> models) {
        QualityStage stage = new QualityStage(folder);
        Map<String, TaskMetrics> quality =
                teller.stage(Stage.QUALITY, stage.known(models), () -> stage.run(models, data::test));
        quality.forEach((model, metrics) -> teller.tell(new Event.Figures(model, metrics.fewByKey())));
        return quality;
    }

    /** What comes to nothing, such as training on a device that is absent, leaves no folder behind. */
    private <T> T told(Supplier<T> work) {
        long start = System.nanoTime();
        teller.tell(new Event.RunStarted(recipe.name(), recipe.seed(), Version.number()));
        try {
            T result = work.get();
            teller.tell(new Event.RunFinished(Teller.secondsSince(start)));
            return result;
        } catch (RuntimeException | Error e) {
            teller.tell(new Event.RunFailed(String.valueOf(e.getMessage())));
            folder.discardIfEmpty();
            throw e;
        }
    }

    /**
     * Exports a trained model once more, from its checkpoint; the run itself stays as it is.
     *
     * @param name {@code teacher} or {@code student}
     * @throws UsageException if the run has not trained it to its end, or did not train it at all
     */
    public OnnxModel export(String name, int opset) {
        if (name.equals(ModelNames.TEACHER) && !recipe.teacherFiles().isEmpty()) {
            throw new UsageException(folder.path() + ": the teacher of this run is the file "
                    + String.join(", ", recipe.teacherFiles()));
        }
        if (!folder.hasModel(name)) {
            throw new UsageException(folder.path() + ": the " + name + " is not trained yet (alambic run --resume "
                    + folder.path() + ")");
        }
        listener.tell(read());
        return training(recipe.withExport(
                        new ExportSpec(opset, false, false, recipe.export().vocabulary())))
                .again(name, splits);
    }

    private Event read() {
        Dataset train = splits.train();
        return new Event.DataRead(
                recipe.data().source(),
                train.size(),
                splits.validation().size(),
                splits.test().size(),
                train.targets() instanceof Targets.Classes
                        ? train.targets().names().size()
                        : 0,
                train.targets() instanceof Targets.Numbers ? train.targets().names() : List.of(),
                train.targets() instanceof Targets.Labels ? train.targets().names() : List.of(),
                train.targets() instanceof Targets.Several several
                        ? several.parts().entrySet().stream()
                                .map(part ->
                                        part.getKey() + ": " + part.getValue().targets())
                                .toList()
                        : List.of());
    }

    /** Tells what should be known of the data, and what speaks against learning classes. */
    private void note(Dataset train) {
        Stream<String> doubt =
                train.targets() instanceof Targets.Classes classes && !(train.input() instanceof InputMeaning.Image)
                        ? classes.doubt().stream()
                        : Stream.empty();
        Stream.concat(train.notes().stream(), doubt).forEach(text -> teller.tell(new Event.DataNoted(text)));
    }

    private TrainingStage training(Recipe of) {
        return new TrainingStage(teller, of, engine, change());
    }

    private GraphChange change() {
        VariantsSpec variants = recipe.variants();
        if (variants.int8() == VariantsSpec.Int8.TRAINED) {
            return new IntegerTraining(splits.train(), variants.calibrationSamples());
        }
        NetworkSpec trained = recipe.student() == null
                ? recipe.teacher().network()
                : recipe.student().network();
        boolean normalizes = (trained instanceof NetworkSpec.Onnx onnx && onnx.normalizes())
                || (trained instanceof NetworkSpec.Teacher teacher && teacher.normalizes());
        return normalizes ? new NormalizedTraining(splits.train()) : GraphChange.NONE;
    }
}
