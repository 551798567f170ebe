package dev.alambic.trainer.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.exporter.Exporter;
import dev.alambic.exporter.Signature;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ClassOrder;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.distill.AnswerKey;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.BlockTeacher;
import dev.alambic.trainer.distill.LabelTeacher;
import dev.alambic.trainer.distill.NumberTeacher;
import dev.alambic.trainer.distill.OnnxTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.GraphNetwork;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.Training;
import dev.alambic.trainer.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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
    private final NDManager manager;
    private final Standardization standardization;
    private @Nullable AnswerStore answers;

    /** Blocks of the user's that got their weights here. */
    private final List<Block> own = new ArrayList<>();

    private Experiment(Plan plan, Splits splits, RunOptions options, NDManager manager) {
        this.plan = plan;
        this.task = Task.of(splits.train());
        requireVaried(splits.train());
        this.splits = splits;
        this.options = options;
        this.manager = manager;
        this.standardization = standardization(splits.train());
    }

    private static void requireVaried(Dataset train) {
        if (train.targets() instanceof Targets.Numbers numbers) {
            for (int t = 0; t < numbers.names().size(); t++) {
                int target = t;
                if (IntStream.range(0, numbers.size())
                                .mapToObj(i -> numbers.value(i, target))
                                .distinct()
                                .limit(2)
                                .count()
                        < 2) {
                    throw new InvalidDataException(
                            train.name(),
                            "target '" + numbers.names().get(t) + "' is the same in all samples to learn from",
                            "numbers that differ",
                            numbers.size() == 0 ? "no sample" : numbers.value(0, t));
                }
            }
        }
    }

    private static Standardization standardization(Dataset train) {
        if (train.input() instanceof InputMeaning.Image image) {
            return image.channels() == 3 ? Standardization.byChannel(train, image) : Standardization.unitRange(image);
        }
        return train.input() instanceof InputMeaning.Text || train.input() instanceof InputMeaning.Sound
                ? Standardization.none()
                : Standardization.of(train);
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
                experiment.own.forEach(experiment::keep);
            }
        });
    }

    /** Lets the weights of a user's block outlive the run; they are freed with the block, by {@link Block#clear}. */
    private void keep(Block block) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.isInitialized()) {
                parameter.getArray().attach(home());
            }
        }
    }

    /** Returns a manager that nobody closes. */
    private NDManager home() {
        return NDManager.newBaseManager(manager.getDevice(), manager.getEngine().getEngineName());
    }

    private ExperimentResult run() {
        studentJob(); // what does not fit together is refused before anything is trained
        TeacherSource source = plan.teacher();
        if (source == null) {
            return new ExperimentResult(null, student(null));
        }
        if (source instanceof TeacherSource.Untrained untrained) {
            Phase phase = teacherPhase(untrained);
            return underBlock(phase);
        }
        if (source instanceof TeacherSource.Trained trained) {
            return underBlock(new Phase(Network.of(trained.block(), input()), List.of()));
        }
        if (source instanceof TeacherSource.Several several) {
            return underModel(several.model(task));
        }
        return underModel(((TeacherSource.Model) source).model());
    }

    private TrainedModel teacher() {
        TeacherSource source = plan.teacher();
        if (source instanceof TeacherSource.Untrained untrained) {
            return exported(TrainingJob.TEACHER, teacherPhase(untrained));
        }
        if (source instanceof TeacherSource.Model brought) {
            return new TrainedModel(TrainingJob.TEACHER, brought.model(), List.of(), test(brought.model()));
        }
        throw new IllegalArgumentException("teacher: the recipe has none");
    }

    private Phase teacherPhase(TeacherSource.Untrained source) {
        return train(source.blueprint(), TrainingJob.of(TrainingJob.TEACHER, source.training(), plan.seed()), null);
    }

    private ExperimentResult underBlock(Phase phase) {
        DistillSpec distill = plan.distill();
        if (distill != null && distill.answers() != null) {
            throw new IllegalArgumentException(
                    "answers: they are those of a model that is there (expected teacher.file, or"
                            + " teachers, was a teacher to train)");
        }
        TrainedModel exported = exported(TrainingJob.TEACHER, phase);
        Network network = phase.network();
        Inference inference = new Inference(network.block(), network.inputs(), manager);
        return new ExperimentResult(
                exported, student(new BlockTeacher(inference, task.outputs().size())));
    }

    private static void requireTask(OnnxModel teacher, Task task) {
        String own = ModelInfo.of(teacher).task();
        boolean several = own.equals(MultiLabel.NAME) || task instanceof MultiLabel;
        if (several && !own.isEmpty() && !own.equals(task.name())) {
            throw new UnsupportedModelException("teacher: does another task than the student is to learn (expected "
                    + task.name() + ", was " + own + ")");
        }
    }

    private ExperimentResult underModel(OnnxModel brought) {
        requireTask(brought, task);
        OnnxModel model = task instanceof Regress ? brought : ClassOrder.ifKnown(brought, task.outputs());
        try (Teacher teacher = teacher(model);
                Written written = Written.of(plan.distill(), model, splits.train(), task)) {
            answers = written.answers();
            TrainedModel student = student(teacher);
            return new ExperimentResult(new TrainedModel(TrainingJob.TEACHER, model, List.of(), test(model)), student);
        }
    }

    private Teacher teacher(OnnxModel model) {
        if (task instanceof MultiLabel) {
            return LabelTeacher.open(model, splits.train(), runtime());
        }
        return task instanceof Regress
                ? NumberTeacher.open(model, splits.train(), runtime())
                : OnnxTeacher.open(model, splits.train(), runtime());
    }

    private TrainingJob studentJob() {
        return plan.studentJob()
                .orElseThrow(() -> new IllegalArgumentException(
                        plan.name() + ": no student (expected one; the teacher alone is another call)"));
    }

    private TrainedModel student(@Nullable Teacher teacher) {
        Blueprint blueprint = Objects.requireNonNull(plan.student()).blueprint();
        return exported(TrainingJob.STUDENT, train(blueprint, studentJob(), teacher));
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

    private record Phase(Network network, List<EpochRecord> history) {}

    private Phase train(Blueprint blueprint, TrainingJob job, @Nullable Teacher teacher) {
        TrainingEngine.seed(job.seedOf(0));
        boolean lives =
                blueprint instanceof Blueprint.Own users && !users.block().isInitialized();
        Block block = blueprint.build(
                new Blueprint.Site(splits.train(), standardization, job.seedOf(0), changeOf(job.phase())));
        Network network = Network.of(block, input());
        // a graph has constants beside its weights
        Networks.initialize(block, lives && block instanceof TrainableGraph ? home() : manager, input());
        if (lives && blueprint instanceof Blueprint.Own users && !(block instanceof TrainableGraph)) {
            own.add(users.block());
        }
        requireAnswers(network, job.phase());
        Path folder = options.checkpoints();
        Dataset train = job.distill() == null ? splits.train().labelled() : splits.train();
        List<EpochRecord> history = new Training(block, job, train, splits.validation(), manager)
                .inputs(network.inputs())
                .listener(options.listener())
                .checkpoint(folder == null ? null : folder.resolve(job.phase() + ".checkpoint"))
                .answers(answers)
                .run(teacher);
        return new Phase(network, history);
    }

    private GraphChange changeOf(String phase) {
        boolean last = phase.equals(TrainingJob.STUDENT) || plan.student() == null;
        return last ? options.change() : GraphChange.NONE;
    }

    /** Asks about two samples, so that a network that does not fit the data says so before anything is trained. */
    private void requireAnswers(Network network, String phase) {
        Dataset some = splits.train()
                .subset(IntStream.range(0, Math.min(2, splits.train().size())).toArray());
        float[] logits = new Inference(network.block(), network.inputs(), manager).logits(some);
        int expected = task.outputs().size();
        if (logits.length != some.size() * expected) {
            throw new IllegalArgumentException(phase + ": the network does not answer with " + task.answer()
                    + " (expected " + expected + " a sample, was " + (double) logits.length / some.size() + ")");
        }
    }

    private TrainedModel exported(String name, Phase phase) {
        Block block = phase.network().block();
        OnnxModel model = block instanceof TrainableGraph graph
                ? changeOf(name)
                        .after(GraphNetwork.withoutPair(
                                new WriteBack(graph, phase.network().inputs(), options).verified(samples(), manager)))
                : Exporter.export(
                        block, signature().output(task instanceof Regress ? "numbers" : "logits"), options.export());
        OnnxModel described = described(model, name, block instanceof TrainableGraph);
        return new TrainedModel(name, described, phase.history(), test(described));
    }

    /** Returns what a model that is written back is compared with the engine on. */
    private Dataset samples() {
        return splits.validation().size() > 0 ? splits.validation() : splits.train();
    }

    private Signature signature() {
        Object[] dims = Stream.concat(
                        Stream.of("batch"), LongStream.of(input().sampleShape()).boxed())
                .toArray();
        if (input() instanceof InputMeaning.Image image) {
            return Signature.of("image", DataType.FLOAT, dims).range("image", image.min(), image.max());
        }
        if (input() instanceof InputMeaning.Sound) {
            return Signature.of("sound", DataType.FLOAT, dims).range("sound", -1, 1);
        }
        return input() instanceof InputMeaning.Text
                ? Signature.of("input_ids", DataType.INT64, dims)
                : Signature.of("features", DataType.FLOAT, dims);
    }

    private OnnxModel described(OnnxModel model, String name, boolean isGraph) {
        List<String> history = new ArrayList<>(ModelInfo.of(model).history());
        if (name.equals(TrainingJob.STUDENT) && plan.distill() != null) {
            history.add("distil");
        } else {
            history.add(isGraph ? "finetune" : "train");
        }
        return task.describe(ModelInfo.of(model))
                .withInput(input())
                .withRecipe(plan.name())
                .withSeed(plan.seed())
                .withHistory(history)
                .applyTo(model);
    }

    private @Nullable TaskMetrics test(OnnxModel model) {
        Dataset test = splits.test();
        if (test.size() == 0) {
            return null;
        }
        try (Answerer answerer = task.open(model, test, runtime())) {
            return task.judge(answerer.answers(test), test);
        }
    }

    private SessionOptions runtime() {
        return SessionOptions.defaults().withThreads(options.engine().threads());
    }

    private InputMeaning input() {
        return splits.train().input();
    }
}
