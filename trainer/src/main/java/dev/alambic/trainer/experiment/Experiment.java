package dev.alambic.trainer.experiment;

import ai.djl.ndarray.NDManager;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.edit.ClassOrder;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.distill.AnswerKey;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.OnnxTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.training.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one experiment: the teacher is trained (or brought), the student is trained under it and pruned, both are
 * exported and, once at the end, measured on the test split. The validation split alone chooses the epoch. Inside the
 * network, features are standardized by the statistics of the train split, and so are colours, channel by channel; gray
 * is brought to 0 (black) to 1 (white), so that the zeros around an image are black.
 *
 * <pre>{@code
 * ExperimentResult result = Experiment.run(spec, splits, RunOptions.defaults());
 * result.student().model().write(Path.of("student.onnx"));
 * }</pre>
 */
public final class Experiment {

    private final Plan plan;
    private final Task task;
    private final Splits splits;
    private final RunOptions options;
    private final Workshop workshop;
    private final Exports exports;

    private Experiment(Plan plan, Splits splits, RunOptions options, NDManager manager) {
        this.plan = plan;
        this.task = Task.of(splits.train());
        this.splits = splits;
        this.options = options;
        this.exports = new Exports(plan, splits, options, manager);
        this.workshop = new Workshop(splits, options, exports, manager);
    }

    /**
     * Runs the experiment of a recipe to its end, in a thread of its own.
     *
     * @throws IllegalArgumentException if the recipe has no student, the networks do not fit the data, or a loss leaves
     *     the finite numbers
     * @throws dev.alambic.onnx.graph.InvalidModelException if a model's file is missing or broken
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the teacher does not fit the data, a model cannot be
     *     trained, or CUDA is absent
     */
    public static ExperimentResult run(ExperimentSpec spec, Splits splits, RunOptions options) {
        return run(Plan.of(spec), splits, options);
    }

    /**
     * Trains, or brings, the teacher of a recipe alone; its checkpoint is the one that {@link #run} goes on from.
     *
     * @throws IllegalArgumentException if the recipe has no teacher
     */
    public static TrainedModel teacher(ExperimentSpec spec, Splits splits, RunOptions options) {
        Plan plan = Plan.of(spec);
        return TrainingEngine.call(
                options.engine(), manager -> new Experiment(plan, splits, options, manager).teacher());
    }

    static ExperimentResult run(Plan plan, Splits splits, RunOptions options) {
        return TrainingEngine.call(options.engine(), manager -> {
            Experiment experiment = new Experiment(plan, splits, options, manager);
            try {
                return experiment.run();
            } finally {
                experiment.workshop.keepOwn();
            }
        });
    }

    private ExperimentResult run() {
        if (plan.course() instanceof Course.Together together) {
            requireNoAnswers();
            return new JointSchooling(plan, together, workshop, exports, options).run();
        }
        Schooling schooling = new Schooling(plan, workshop, exports, options);
        TeacherSource source = plan.teacher();
        if (source == null) {
            return result(null, schooling.run(Instruction.none()));
        }
        if (source instanceof TeacherSource.Untrained untrained) {
            requireNoAnswers();
            if (needsPreparation()) {
                prepare(schooling, untrained);
            }
            return underBlock(schooling, teacherPhase(untrained));
        }
        if (source instanceof TeacherSource.Trained trained) {
            requireNoAnswers();
            Network network = Network.of(trained.block(), splits.train().input());
            if (needsPreparation()) {
                schooling.prepare(
                        Instruction.by(TrainingJob.TEACHER, workshop.teacher(network), exports.graph(network.block())),
                        Weights.of(network.block()).count());
            }
            return underBlock(schooling, new Phase(network, List.of()));
        }
        if (source instanceof TeacherSource.Several several) {
            if (startsFromTeacher()) {
                throw new IllegalArgumentException("network: it is made of the teacher (expected one, was "
                        + several.members().size() + " that answer together)");
            }
            several.members().values().forEach(member -> requireTask(member.model(), task));
            return underModel(schooling, several.model(task));
        }
        return underModel(schooling, ((TeacherSource.Model) source).model());
    }

    /** Returns whether more can go wrong than a training finds at its start. */
    private boolean needsPreparation() {
        DistillSpec distill = plan.distill();
        return !(plan.course() instanceof Course.Once)
                || startsFromTeacher()
                || (distill != null && !distill.terms().isEmpty());
    }

    private boolean startsFromTeacher() {
        TeacherSource.Untrained student = plan.student();
        return student != null && student.blueprint() instanceof Blueprint.OfTeacher;
    }

    private void prepare(Schooling schooling, TeacherSource.Untrained teacher) {
        try (Workshop.Sketches sketches = workshop.new Sketches()) {
            Network network = sketches.of(teacher.blueprint(), teacherJob(teacher), GraphChange.NONE);
            if (network == null) {
                schooling.prepare(null, 0);
            } else {
                schooling.prepare(
                        Instruction.by(TrainingJob.TEACHER, sketches.teacher(network), exports.graph(network.block())),
                        Weights.of(network.block()).count());
            }
        }
    }

    private void requireNoAnswers() {
        DistillSpec distill = plan.distill();
        if (distill != null && distill.answers() != null) {
            throw new IllegalArgumentException(
                    "answers: they are those of a model that is there (expected teacher.file, or"
                            + " teachers, was a teacher to train)");
        }
    }

    private static ExperimentResult result(@Nullable TrainedModel teacher, Schooling.Taught taught) {
        return new ExperimentResult(teacher, taught.student(), taught.steps());
    }

    private TrainedModel teacher() {
        if (plan.course() instanceof Course.Together) {
            throw new IllegalArgumentException("course: teacher and student are trained at once (expected a call that"
                    + " trains both, was one for the teacher alone)");
        }
        TeacherSource source = plan.teacher();
        if (source instanceof TeacherSource.Untrained untrained) {
            return exported(teacherPhase(untrained));
        }
        if (source instanceof TeacherSource.Model brought) {
            return new TrainedModel(TrainingJob.TEACHER, brought.model(), List.of(), exports.test(brought.model()));
        }
        throw new IllegalArgumentException("teacher: the recipe has none");
    }

    private TrainedModel exported(Phase teacher) {
        return exports.of(TrainingJob.TEACHER, teacher, changeOfTeacher(), false);
    }

    private Phase teacherPhase(TeacherSource.Untrained source) {
        return workshop.train(source.blueprint(), teacherJob(source), changeOfTeacher(), Instruction.none());
    }

    private TrainingJob teacherJob(TeacherSource.Untrained source) {
        return TrainingJob.of(TrainingJob.TEACHER, source.training(), plan.seed());
    }

    /** A teacher that is trained alone is what the change is for. */
    private GraphChange changeOfTeacher() {
        return plan.student() == null ? options.change() : GraphChange.NONE;
    }

    private ExperimentResult underBlock(Schooling schooling, Phase phase) {
        TrainedModel exported = exported(phase);
        Instruction first = Instruction.by(TrainingJob.TEACHER, workshop.teacher(phase.network()), exported.model());
        return result(exported, schooling.run(first));
    }

    private static void requireTask(OnnxModel teacher, Task task) {
        String own = ModelInfo.of(teacher).task();
        boolean several = List.of(MultiLabel.NAME, MultiTask.NAME).contains(own)
                || task instanceof MultiLabel
                || task instanceof MultiTask;
        if (several && !own.isEmpty() && !own.equals(task.name())) {
            throw new UnsupportedModelException("teacher: does another task than the student is to learn (expected "
                    + task.name() + ", was " + own + ")");
        }
    }

    private ExperimentResult underModel(Schooling schooling, OnnxModel brought) {
        requireTask(brought, task);
        OnnxModel model = task instanceof Regress ? brought : ClassOrder.ifKnown(brought, task.outputs());
        try (Teacher teacher = OnnxTeacher.open(model, splits.train(), exports.runtime());
                Written written = Written.of(plan.distill(), model, splits.train(), task)) {
            Instruction instruction = new Instruction(TrainingJob.TEACHER, teacher, model, written.answers());
            if (needsPreparation()) {
                schooling.prepare(instruction, WeightCount.of(model).count());
            }
            return result(
                    new TrainedModel(TrainingJob.TEACHER, model, List.of(), exports.test(model)),
                    schooling.run(instruction));
        }
    }

    /** Answers that were written before; none if there are none. */
    private record Written(@Nullable AnswerStore answers) implements AutoCloseable {

        static Written of(@Nullable DistillSpec distill, OnnxModel model, Dataset train, Task task) {
            String file = distill == null ? null : distill.answers();
            if (file == null) {
                return new Written(null);
            }
            AnswerStore store = AnswerStore.written(
                    Path.of(file), AnswerKey.of(model, train), task.outputs().size());
            if (store.rows() < train.whole().size()) {
                store.close();
                throw new InvalidDataException(
                        file,
                        "answers to all samples (alambic label goes on)",
                        train.whole().size(),
                        store.rows());
            }
            return new Written(store);
        }

        @Override
        public void close() {
            if (answers != null) {
                answers.close();
            }
        }
    }
}
