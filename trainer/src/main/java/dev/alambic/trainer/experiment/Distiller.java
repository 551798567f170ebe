package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;

/**
 * Distils a student from a teacher; reads like the recipe, and each call returns a changed copy.
 *
 * <pre>{@code
 * Splits splits = Splits.stratified(DataSource.open("iris", DataOptions.defaults()), 0.1, 0.2, 1);
 * ExperimentResult result = Distiller.named("iris-expert")
 *         .teacher(NetworkSpec.mlp(64, 32), TrainingSpec.defaults().withEpochs(40))
 *         .student(NetworkSpec.mlp(8), TrainingSpec.defaults())
 *         .distill(DistillSpec.defaults().withTemperature(3))
 *         .prune(PruneSpec.defaults().withSparsity(0.3))
 *         .run(splits);
 * try (Classifier classifier = result.student().classifier()) {
 *     Prediction prediction = classifier.predict(5.1f, 3.5f, 1.4f, 0.2f);
 * }
 * }</pre>
 *
 * <p>Instead of a specification, teacher and student may be any DJL block: one that is to be trained takes standardized
 * values, one that was trained elsewhere takes raw values; both answer with logits [batch, classes].
 */
public final class Distiller {

    private final Plan plan;
    private final RunOptions options;

    private Distiller(Plan plan, RunOptions options) {
        this.plan = plan;
        this.options = options;
    }

    /**
     * Starts a description.
     *
     * @param name written into the models
     */
    public static Distiller named(String name) {
        Plan plan = new Plan(name, 1, null, null, DistillSpec.defaults(), null, new Course.Once());
        return new Distiller(plan, RunOptions.defaults());
    }

    private Distiller with(Plan newPlan) {
        return new Distiller(newPlan, options);
    }

    /** Trains the teacher. */
    public Distiller teacher(NetworkSpec network, TrainingSpec training) {
        return with(plan.withTeacher(TeacherSource.of(TeacherSpec.of(network, training))));
    }

    /**
     * Trains the teacher.
     *
     * @param block takes standardized values [batch, ...]; its weights are drawn if it has none
     */
    public Distiller teacher(Block block, TrainingSpec training) {
        return with(plan.withTeacher(new TeacherSource.Untrained(Blueprint.of(block), training)));
    }

    /**
     * Takes a teacher that was trained elsewhere.
     *
     * @param block initialized; takes raw values [batch, ...]
     */
    public Distiller teacher(Block block) {
        return with(plan.withTeacher(new TeacherSource.Trained(block)));
    }

    /**
     * Trains an ONNX model further, which is then the teacher.
     *
     * @param model takes raw values, answers with logits of the classes of the data; see
     *     {@link dev.alambic.onnx.edit.ClassificationHead} for how to make such a model from any other
     */
    public Distiller teacher(OnnxModel model, TrainingSpec training) {
        return with(plan.withTeacher(new TeacherSource.Untrained(Blueprint.of(model), training)));
    }

    /** Takes any ONNX classifier of raw values as the teacher. */
    public Distiller teacher(OnnxModel model) {
        return with(plan.withTeacher(new TeacherSource.Model(model)));
    }

    public Distiller student(NetworkSpec network, TrainingSpec training) {
        return with(plan.withStudent(new TeacherSource.Untrained(Blueprint.of(network), training)));
    }

    /**
     * Sets the student.
     *
     * @param block takes standardized values [batch, ...]; its weights are drawn if it has none
     */
    public Distiller student(Block block, TrainingSpec training) {
        return with(plan.withStudent(new TeacherSource.Untrained(Blueprint.of(block), training)));
    }

    /** Trains an ONNX model further, which is the student; see {@link #teacher(OnnxModel, TrainingSpec)}. */
    public Distiller student(OnnxModel model, TrainingSpec training) {
        return with(plan.withStudent(new TeacherSource.Untrained(Blueprint.of(model), training)));
    }

    public Distiller distill(DistillSpec distill) {
        return with(plan.withDistill(distill));
    }

    public Distiller prune(PruneSpec prune) {
        return with(plan.withPrune(prune));
    }

    /** Sets by which way the student learns from the teacher; once, if nothing is said. */
    public Distiller course(Course course) {
        return with(plan.withCourse(course));
    }

    /** Sets what decides initial weights, order of the samples, dropout and augmentation. */
    public Distiller seed(long seed) {
        return with(plan.withSeed(seed));
    }

    public Distiller options(RunOptions newOptions) {
        return new Distiller(plan, newOptions);
    }

    /**
     * Runs to the end, in a thread of its own.
     *
     * @throws IllegalArgumentException if teacher or student is missing, pruning ends after the training, or a network
     *     does not fit the data
     */
    public ExperimentResult run(Splits splits) {
        boolean peers = plan.course() instanceof Course.Together together && together.peer() != null;
        if ((plan.teacher() == null && !peers) || plan.student() == null) {
            throw new IllegalArgumentException(plan.name() + ": a teacher and a student are needed (expected both, was "
                    + (plan.teacher() == null ? "no teacher" : "no student") + ")");
        }
        return Experiment.run(plan, splits, options);
    }
}
