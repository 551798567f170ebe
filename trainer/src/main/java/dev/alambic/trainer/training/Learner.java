package dev.alambic.trainer.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.trainer.distill.HardLabels;
import dev.alambic.trainer.distill.SoftTargets;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.optimize.GradientNorm;
import dev.alambic.trainer.optimize.Optimizer;
import dev.alambic.trainer.prune.Pruner;
import dev.alambic.trainer.recipe.DistillSpec;
import dev.alambic.trainer.recipe.PruneSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes a network by one batch at a time. Every array made in a step is closed with it. */
final class Learner {

    private final Block block;
    private final TrainingJob job;
    private final NDManager manager;
    private final Engine engine;
    private final Map<String, NDArray> trainable;
    private final HardLabels hardLabels = new HardLabels();
    private final @Nullable SoftTargets softTargets;
    private final Optimizer optimizer;
    private final @Nullable Pruner pruner;
    private final NDArray softWeight;
    private final NDArray hardWeight;

    Learner(Block block, TrainingJob job, NDManager manager) {
        this.block = block;
        this.job = job;
        this.manager = manager;
        this.engine = Engine.getEngine(manager.getEngine().getEngineName());
        Weights weights = Weights.of(block);
        this.trainable = weights.trainable();
        this.optimizer = Optimizer.of(job.spec().optimizer(), trainable, job.spec()::rate, manager);
        DistillSpec distill = job.distill();
        this.softTargets = distill == null ? null : new SoftTargets(distill.temperature(), manager);
        PruneSpec prune = job.prune();
        this.pruner = prune == null ? null : new Pruner(prune, weights.layers(), manager);
        this.softWeight = manager.create(0f);
        this.hardWeight = manager.create(1f);
    }

    Optimizer optimizer() {
        return optimizer;
    }

    @Nullable
    Pruner pruner() {
        return pruner;
    }

    /** Sets the weight of the teacher's word, 0 to 1. */
    void alpha(double alpha) {
        softWeight.set(new float[] {(float) alpha});
        hardWeight.set(new float[] {(float) (1 - alpha)});
    }

    /** Learns from one batch and returns its loss. */
    double step(BatchFeed feed, int epoch, int[] indices, double learningRate, EpochTotals totals) {
        try (NDScope scope = new NDScope();
                NDManager step = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList inputs = feed.inputs(epoch, indices, step);
            NDArray labels = feed.labels(indices, step);
            NDArray teacher = feed.teacher(epoch, indices, step);
            Losses losses = backward(inputs, labels, teacher, step);
            double loss = losses.total().getFloat();
            totals.add(
                    indices.length,
                    feed.correct(indices, losses.logits().toFloatArray()),
                    loss,
                    losses.soft() == null ? 0 : losses.soft().getFloat(),
                    losses.hard().getFloat());
            update(epoch, learningRate);
            return loss;
        }
    }

    /** The parts of a loss, scalars, and the logits [batch, classes] they come from. */
    private record Losses(NDArray logits, @Nullable NDArray soft, NDArray hard, NDArray total) {}

    private Losses backward(NDList inputs, NDArray labels, @Nullable NDArray teacher, NDManager step) {
        try (GradientCollector collector = engine.newGradientCollector()) {
            NDArray logits =
                    block.forward(new ParameterStore(step, false), inputs, true).singletonOrThrow();
            NDArray hard = hardLabels.loss(logits, labels);
            NDArray soft = softTargets == null || teacher == null ? null : softTargets.loss(logits, teacher);
            NDArray total = soft == null ? hard : soft.mul(softWeight).add(hard.mul(hardWeight));
            collector.backward(total);
            return new Losses(logits, soft, hard, total);
        }
    }

    private void update(int epoch, double learningRate) {
        if (pruner != null) {
            pruner.observe(epoch);
        }
        double limit = job.spec().clipNorm();
        double scale = limit == 0 ? 1 : GradientNorm.scale(GradientNorm.of(trainable.values()), limit);
        optimizer.step(learningRate, scale);
        if (pruner != null) {
            pruner.hold();
        }
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
