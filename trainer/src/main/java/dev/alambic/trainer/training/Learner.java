package dev.alambic.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.Signals;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.network.Inside;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.optimize.Optimizer;
import dev.alambic.trainer.prune.Pruner;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes a network by one batch at a time. Every array made in a step is closed with it. */
final class Learner {

    private final TrainingJob job;
    private final NDManager manager;
    private final Engine engine;
    private final Lesson lesson;
    private final Objective objective;
    private final Optimizer optimizer;
    private final @Nullable Pruner pruner;
    private double[] termWeights = new double[0];

    private final Inside inside;

    /**
     * @param objective with the weights of its own, if it needs some
     * @param pruner null = nothing is pruned
     * @param told values inside the network that another learns from
     */
    Learner(
            Block block,
            TrainingJob job,
            Lesson lesson,
            Objective objective,
            @Nullable Pruner pruner,
            Collection<String> told,
            NDManager manager) {
        this.job = job;
        this.manager = manager;
        this.engine = Engine.getEngine(manager.getEngine().getEngineName());
        Map<String, NDArray> learnt = new LinkedHashMap<>(Weights.of(block).trainable());
        learnt.putAll(objective.ownWeights());
        this.optimizer = Optimizer.of(job.spec().optimizer(), learnt, job.spec()::rate, manager);
        this.lesson = lesson;
        this.objective = objective;
        Stream<String> own = objective.needs().stream().filter(Tap::isStudent).map(Tap::value);
        this.inside =
                Inside.of(block, Stream.concat(own, told.stream()).distinct().toList());
        this.pruner = pruner;
    }

    Objective objective() {
        return objective;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Nullable
    Pruner pruner() {
        return pruner;
    }

    /** Sets how much each term of the objective counts. */
    void weigh(double[] newTermWeights) {
        termWeights = newTermWeights;
    }

    /**
     * Adds the gradient of one batch to those since the last {@linkplain #update step}, and returns its loss.
     *
     * @param share what the batch counts among those of the step, 0 to 1
     */
    double learn(BatchFeed feed, int epoch, int[] indices, double share, EpochTotals totals) {
        try (NDScope scope = new NDScope();
                NDManager step = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList inputs = feed.inputs(epoch, indices, step);
            NDArray labels = feed.labels(indices, step);
            NDArray teacher = feed.teacher(epoch, indices, step);
            Learnt learnt;
            try (GradientCollector collector = collector()) {
                Answer answer = answer(inputs, step);
                learnt = learnt(answer, labels, teacher, feed.taps(step), step);
                collector.backward(shared(learnt.loss().total(), share, step));
            }
            return note(learnt, feed, indices, totals);
        }
    }

    GradientCollector collector() {
        return engine.newGradientCollector();
    }

    /** Returns what a loss counts where its batch is that share of a step. */
    static NDArray shared(NDArray loss, double share, NDManager step) {
        return share == 1 ? loss : loss.mul(step.create((float) share));
    }

    /** What the network gives in one step: its answers, as the loss compares them, and the values inside asked for. */
    record Answer(NDArray logits, Map<String, NDArray> taps) {}

    /** The answers, as the loss compares them, and the loss that comes from them. */
    record Learnt(NDArray logits, Objective.Loss loss) {}

    Answer answer(NDList inputs, NDManager step) {
        Inside.Values found = inside.forward(new ParameterStore(step, false), inputs, true);
        return new Answer(lesson.comparable(found.answer(), step), found.taps());
    }

    /**
     * Returns the loss of an answer of this network.
     *
     * @param taught values inside the teacher
     */
    Learnt learnt(Answer answer, NDArray labels, @Nullable NDArray teacher, Map<Tap, NDArray> taught, NDManager step) {
        Map<Tap, NDArray> taps = new LinkedHashMap<>(taught);
        answer.taps().forEach((value, array) -> taps.put(Tap.student(value), array));
        Signals signals = new Signals(answer.logits(), labels, teacher, taps, step);
        return new Learnt(answer.logits(), objective.loss(signals, termWeights));
    }

    /** Adds what was learnt from a batch to the totals of the epoch, and returns the loss. */
    static double note(Learnt learnt, BatchFeed feed, int[] indices, EpochTotals totals) {
        double loss = learnt.loss().total().getFloat();
        List<NDArray> parts = learnt.loss().parts();
        float[] values = new float[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts.get(i).getFloat();
        }
        totals.add(indices.length, loss, values);
        feed.judge(indices, learnt.logits().toFloatArray(), totals.score());
        return loss;
    }

    NDManager manager() {
        return manager;
    }

    /** Makes a step by the gradients since the last one. */
    void update(int epoch, double learningRate) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            if (pruner != null) {
                pruner.observe(epoch);
            }
            double limit = job.spec().clipNorm();
            optimizer.step(learningRate, limit == 0 ? 1 : optimizer.clipping(limit));
            if (pruner != null) {
                pruner.hold();
            }
        }
    }

    /** @param now whether this epoch ended with pruning */
    EpochRecord.Pruned pruned(boolean now) {
        return pruner == null
                ? EpochRecord.Pruned.NONE
                : new EpochRecord.Pruned(pruner.sparsity(), pruner.layerSparsity(), now);
    }

    /** Prunes what is due at the end of {@code epoch}; returns whether anything was. */
    boolean prune(int epoch) {
        if (pruner == null) {
            return false;
        }
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return pruner.prune(epoch);
        }
    }
}
