package dev.alambic.run.recipe;

import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.onnx.edit.Ensemble;
import dev.alambic.onnx.message.Quote;
import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.message.RuleException;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.spec.ClassBalance;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.MemberSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TaskBalance;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole job: from data to small models and their comparison.
 *
 * @param name what the run and its models are called by
 * @param description what the recipe is for, in one line
 * @param task what the models do
 * @param seed decides splits, initial weights, order of the samples, dropout and augmentation
 * @param threads of the training engine; with 1 the results repeat bit by bit
 * @param teachers several ONNX models that teach together, by name, instead of {@code teacher}
 * @param vote how their answers become one
 * @param student null = the teacher alone is trained, and smaller forms are made of it
 * @param control whether the student is trained once more without its teacher
 */
@RecordBuilder
public record Recipe(
        String name,
        String description,
        Task task,
        long seed,
        int threads,
        DataSpec data,
        TeacherSpec teacher,
        Map<String, MemberSpec> teachers,
        Ensemble.Vote vote,
        @Nullable StudentSpec student,
        ExportSpec export,
        VariantsSpec variants,
        BenchSpec bench,
        Control control)
        implements RecipeBuilder.With {

    /** What a model does. */
    public enum Task {
        /** One of several classes for each sample. */
        CLASSIFICATION,
        /** Any subset of several labels for each sample. */
        MULTI_LABEL,
        /** One or more numbers for each sample. */
        REGRESSION,
        /** Several of these at once. */
        MULTI_TASK;

        /** Returns its name in recipes and files. */
        public String key() {
            return switch (this) {
                case MULTI_LABEL -> MultiLabel.NAME;
                case MULTI_TASK -> MultiTask.NAME;
                default -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    public Recipe {
        teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
        for (String member : teachers.keySet()) {
            if (!member.matches("[A-Za-z0-9_-]+") || member.equals(Tap.TEACHER) || member.equals(Tap.STUDENT)) {
                throw new RuleException(
                        "teachers",
                        "each has a name of its own (expected letters, digits, dash and underscore, other than teacher and"
                                + " student, was " + Quote.of(member) + ")");
            }
        }
        if (!teachers.isEmpty() && (student == null || !teacher.equals(TeacherSpec.defaults()))) {
            throw new RuleException(
                    "teachers",
                    student == null
                            ? "they teach a student (expected a recipe with one)"
                            : "they teach instead of the teacher (expected teacher or teachers, was both)");
        }
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new RuleException(
                    "name", "expected letters, digits, dot, dash and underscore, was " + Quote.of(name));
        }
        Rule.atLeastOne("threads", threads);
        requireLabels(task, data);
        requireTasks(task, data);
        if (task != Task.REGRESSION && data.target() != null) {
            throw new RuleException("data.target", "it is that of a regression (expected task: regression)");
        }
        requireLearnt(data, task, files(teacher, teachers), student);
        require(task, data, "teacher", teacher.training());
        if (student != null) {
            requireTogether(teacher, teachers, student);
            require(task, data, "student", student.training());
            if (student.distill() != null) {
                requireNoTemperature(task, student.distill());
            }
        }
        if (control == Control.TRUE && (student == null || student.distill() == null)) {
            throw new RuleException(
                    "control", "it is for a student that learns from a teacher (expected student.distill)");
        }
        requireWhole(export, data, variants);
        NetworkSpec last = student == null ? teacher.network() : student.network();
        if (variants.int8() == VariantsSpec.Int8.TRAINED
                && !(last instanceof NetworkSpec.Onnx)
                && !(last instanceof NetworkSpec.Teacher)) {
            throw new RuleException(
                    "variants.int8",
                    "only an ONNX graph is trained for integers (expected a network of type onnx, or teacher)");
        }
    }

    /** A vocabulary is cut by texts that are there, of tables of floats. */
    private static void requireWhole(ExportSpec export, DataSpec data, VariantsSpec variants) {
        boolean trained = variants.int8() == VariantsSpec.Int8.TRAINED;
        if (export.vocabulary() == ExportSpec.Vocabulary.SEEN && (trained || data.labels() == DataSpec.Labels.NONE)) {
            throw new RuleException(
                    "export.vocabulary",
                    "it is cut after the training, by labelled texts (expected all, or no "
                            + (trained ? "variants.int8: trained" : "data.labels: none") + ", was seen)");
        }
    }

    /** Where several labels stand is told, and not guessed from columns of 0 and 1, which may be numbers too. */
    private static void requireLabels(Task task, DataSpec data) {
        boolean told = data.severalLabels() != null;
        if (told && task != Task.MULTI_LABEL) {
            throw new RuleException(
                    data.labelColumns() == null ? "data.labelSeparator" : "data.labelColumns",
                    "it is that of several labels (expected task: multiLabel, was " + task.key() + ")");
        }
        if (!told && task == Task.MULTI_LABEL) {
            throw new RuleException(
                    "task",
                    "several labels are in columns or in one (expected data.labelColumns or data.labelSeparator)");
        }
    }

    /** Several tasks are told in one place. */
    private static void requireTasks(Task task, DataSpec data) {
        if (data.tasks().isEmpty() != (task != Task.MULTI_TASK)) {
            throw new RuleException(
                    data.tasks().isEmpty() ? "task" : "data.tasks",
                    data.tasks().isEmpty()
                            ? "several tasks are told by their names (expected data.tasks)"
                            : "it is that of several tasks (expected task: multiTask, was " + task.key() + ")");
        }
        if (task == Task.MULTI_TASK && data.label() != null) {
            throw new RuleException("data.label", "each of several tasks has its own (expected data.tasks alone)");
        }
    }

    /** Samples without labels are learnt from a teacher's answers, classes by classes. */
    private static void requireLearnt(DataSpec data, Task task, List<String> teachers, @Nullable StudentSpec student) {
        boolean none = data.labels() == DataSpec.Labels.NONE;
        String key = none ? "data.labels" : "data.unlabelled";
        if (!none && data.unlabelled() == null) {
            return;
        }
        if (student == null || student.distill() == null) {
            throw new RuleException(
                    key, "samples without labels are learnt from a teacher (expected student.distill, was none)");
        }
        if (task != Task.CLASSIFICATION) {
            throw new RuleException(key, "it is for classes, and this recipe has task: " + task.key());
        }
        if (none && teachers.isEmpty()) {
            throw new RuleException(
                    key, "nobody could train the teacher (expected teacher.file, or teachers, was a teacher to train)");
        }
    }

    /** Numbers are not softened, so that a temperature would do nothing. */
    private static void requireNoTemperature(Task task, @Nullable DistillSpec distill) {
        if (task == Task.REGRESSION
                && distill != null
                && distill.temperature() != DistillSpec.defaults().temperature()) {
            throw new RuleException(
                    "student.distill.temperature", "it is for classes, and this recipe has task: " + task.key());
        }
    }

    /** Returns the key that a training has set which is for classes; empty if there is none. */
    private static String ofClasses(Task task, TrainingSpec training) {
        if (!(training.sampling() instanceof ClassBalance.None)) {
            return "sampling";
        }
        if (!(training.classWeights() instanceof ClassBalance.None)) {
            return "classWeights";
        }
        return training.labelSmoothing() > 0 && task == Task.REGRESSION ? "labelSmoothing" : "";
    }

    private static void require(Task task, DataSpec data, String who, TrainingSpec training) {
        if (task != Task.MULTI_TASK && !(training.taskWeights() instanceof TaskBalance.Equal)) {
            throw new RuleException(
                    who + ".training.taskWeights", "it is for several tasks, and this recipe has task: " + task.key());
        }
        try {
            training.taskWeights().factors(data.tasks().keySet());
        } catch (IllegalArgumentException e) {
            throw new RuleException(who + ".training.taskWeights", String.valueOf(e.getMessage()));
        }
        boolean numbers = task == Task.REGRESSION || task == Task.MULTI_TASK;
        String ofNumbers = training.loss() != null && !numbers ? "loss" : "";
        String ofClasses = task == Task.CLASSIFICATION ? "" : ofClasses(task, training);
        String key = ofClasses.isEmpty() ? ofNumbers : ofClasses;
        if (!key.isEmpty()) {
            throw new RuleException(
                    who + ".training." + key,
                    "it is for " + (ofClasses.isEmpty() ? "numbers" : "classes") + ", and this recipe has task: "
                            + task.key());
        }
    }

    /** Returns the values of what a recipe leaves out. */
    public static Recipe defaults() {
        return new Recipe(
                "recipe",
                "",
                Task.CLASSIFICATION,
                1,
                1,
                DataSpec.defaults(),
                TeacherSpec.defaults(),
                Map.of(),
                Ensemble.Vote.PROBABILITIES,
                null,
                ExportSpec.defaults(),
                VariantsSpec.defaults(),
                BenchSpec.defaults(),
                Control.AUTO);
    }

    /** Returns what the trainer must know. */
    public ExperimentSpec experiment() {
        boolean none = !teachers.isEmpty() || hasPeer(student);
        return new ExperimentSpec(name, seed, none ? null : teacher, teachers, vote, student);
    }

    private static boolean hasPeer(@Nullable StudentSpec student) {
        return student != null && student.course() instanceof Course.Together together && together.peer() != null;
    }

    /** Refuses teachers that cannot be trained at once with the student. */
    private static void requireTogether(TeacherSpec teacher, Map<String, MemberSpec> teachers, StudentSpec student) {
        if (hasPeer(student) && (!teachers.isEmpty() || !teacher.equals(TeacherSpec.defaults()))) {
            throw new RuleException(
                    "student.course", "two students learn from each other (expected no teacher, or no peer, was both)");
        }
        if (student.course() instanceof Course.Together
                && !files(teacher, teachers).isEmpty()) {
            throw new RuleException(
                    "student.course",
                    "together trains the teacher at once with the student (expected a teacher to train, was one that is"
                            + " there)");
        }
    }

    /** Returns the files of the models that teach as they are; none if the teacher is trained. */
    public List<String> teacherFiles() {
        return files(teacher, teachers);
    }

    private static List<String> files(TeacherSpec teacher, Map<String, MemberSpec> teachers) {
        String file = teacher.file();
        return teachers.isEmpty()
                ? file == null ? List.of() : List.of(file)
                : teachers.values().stream().map(MemberSpec::file).toList();
    }
}
