package dev.alambic.trainer.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.Task;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.distill.BlockTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.Training;
import dev.alambic.trainer.training.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the networks of an experiment and trains them, each from the seed of its own job. */
final class Workshop {

    private final Task task;
    private final Splits splits;
    private final RunOptions options;
    private final Exports exports;
    private final NDManager manager;
    private final Standardization standardization;

    /** Blocks of the user's that got their weights here. */
    private final List<Block> own = new ArrayList<>();

    Workshop(Splits splits, RunOptions options, Exports exports, NDManager manager) {
        this.task = Task.of(splits.train());
        requireVaried(splits.train());
        this.splits = splits;
        this.options = options;
        this.exports = exports;
        this.manager = manager;
        this.standardization = standardization(splits.train());
    }

    private static void requireVaried(Dataset train) {
        if (train.targets() instanceof Targets.Several several) {
            several.parts().values().forEach(part -> requireVaried(train.withTargets(part.targets())));
        }
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

    /** Lets the weights of a user's blocks outlive the run; they are freed with the block, by {@link Block#clear}. */
    void keepOwn() {
        for (Block block : own) {
            for (Parameter parameter : block.getParameters().values()) {
                if (parameter.isInitialized()) {
                    parameter.getArray().attach(home());
                }
            }
        }
    }

    /** Returns a manager that nobody closes. */
    private NDManager home() {
        return NDManager.newBaseManager(manager.getDevice(), manager.getEngine().getEngineName());
    }

    /** Trains a network to its end. */
    Phase train(Blueprint blueprint, TrainingJob job, GraphChange change, Instruction instruction) {
        Network network = network(blueprint, job, change);
        Path folder = options.checkpoints();
        List<EpochRecord> history = training(network, job, manager)
                .listener(options.listener())
                .checkpoint(folder == null ? null : folder.resolve(job.phase() + ".checkpoint"))
                .answers(instruction.answers())
                .graph(() -> exports.graph(network.block()))
                .run(instruction.teacher());
        return new Phase(network, history);
    }

    /**
     * One of two networks that are trained at once.
     *
     * @param change what it goes through if it is an ONNX graph
     */
    record Member(Blueprint blueprint, TrainingJob job, GraphChange change) {}

    /** Trains a teacher and its student at once, by the student's batches; returns both, the teacher first. */
    List<Phase> trainTogether(Member teacher, Member student, boolean mutual) {
        Network first = network(teacher.blueprint, teacher.job, teacher.change);
        Network second = network(student.blueprint, student.job, student.change);
        Path folder = options.checkpoints();
        Training other = training(first, teacher.job, splits.train(), manager);
        List<List<EpochRecord>> histories = training(second, student.job, splits.train(), manager)
                .listener(options.listener())
                .checkpoint(folder == null ? null : folder.resolve(student.job.phase() + ".checkpoint"))
                .graph(() -> exports.graph(second.block()))
                .runWith(other.graph(() -> exports.graph(first.block())), teacher(first), mutual);
        return List.of(new Phase(first, histories.get(0)), new Phase(second, histories.get(1)));
    }

    private Training training(Network network, TrainingJob job, NDManager owner) {
        Dataset train = job.distill() == null ? splits.train().labelled() : splits.train();
        return training(network, job, train, owner);
    }

    private Training training(Network network, TrainingJob job, Dataset train, NDManager owner) {
        return new Training(network.block(), job, train, splits.validation(), owner).inputs(network.inputs());
    }

    private Network network(Blueprint blueprint, TrainingJob job, GraphChange change) {
        TrainingEngine.seed(job.seedOf(0));
        boolean lives =
                blueprint instanceof Blueprint.Own users && !users.block().isInitialized();
        Network built = Network.of(blueprint.build(site(job, change)), input());
        Network network = blueprint instanceof Blueprint.OfName ? built.drawn() : built;
        Block block = network.block();
        // a graph has constants beside its weights
        Networks.initialize(block, lives && block instanceof TrainableGraph ? home() : manager, input());
        if (lives && blueprint instanceof Blueprint.Own users && !(block instanceof TrainableGraph)) {
            own.add(users.block());
        }
        requireAnswers(network, job.phase(), manager);
        return network;
    }

    private Blueprint.Site site(TrainingJob job, GraphChange change) {
        return new Blueprint.Site(splits.train(), standardization, job.seedOf(0), change);
    }

    /** Asks about two samples, so that a network that does not fit the data says so before anything is trained. */
    private void requireAnswers(Network network, String phase, NDManager owner) {
        Dataset some = splits.train()
                .subset(IntStream.range(0, Math.min(2, splits.train().size())).toArray());
        float[] logits = new Inference(network.block(), network.inputs(), owner).logits(some);
        int expected = task.outputs().size();
        if (logits.length != some.size() * expected) {
            throw new IllegalArgumentException(phase + ": the network does not answer with " + task.answer()
                    + " (expected " + expected + " a sample, was " + (double) logits.length / some.size() + ")");
        }
    }

    /** Returns a network that teaches. */
    BlockTeacher teacher(Network network) {
        return teacher(network, manager);
    }

    private BlockTeacher teacher(Network network, NDManager owner) {
        return new BlockTeacher(
                new Inference(network.block(), network.inputs(), owner),
                task.outputs().size());
    }

    /** Networks with any weights, to see before anything is trained whether they fit the data and each other. */
    final class Sketches implements AutoCloseable {

        private final NDManager owner = manager.newSubManager();

        /**
         * Returns the network that a job would train; null where it is a block of the user's, which is there once, or
         * made of one.
         */
        @Nullable
        Network of(Blueprint blueprint, TrainingJob job, GraphChange change) {
            if (blueprint instanceof Blueprint.Own || blueprint instanceof Blueprint.OfTeacher) {
                return null;
            }
            TrainingEngine.seed(job.seedOf(0));
            Network network = Network.of(blueprint.build(site(job, change)), input());
            Networks.initialize(network.block(), owner, input());
            requireAnswers(network, job.phase(), owner);
            return network;
        }

        Teacher teacher(Network network) {
            return Workshop.this.teacher(network, owner);
        }

        /** Refuses what a network cannot learn from a teacher. */
        void requireFits(Network network, TrainingJob job, Teacher teacher) {
            training(network, job, owner).requireFits(teacher);
        }

        @Override
        public void close() {
            owner.close();
        }
    }

    private InputMeaning input() {
        return splits.train().input();
    }
}
