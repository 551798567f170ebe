package dev.alambic.trainer.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.prune.Pruner;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TermSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One network while it is trained: how it learns, the epochs it has behind it, and the weights of the best of them. */
final class Pupil {

    /** Samples on which each weight is tried before the training. */
    private static final int TRIED = 8;

    /** Number of the draw of the weights that terms have of their own. */
    private static final int OWN_WEIGHTS = 3;

    private final Block block;
    private final TrainingJob job;
    private final Dataset train;
    private final Dataset validation;
    private final NDManager manager;
    private final Weights weights;
    private final Lesson lesson;
    private ModelInputs inputs;
    private Supplier<OnnxModel> graph = () -> {
        throw new IllegalArgumentException("prune: groups need the graph of the network");
    };
    private final Map<String, float[]> best = new LinkedHashMap<>();
    private final Map<Tap, Shape> shapes = new LinkedHashMap<>();
    private History history;
    private @Nullable Learner learner;
    private EpochTotals totals;
    private double[] termWeights = new double[0];
    private double learningRate;
    private long start;

    /** See {@link Training#Training}; weights whose rate is 0 are frozen from here on. */
    Pupil(Block block, TrainingJob job, Dataset train, Dataset validation, NDManager manager) {
        this.block = block;
        this.job = job;
        this.train = train;
        this.validation = validation;
        this.manager = manager;
        this.weights = Weights.of(block);
        this.lesson = Lesson.of(train, job);
        weights.freeze(job.spec());
        this.inputs = ModelInputs.of(train.input());
        this.history = new History(job, List.of());
        this.totals = new EpochTotals(0, lesson.score());
    }

    TrainingJob job() {
        return job;
    }

    Dataset train() {
        return train;
    }

    Lesson lesson() {
        return lesson;
    }

    ModelInputs inputs() {
        return inputs;
    }

    void inputs(ModelInputs newInputs) {
        inputs = newInputs;
    }

    void graph(Supplier<OnnxModel> newGraph) {
        graph = newGraph;
    }

    History history() {
        return history;
    }

    Learner learner() {
        return Objects.requireNonNull(learner, "bug: it has no objective yet");
    }

    EpochTotals totals() {
        return totals;
    }

    /** Returns the shapes of the values that the objective needs. */
    Map<Tap, Shape> shapes() {
        return shapes;
    }

    /**
     * Begins to learn by an objective.
     *
     * @param told values inside the network that another learns from
     */
    void begin(Objective objective, Collection<String> told, NDManager own) {
        learner = new Learner(block, job, lesson, objective, pruner(own), told, own);
    }

    private @Nullable Pruner pruner(NDManager own) {
        PruneSpec prune = job.prune();
        if (prune == null) {
            return null;
        }
        return prune.granularity() == PruneSpec.Granularity.GROUP
                ? new Pruner(prune, graph.get(), weights.trainable(), own)
                : new Pruner(prune, weights.layers(), own);
    }

    /** Returns what is made smaller, and notes the shapes of the values that it needs. */
    Objective objective(@Nullable Teacher teacher, NDManager own) {
        ValuePairs values = new ValuePairs(block, inputs, teacher, train, own);
        TrainingEngine.seed(TrainingEngine.mix(job.seedOf(0), OWN_WEIGHTS));
        Objective unfitted = lesson.objective(job, values);
        shapes.putAll(values.shapes(unfitted.needs()));
        return unfitted.fitted(shapes, own);
    }

    /** Refuses to compare with labels where there is none. */
    void requireLabels() {
        boolean none = train.labelled().size() == 0;
        DistillSpec distill = job.distill();
        if (none && distill == null) {
            throw new IllegalArgumentException(
                    job.phase() + ": the samples have no labels to learn from (expected some, or a teacher: distill)");
        }
        if (none && distill != null && !distill.terms().isEmpty()) {
            lesson.objective(job.withByLayer(null), TermSpec.Pairing.UNKNOWN).terms().stream()
                    .filter(term -> term.term().needsLabels())
                    .findFirst()
                    .ifPresent(term -> {
                        throw new IllegalArgumentException(
                                "terms: '" + term.term().words().name()
                                        + "' compares with labels, and the samples have none (leave it out, or give some)");
                    });
        }
    }

    /** Tries every weight on some samples, so that none stays behind without a word. */
    void requireGradients(BatchFeed feed) {
        if (!(block instanceof TrainableGraph imported)) {
            return;
        }
        try (NDScope scope = new NDScope();
                NDManager own = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            int[] first = feed.epoch(1).get(0);
            int[] some = Arrays.copyOf(first, Math.min(first.length, TRIED));
            List<String> cut = imported.cutWeights(feed.inputsOf(inputs, feed.inputs(1, some, own), some.length, own));
            if (!cut.isEmpty()) {
                String what = cut.size() == 1
                        ? "1 weight moves the output but has no gradient, so that it would stay as it is"
                        : cut.size()
                                + " weights move the output but have no gradient, so that they would stay as they are";
                throw new UnsupportedModelException(job.phase() + ": " + what
                        + " (expected a gradient of every weight that is not frozen, was none of "
                        + String.join(", ", cut) + ")");
            }
        }
    }

    /** Goes on from what a checkpoint holds of this network. */
    void restore(Checkpoint stored) {
        weights.restore(new Own(learner().objective().ownWeights()).taken(stored.weights()));
        learner().optimizer().restore(stored.optimizer());
        Pruner pruner = learner().pruner();
        if (pruner != null) {
            pruner.restore(stored.masks());
        }
        best.putAll(stored.best());
        history = new History(job, stored.history());
    }

    Checkpoint checkpoint() {
        Pruner pruner = learner().pruner();
        return new Checkpoint(
                fingerprint(),
                history.records(),
                new Own(learner().objective().ownWeights()).with(weights.snapshot()),
                learner().optimizer().state(),
                pruner == null ? Map.of() : pruner.masks(),
                best);
    }

    String fingerprint() {
        return job + " on " + train + " and " + validation + " with " + weights.count() + " weights";
    }

    void beginEpoch(int epoch) {
        start = System.nanoTime();
        termWeights = learner().objective().weights(job.progress(epoch));
        learner().weigh(termWeights);
        totals = new EpochTotals(termWeights.length, lesson.score());
    }

    /**
     * Makes a step.
     *
     * @param epochs behind it, with what there is of this one
     */
    void update(int epoch, double epochs) {
        learner().update(epoch, rate(epochs));
    }

    private double rate(double epochs) {
        learningRate = job.spec().learningRate(epochs);
        return learningRate;
    }

    void requireFinite(double loss, int epoch, double epochs) {
        if (!Double.isFinite(loss)) {
            throw new IllegalArgumentException(job.phase() + ": the loss left the finite numbers in epoch " + epoch
                    + " (expected a learning rate that converges, was " + rate(epochs) + ")");
        }
    }

    /**
     * Prunes if it is due, validates, and notes the epoch.
     *
     * @param waited for samples, seconds
     * @param networks that the time of the epoch was spent on
     */
    EpochRecord endEpoch(int epoch, double waited, int networks) {
        double waiting = waited / ((System.nanoTime() - start) / 1e9);
        boolean pruned = learner().prune(epoch);
        Evaluation evaluation = lesson.evaluate(new Inference(block, inputs, manager).logits(validation), validation);
        EpochRecord record = new EpochRecord(
                job.phase(),
                epoch,
                job.spec().epochs(),
                figures(epoch, evaluation),
                learner().pruned(pruned),
                (System.nanoTime() - start) / 1e9 / networks,
                waiting);
        history.add(record);
        if (history.bestEpoch() == epoch) {
            best.clear();
            best.putAll(weights.snapshot());
        }
        return record;
    }

    private Map<String, @Nullable Double> figures(int epoch, Evaluation evaluation) {
        Objective objective = learner().objective();
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("learningRate", learningRate);
        double layer = objective.layer().applyAsDouble(job.progress(epoch));
        if (layer > 0) {
            figures.put(History.LAYER, layer);
        }
        figures.put("loss", totals.loss());
        lesson.figures().forEach(name -> figures.put(name, null));
        figures.putAll(objective.figures(totals.parts(), termWeights));
        figures.put(EpochRecord.name("train", lesson.measure()), totals.score().value());
        figures.put("validationLoss", evaluation.loss());
        figures.put(EpochRecord.name("validation", lesson.measure()), evaluation.score());
        figures.putAll(evaluation.ofTasks());
        return figures;
    }

    /** Leaves the network with the weights of the best epoch, or the last, as the job says. */
    void keepBest() {
        if (job.spec().keepBest() && !best.isEmpty()) {
            weights.restore(best);
        }
    }
}
