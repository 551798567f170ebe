package dev.alambic.cli.command;

import dev.alambic.data.task.Classify;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.Pooling;
import dev.alambic.run.UsageException;
import dev.alambic.run.recipe.DataSpec;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.run.recipe.VariantsSpec;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.HeadSpec;
import dev.alambic.trainer.spec.LearningRateSchedule;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightRate;
import dev.alambic.trainer.spec.WeightSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flags of fine-tuning, and the recipe that they are short for. */
final class FinetuneFlags {

    private static final int EPOCHS = 2;
    private static final int BATCH_SIZE = 16;
    private static final double LEARNING_RATE = 5e-5;
    /** Of a model that was cut, whose weights have a way to go. */
    private static final double RECOVERY_RATE = 2e-3;

    /** Part of the training over which the learning rate rises. */
    private static final double WARMUP = 0.1;

    private static final List<String> HEADS = List.of(Classify.NAME, MultiLabel.NAME, Regress.NAME);

    private FinetuneFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value("cut", "VALUE", "end the model at this value")
                .value("head", "KIND", "put a new head on: classification, multiLabel, regression")
                .value("pooling", "HOW", "auto (default), mean, first, features or image")
                .value("dropout", "SHARE", "of the features before the head (default: 0)")
                .flag("tie-weights", "make one of weights that the file holds twice, as transposes")
                .value("epochs", "N", "rounds over the data (default: 2)")
                .value("batch-size", "N", "samples a step (default: 16)")
                .value("learning-rate", "RATE", "of AdamW at its height (default: 5e-5; 2e-3 to recover)")
                .value(
                        "recovery",
                        "HOW",
                        "on: put batch normalization back while training; off (default: on for a model cut by prune)")
                .value("head-rate", "FACTOR", "on the learning rate of the head (default: 1)")
                .value("freeze", "REGEX", "weights that stay as they are")
                .value("seed", "N", "of splits, order, dropout and the head (default: 1)")
                .value("threads", "N", "of the engine (default: 1)")
                .value("teacher", "FILE", "an ONNX classifier to learn from as well")
                .value("temperature", "T", "that softens the teacher (default: 2)")
                .value("alpha", "SHARE", "weight of the teacher's word (default: 0.7)")
                .value("quantize", "FORM", "train for integers: int8")
                .value("channels", "PART", "cut this part of the channels first, the whole model being the teacher")
                .value("rounds", "N", "cut and train by turns, N times (default: 1)")
                .value("set", "PATH=VALUE", "change a value of the recipe this is short for");
    }

    /** Returns the recipe: with a teacher the model is its student, else it is the teacher, trained alone. */
    static Recipe recipe(Arguments arguments) {
        return recipe(arguments, absolute(arguments.operand()), arguments.text("teacher"));
    }

    /** As {@link #recipe(Arguments)}, of another model than that of the operand. */
    static Recipe recipe(Arguments arguments, String model, Optional<String> taught) {
        NetworkSpec network = network(arguments, model);
        TrainingSpec training = training(arguments, model);
        Optional<String> teacher = taught.map(FinetuneFlags::absolute);
        Recipe plain = Recipe.defaults()
                .withName(name(arguments.operand()))
                .withSeed(arguments.whole("seed", 0).orElse(1L))
                .withThreads(arguments.whole("threads", 1, 1))
                .with(made -> made.task(task(arguments)).data(data(arguments)));
        Recipe recipe = teacher.isPresent()
                ? plain.withTeacher(new TeacherSpec(
                                teacher.get(),
                                TeacherSpec.defaults().network(),
                                TeacherSpec.defaults().training()))
                        .withStudent(new StudentSpec(network, training, distill(arguments), null))
                : plain.withTeacher(TeacherSpec.of(network, training));
        Recipe whole = recipe.withVariants(variants(arguments));
        RecipeSource written = new RecipeSource("finetune", RecipeReader.write(whole), Optional.empty());
        return RecipeReader.read(written, arguments.texts("set"));
    }

    /** Returns that of the head, else that of the data's target, else what the model says of itself. */
    private static Recipe.Task task(Arguments arguments) {
        Optional<String> head = arguments.choice("head", HEADS);
        boolean kept = head.isEmpty() && !arguments.has("target-column");
        if (kept && Task.isMultiTask(ModelSource.open(absolute(arguments.operand())))) {
            return Recipe.Task.MULTI_TASK;
        }
        if (head.filter(Classify.NAME::equals).isPresent() && arguments.has("target-column")) {
            throw new UsageException(
                    "finetune: --target-column is for numbers (expected --head regression or --label)");
        }
        if (head.map(MultiLabel.NAME::equals).orElseGet(() -> isMultiLabel(arguments))) {
            return Recipe.Task.MULTI_LABEL;
        }
        boolean numbers = head.isPresent()
                ? head.get().equals(Regress.NAME)
                : arguments.has("target-column") || Task.isRegression(ModelSource.open(absolute(arguments.operand())));
        return numbers ? Recipe.Task.REGRESSION : Recipe.Task.CLASSIFICATION;
    }

    private static boolean isMultiLabel(Arguments arguments) {
        return arguments.has("label-column")
                || arguments.has("label-separator")
                || (!arguments.has("target-column")
                        && Task.isMultiLabel(ModelSource.open(absolute(arguments.operand()))));
    }

    private static DataSpec data(Arguments arguments) {
        DataSpec source = ModelData.source(arguments);
        boolean kept = !arguments.has("head") && !arguments.has("target-column");
        return kept ? ModelData.located(source, ModelSource.open(absolute(arguments.operand()))) : source;
    }

    private static VariantsSpec variants(Arguments arguments) {
        return arguments.choice("quantize", List.of("int8")).isPresent()
                ? VariantsSpec.trainedInt8()
                : VariantsSpec.defaults();
    }

    private static String name(String model) {
        String file = ModelFiles.stem(Path.of(model));
        return file.replaceAll("[^A-Za-z0-9._-]", "-") + "-tuned";
    }

    static String absolute(String model) {
        return ModelSource.isName(model)
                ? model
                : Path.of(model).toAbsolutePath().toString();
    }

    private static NetworkSpec network(Arguments arguments, String model) {
        return new NetworkSpec.Onnx(
                model,
                arguments.text("cut").orElse(null),
                head(arguments),
                arguments.has("tie-weights") ? true : null,
                recovers(arguments, model) ? true : null);
    }

    /** Returns whether the model is to be trained as one that was cut. */
    private static boolean recovers(Arguments arguments, String model) {
        boolean integers = arguments.has("quantize");
        Optional<String> recovery = arguments.choice("recovery", List.of("on", "off"));
        if (integers && recovery.filter("on"::equals).isPresent()) {
            throw new UsageException(
                    "finetune: --recovery comes first, --quantize in a second call (expected one of them,"
                            + " was both)");
        }
        return recovery.map("on"::equals).orElseGet(() -> !integers && Recovery.isDue(ModelSource.open(model)));
    }

    private static @Nullable HeadSpec head(Arguments arguments) {
        Optional<String> head = arguments.choice("head", HEADS);
        Optional<Pooling> pooling = arguments.constant("pooling", Pooling.class);
        Optional<Double> dropout = arguments.share("dropout");
        if (head.isEmpty()) {
            if (pooling.isPresent() || dropout.isPresent() || arguments.has("head-rate")) {
                throw new UsageException(
                        "finetune: --pooling, --dropout and --head-rate are those of a head (add --head classification)");
            }
            return null;
        }
        return new HeadSpec(pooling.orElse(Pooling.AUTO), dropout.orElse(0.0));
    }

    private static TrainingSpec training(Arguments arguments, String model) {
        int epochs = arguments.whole("epochs", 1, EPOCHS);
        int batchSize = arguments.whole("batch-size", 1, BATCH_SIZE);
        List<WeightRate> rates = new ArrayList<>(
                arguments.texts("freeze").stream().map(WeightRate::frozen).toList());
        arguments.number("head-rate").ifPresent(factor -> rates.add(new WeightRate("classifier\\..*", factor)));
        return TrainingSpec.defaults()
                .withEpochs(epochs)
                .withBatchSize(batchSize)
                .withOptimizer(OptimizerSpec.adamW(arguments
                        .number("learning-rate")
                        .orElse(recovers(arguments, model) ? RECOVERY_RATE : LEARNING_RATE)))
                .withSchedule(LearningRateSchedule.Linear.defaults())
                .withWarmupEpochs(WARMUP * epochs)
                .withClipNorm(1)
                .withRates(rates);
    }

    private static DistillSpec distill(Arguments arguments) {
        return DistillSpec.defaults()
                .withTemperature(arguments.number("temperature").orElse(2.0))
                .withAlpha(new WeightSchedule.Constant(arguments.share("alpha").orElse(0.7)));
    }
}
