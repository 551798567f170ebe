package dev.alambic.run.folder;

import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.TaskSpec;
import dev.alambic.run.recipe.VariantsSpec;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.LayerChoice;
import dev.alambic.trainer.spec.NamedNetwork;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Says what a recipe does with each model, and why. */
public record StepWords(Recipe recipe) {

    /**
     * What was done with a model.
     *
     * @param from name of the model that it was made from; empty for the first
     */
    public record Words(String from, String what, String why) {}

    /**
     * Returns what was done to get the model of this name.
     *
     * @param history the steps that its file names
     */
    public Words of(String model, List<String> history) {
        Words words = of(model);
        boolean asTold = !ModelNames.isFp16(model) || history.stream().anyMatch(step -> step.contains("Float16"));
        return asTold
                ? words
                : new Words(
                        words.from(),
                        "Nothing was left to store in 16 bits: so small a model would grow by it.",
                        "Names inside it were shortened.");
    }

    /** Returns what the recipe does to get the model of this name. */
    public Words of(String model) {
        String start = recipe.student() == null ? ModelNames.TEACHER : ModelNames.STUDENT;
        String base = recipe.variants().strip() ? ModelNames.stripped(start) : start;
        if (model.equals(ModelNames.TEACHER)) {
            return teacher(recipe.teacher());
        }
        if (model.equals(ModelNames.STUDENT) && recipe.student() != null) {
            return student(recipe.student());
        }
        if (model.equals(ModelNames.stripped(start))) {
            return new Words(
                    start,
                    "Batch normalization was folded into the layers before it, and neurons and channels that are zero"
                            + " throughout were taken out.",
                    "Zeros cost time and room until they are gone; the answers stay the same.");
        }
        if (model.equals(ModelNames.fp16(start))) {
            return fp16(base);
        }
        return model.equals(ModelNames.int8(start)) ? int8(base) : new Words("", "", "");
    }

    private Words teacher(TeacherSpec teacher) {
        String why = recipe.student() == null ? "" : "It sets the " + figure() + " that the student is to keep.";
        if (!recipe.teachers().isEmpty()) {
            return new Words(
                    "",
                    "Put together of " + recipe.teachers().size() + " models: "
                            + String.join(", ", recipe.teachers().keySet()) + ".",
                    why);
        }
        String file = teacher.file();
        if (recipe.student() != null
                && recipe.student().course() instanceof Course.Together together
                && together.peer() != null) {
            return new Words("", "The other of two students that learnt from each other, which was not kept.", "");
        }
        return file == null
                ? new Words("", trained(teacher.network(), teacher.training()) + ".", why)
                : new Words("", "Brought along as the file " + file + ".", why);
    }

    private Words student(StudentSpec student) {
        DistillSpec distill = student.distill();
        String what = trained(student.network(), student.training())
                + (distill == null
                        ? ", by the " + (numbers() ? "true numbers" : "labels") + " alone"
                        : taught(objective(distill, student)))
                + "." + course(student.course())
                + (student.prune() == null ? "" : " " + pruned(student.prune()))
                + (recipe.variants().int8() == VariantsSpec.Int8.TRAINED
                        ? " It rounded to 8-bit integers while it learnt, so that it needs no other form."
                        : "");
        String why = distill == null
                ? ""
                : numbers()
                        ? "The teacher's numbers have less noise than the true ones, which makes them easier to learn from."
                        : "A small network learns more from how sure the teacher is of every class than from bare labels.";
        return new Words(ModelNames.TEACHER, what, why);
    }

    private static String course(Course course) {
        if (course instanceof Course.Generations generations) {
            return " It is one of " + generations.count()
                    + " generations, each taught by the one before and the first by the teacher: "
                    + (generations.keep() == Course.Generations.Keep.BEST
                            ? "the best on the validation split."
                            : "the last.");
        }
        if (course instanceof Course.Stages stages) {
            return " It was not taught by the teacher itself, but by the last of "
                    + stages.assistants().size() + " in between: "
                    + stages.assistants().stream()
                            .map(assistant -> described(assistant.network()))
                            .collect(Collectors.joining("; "))
                    + ".";
        }
        if (course instanceof Course.LayerByLayer byLayer) {
            return " What goes on inside was learnt first, layer after layer"
                    + (byLayer.stacked() ? ", each beside those before it" : "") + ", and then the answers alone.";
        }
        if (course instanceof Course.Together together) {
            return together.peer() != null
                    ? " It and another student were trained at once, each learning from the other in every step; kept is"
                            + " the better on the validation split."
                    : " The teacher was trained at once with it, and taught it in every step as it was then"
                            + (together.mutual() ? "; it learnt from the student in turn." : ".");
        }
        return "";
    }

    private static String trained(NetworkSpec network, TrainingSpec training) {
        int epochs = training.epochs();
        return "Trained for " + epochs + (epochs == 1 ? " epoch" : " epochs")
                + (training.step().isEmpty() ? "" : ", " + training.step()) + ": " + described(network);
    }

    private static String described(NetworkSpec network) {
        if (network instanceof NetworkSpec.Mlp mlp) {
            String hidden = mlp.hidden().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return hidden.isEmpty() ? "a linear model" : "a perceptron with hidden layers of " + hidden;
        }
        if (network instanceof NetworkSpec.Cnn cnn) {
            long convolutions =
                    cnn.layers().stream().filter(Layer.Conv.class::isInstance).count();
            return "a network of " + convolutions + (convolutions == 1 ? " convolution" : " convolutions");
        }
        if (network instanceof NetworkSpec.TextCnn text) {
            return text.kernels().isEmpty()
                    ? "the mean of vectors of " + text.embedding() + " a token"
                    : text.kernels().size() * text.filters() + " filters over vectors of " + text.embedding()
                            + " a token";
        }
        if (network instanceof NamedNetwork.Resnet resnet) {
            return "a residual network of " + resnet.depth() + " layers, " + resnet.firstWidth() + " channels at first";
        }
        if (network instanceof NamedNetwork.MobilenetV2 mobile) {
            return "a MobileNetV2 of width " + mobile.width();
        }
        if (network instanceof NamedNetwork.Bert bert) {
            return "a transformer of " + bert.layers() + (bert.layers() == 1 ? " layer" : " layers") + ", vectors of "
                    + bert.hidden() + ", " + bert.heads() + " heads";
        }
        if (network instanceof NamedNetwork.Lstm lstm) {
            return "an LSTM of " + lstm.layers() + (lstm.layers() == 1 ? " layer" : " layers") + ", states of "
                    + lstm.features();
        }
        if (network instanceof NetworkSpec.Onnx onnx) {
            return "the ONNX model " + onnx.file() + (onnx.head() == null ? "" : " with a new head");
        }
        if (network instanceof NetworkSpec.Teacher teacher) {
            return "the teacher, its weights the first ones" + left(teacher);
        }
        throw new AssertionError("bug: no words for " + network);
    }

    private static String left(NetworkSpec.Teacher teacher) {
        LayerChoice layers = teacher.layers();
        String kept = layers == null
                ? ""
                : layers instanceof LayerChoice.These these
                        ? ", with the layers "
                                + these.layers().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : ", with every second of its layers";
        Double channels = teacher.channels();
        return kept + (channels == null ? "" : ", without " + decimal(100 * channels) + " % of its channels");
    }

    private String figure() {
        return switch (recipe.task()) {
            case CLASSIFICATION -> "accuracy";
            case MULTI_LABEL -> "macro AUC";
            case REGRESSION -> "R²";
            case MULTI_TASK -> "mean score";
        };
    }

    private boolean numbers() {
        return recipe.task() == Recipe.Task.REGRESSION;
    }

    private Objective objective(DistillSpec distill, StudentSpec student) {
        if (recipe.task() == Recipe.Task.MULTI_TASK) {
            return ofTasks(distill, student);
        }
        if (recipe.task() == Recipe.Task.MULTI_LABEL) {
            return distill.labels(TermSpec.Pairing.UNKNOWN);
        }
        return numbers()
                ? distill.numbers(student.training().numberLoss(), TermSpec.Pairing.UNKNOWN)
                : distill.objective(TermSpec.Pairing.UNKNOWN, List.of());
    }

    /** Returns what the kinds of several tasks are learnt by, each once. */
    private Objective ofTasks(DistillSpec distill, StudentSpec student) {
        List<Objective.Weighted> terms = new ArrayList<>();
        boolean numbers = recipe.data().tasks().values().stream().anyMatch(TaskSpec::isOfNumbers);
        boolean others = !recipe.data().tasks().values().stream().allMatch(TaskSpec::isOfNumbers);
        if (others) {
            terms.addAll(distill.only(TermSpec.Answers.CLASSES)
                    .objective(TermSpec.Pairing.UNKNOWN, List.of())
                    .terms());
        }
        if (numbers) {
            terms.addAll(distill.only(TermSpec.Answers.NUMBERS)
                    .numbers(student.training().numberLoss(), TermSpec.Pairing.UNKNOWN)
                    .terms());
        }
        distill.terms().stream()
                .filter(spec -> spec.answers() == TermSpec.Answers.ANY)
                .forEach(spec -> terms.add(
                        new Objective.Weighted(spec.term(TermSpec.Pairing.UNKNOWN, List.of()), "", spec.weight()::at)));
        return new Objective(terms);
    }

    private static String taught(Objective objective) {
        StringBuilder words = new StringBuilder();
        for (Objective.Weighted term : objective.terms()) {
            words.append(words.isEmpty() ? ", by " : ", beside ")
                    .append(term.term().source());
            if (!term.figure().isEmpty()) {
                words.append(" and weighted ").append(weight(term.weight()));
            }
        }
        return words.toString();
    }

    private static String weight(DoubleUnaryOperator weight) {
        double from = weight.applyAsDouble(0);
        double to = weight.applyAsDouble(1);
        return decimal(from) + (from == to ? "" : (to < from ? " falling to " : " rising to ") + decimal(to));
    }

    private static String pruned(PruneSpec prune) {
        String units = switch (prune.granularity()) {
            case WEIGHT -> "weights";
            case CHANNEL -> "neurons or channels";
            case GROUP -> "channels, together in all layers that share them,";
        };
        return "From epoch " + prune.startEpoch() + " to " + prune.endEpoch() + ", "
                + decimal(100 * prune.sparsity()) + " % of its " + units
                + " were set to zero, those that matter least by "
                + prune.criterion().name().toLowerCase(Locale.ROOT) + ".";
    }

    private Words fp16(String base) {
        return recipe.variants().fp16() == VariantsSpec.Fp16.COMPUTE
                ? new Words(
                        base, "Weights and arithmetic in 16-bit floats.", "Half the bytes, for devices that count so.")
                : new Words(
                        base,
                        "Weights stored as 16-bit floats, computed with as 32-bit ones.",
                        "Half the bytes for next to no error.");
    }

    private Words int8(String base) {
        return recipe.variants().int8() == VariantsSpec.Int8.DYNAMIC
                ? new Words(
                        base,
                        "Weights as 8-bit integers; activations are rounded by the range of each input.",
                        "A quarter of the bytes, without samples to calibrate on.")
                : new Words(
                        base,
                        "Weights and activations as 8-bit integers, by ranges learnt from up to "
                                + recipe.variants().calibrationSamples() + " training samples.",
                        "A quarter of the bytes, and integer arithmetic on devices that are good at it.");
    }

    /** Returns up to three digits behind the point, as few as are needed. */
    private static String decimal(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.3f", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
