package dev.alambic.cli.command;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.PictureOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.DataSpec;
import dev.alambic.run.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The labelled data that a command on a model file works with, by its flags; what they leave out is taken from the
 * recipe of the run that the model lies in.
 *
 * @param part what the samples are, for example {@code test part of mnist}
 */
record ModelData(Dataset samples, String part) {

    private static final List<String> PARTS = List.of("all", "train", "validation", "test");

    static Flags addTo(Flags flags) {
        return addSource(flags)
                .value("split", "PART", "all, train, validation or test (see docs/cli.md)")
                .value("seed", "N", "seed of the split (default: that of the run, or 1)");
    }

    /** Adds the flags that say which data, but not which part of them. */
    static Flags addSource(Flags flags) {
        flags.value("data", "SOURCE", DataSource.kinds())
                .value("label", "COLUMN", "the column of the class (default: the last)")
                .value(
                        "target-column",
                        "COLUMN",
                        "a column of numbers to answer with, of a regression; may be repeated");
        return TableFlags.addWithTexts(addLabels(flags))
                .value("tokenizer", "FILE", "a tokenizer.json to cut texts by (default: the model's own)")
                .value("length", "N", "the most tokens of a text (default: the model's)")
                .value(
                        "input-role",
                        "NAME=ROLE",
                        "what an input takes whose name does not tell: tokens, mask, segments or positions");
    }

    /** Adds the flags that say where several labels stand. */
    static Flags addLabels(Flags flags) {
        return flags.value("label-column", "COLUMN", "a column of 0 and 1, of one of several labels; may be repeated")
                .value("label-separator", "TEXT", "between the names of several labels in the column of --label");
    }

    /** Returns where several labels stand, by the flags; null if they do not say it. */
    static DataOptions.@Nullable Labels labels(Arguments arguments) {
        return DataSpec.defaults()
                .withLabelColumns(labelColumns(arguments))
                .withLabelSeparator(arguments.text("label-separator").orElse(null))
                .severalLabels();
    }

    /** Returns what those flags say. */
    static DataSpec source(Arguments arguments) {
        return TableFlags.told(arguments, DataSpec.defaults())
                .withSource(arguments.text("data").orElseThrow())
                .withLabel(arguments.text("label").orElse(null))
                .withTarget(target(arguments))
                .withLabelColumns(labelColumns(arguments))
                .withLabelSeparator(arguments.text("label-separator").orElse(null))
                .withText(texts(arguments))
                .withTokenizer(arguments.text("tokenizer").orElse(null))
                .withLength(arguments.whole("length", 1).map(Math::toIntExact).orElse(null))
                .withRoles(arguments.texts("input-role"));
    }

    /** Returns the columns of numbers that the flags name; null if they name none. */
    static @Nullable List<String> target(Arguments arguments) {
        if (arguments.has("target-column") && arguments.has("label")) {
            throw new UsageException(
                    "--target-column is for numbers, --label for classes (expected one of them, was both)");
        }
        return arguments.has("target-column") ? arguments.texts("target-column") : null;
    }

    /**
     * Takes the labels of a model for columns, where it answers with several and nothing else is told; so its tasks.
     */
    static DataSpec located(DataSpec source, OnnxModel model) {
        if (Task.isMultiTask(model)) {
            return source.withTasksOf(ModelInfo.of(model));
        }
        return Task.isMultiLabel(model) && source.severalLabels() == null
                ? source.withLabelColumns(ModelInfo.of(model).labels())
                : source;
    }

    /** Returns the columns of several labels that the flags name; null if they name none. */
    private static @Nullable List<String> labelColumns(Arguments arguments) {
        if (arguments.has("label-column") && arguments.has("label-separator")) {
            throw new UsageException("--label-column is for a column each label, --label-separator for one of all"
                    + " (expected one of them, was both)");
        }
        return arguments.has("label-column") ? arguments.texts("label-column") : null;
    }

    /** Returns the columns of texts that the flags name; null if they name none. */
    static @Nullable List<String> texts(Arguments arguments) {
        List<String> named = arguments.texts("text-column");
        if (named.size() > 2) {
            throw new UsageException("--text-column: one column, or the two of pairs (was " + named + ")");
        }
        return named.isEmpty() ? null : named;
    }

    /** Returns whether the user names data, or the model lies in a run. */
    static boolean isKnown(Arguments arguments, Path model) {
        return arguments.has("data") || RunEvidence.recipeOf(model).isPresent();
    }

    /**
     * Reads the data that the flags name.
     *
     * @param otherwise the part to take of a shipped data set or a run's data if the user names none
     */
    static ModelData read(Arguments arguments, Path file, OnnxModel model, String otherwise) {
        Optional<Recipe> recipe = RunEvidence.recipeOf(file);
        DataSpec spec = spec(arguments, file, recipe);
        ModelInfo info = ModelInfo.of(model);
        DataOptions options = options(spec, info, recipe);
        LoadedData opened = open(spec.source(), options);
        opened.all().notes().forEach(arguments::say);
        LoadedData data = new PictureReading(arguments, file, model).formed(opened);
        boolean foreign = arguments.has("data") && !DataSource.names().contains(spec.source());
        String part = arguments.choice("split", PARTS).orElse(foreign ? usual(data, otherwise) : otherwise);
        long seed =
                arguments.whole("seed", 0).or(() -> recipe.map(Recipe::seed)).orElse(1L);
        Dataset samples = part.equals("all") ? data.all() : part(data, spec, seed, part);
        return new ModelData(samples, (part.equals("all") ? "all" : part + " part") + " of " + spec.source());
    }

    /** Returns what the model asks of the data; where it says no task, that of its run, or that of a named target. */
    private static DataOptions options(DataSpec spec, ModelInfo info, Optional<Recipe> recipe) {
        if (info.task().equals(MultiTask.NAME)) {
            return spec.withTasksOf(info).options(info.input()).knowing(info.outputsOfTasks());
        }
        DataOptions options = spec.options(info.input());
        if (info.task().equals(MultiLabel.NAME)) {
            DataOptions known = options.withClasses(info.labels().isEmpty() ? null : info.labels());
            return options.labels() == null ? known.withLabels(new DataOptions.Labels(info.labels(), null)) : known;
        }
        if (options.labels() != null) {
            return options.withClasses(info.labels().isEmpty() ? null : info.labels());
        }
        boolean numbers = info.task().equals(Regress.NAME)
                || (info.labels().isEmpty()
                        && (spec.target() != null
                                || recipe.filter(known -> known.task() == Recipe.Task.REGRESSION)
                                        .isPresent()));
        if (!numbers) {
            return options.withClasses(info.labels().isEmpty() ? null : info.labels());
        }
        boolean named = spec.target() != null || spec.label() != null;
        return options.withTargets(named || info.targets().isEmpty() ? spec.targets() : info.targets());
    }

    /** Opens data; pictures come as they are, to be brought to the form of the model. */
    private static LoadedData open(String source, DataOptions options) {
        if (!(options.input() instanceof InputMeaning.Image image)) {
            return DataSource.open(source, options);
        }
        PictureOptions asSaid = options.pictures()
                .withWidth(image.width())
                .withHeight(image.height())
                .withFit(image.fit());
        LoadedData data = DataSource.open(source, options.withInput(null).withPictures(asSaid));
        return data.all().input() instanceof InputMeaning.Image ? data : DataSource.open(source, options);
    }

    /** Returns what the samples are, behind an article where it takes one. */
    static String spoken(String part) {
        return part.startsWith("all of ") ? part : "the " + part;
    }

    /** Returns the part to take of a user's own data: all, but of those that come in parts the test part. */
    private static String usual(LoadedData data, String otherwise) {
        if (data.test() == null) {
            return "all";
        }
        return otherwise.equals("train") ? "train" : "test";
    }

    /**
     * Parts these samples in two, by {@code seed}, each class in equal shares.
     *
     * @param first how many the first part has at most; never more than half
     */
    List<ModelData> parted(int first, long seed) {
        double rest = Math.max(0.5, 1 - first / (double) samples.size());
        Splits splits = Splits.stratified(new LoadedData(samples, null), rest, 0, seed);
        return List.of(new ModelData(splits.train(), part), new ModelData(splits.validation(), part));
    }

    /** Parts these samples in two as they lie, since they are calls that follow each other; see {@link #parted}. */
    List<ModelData> parted(int first) {
        int cut = Math.min(first, samples.size() / 2);
        return List.of(
                new ModelData(samples.subset(IntStream.range(0, cut).toArray()), part),
                new ModelData(
                        samples.subset(IntStream.range(cut, samples.size()).toArray()), part));
    }

    private static Dataset part(LoadedData data, DataSpec spec, long seed, String part) {
        Splits splits = Splits.stratified(data, spec.validation(), spec.test(), seed);
        return switch (part) {
            case "train" -> splits.train();
            case "validation" -> splits.validation();
            default -> splits.test();
        };
    }

    private static DataSpec spec(Arguments arguments, Path model, Optional<Recipe> recipe) {
        DataSpec known = recipe.map(Recipe::data).orElse(DataSpec.defaults());
        if (!arguments.has("data") && recipe.isEmpty()) {
            throw new UsageException(model + " lies in no run, so say by --data what to feed it");
        }
        String source = arguments.text("data").orElse(known.source());
        boolean other = !source.equals(known.source());
        String tokenizer = arguments.text("tokenizer").orElse(known.tokenizer());
        Integer length = arguments.whole("length", 1).map(Math::toIntExact).orElse(known.length());
        DataSpec table = other
                ? known.withSeparator(null).withDecimal(null).withEncoding(null).withGroup(null)
                : known;
        return TableFlags.told(arguments, table)
                .withSource(source)
                .withLabel(arguments.text("label").orElse(other ? null : known.label()))
                .withLabelColumns(
                        arguments.has("label-separator")
                                ? null
                                : arguments.has("label-column")
                                        ? labelColumns(arguments)
                                        : other ? null : known.labelColumns())
                .withLabelSeparator(
                        arguments.has("label-column")
                                ? null
                                : arguments.text("label-separator").orElse(other ? null : known.labelSeparator()))
                .withTarget(arguments.has("target-column") ? target(arguments) : other ? null : known.target())
                .withText(arguments.has("text-column") ? texts(arguments) : other ? null : known.text())
                .withTokenizer(tokenizer)
                .withLength(length)
                .withRoles(arguments.has("input-role") ? arguments.texts("input-role") : known.roles());
    }
}
