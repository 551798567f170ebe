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
import dev.alambic.trainer.distill.AnswerStore;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network: epochs of batches, each ending with pruning if it is due, validation, a record, and a checkpoint.
 * Everything random is a function of the job's seed and the epoch, so that training that is resumed from a checkpoint
 * ends with the very weights of one that was never broken off (with one thread).
 */
public final class Training {

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
    private TrainingListener listener = TrainingListener.NONE;
    private @Nullable Path checkpoint;
    private @Nullable AnswerStore answers;
    private ModelInputs inputs;
    private Supplier<OnnxModel> graph = () -> {
        throw new IllegalArgumentException("prune: groups need the graph of the network");
    };

    /**
     * Prepares the training; weights whose rate is 0 are frozen from here on.
     *
     * @param block initialized; takes raw inputs of the data [batch, ...], answers with logits [batch, classes], or
     *     with numbers in the units of the targets [batch, targets]
     * @param validation may be empty
     * @param manager keeps the optimizer's state; of the thread that trains, see {@link TrainingEngine#call}
     * @throws IllegalArgumentException if a rate is that of no weight, or nothing is left to train
     */
    public Training(Block block, TrainingJob job, Dataset train, Dataset validation, NDManager manager) {
        this.block = block;
        this.job = job;
        this.train = train;
        this.validation = validation;
        this.manager = manager;
        this.weights = Weights.of(block);
        this.lesson = Lesson.of(train, job);
        weights.freeze(job.spec());
        this.inputs = ModelInputs.of(train.input());
    }

    /** Sets how samples become the inputs of the block; by default it has one, as {@link ModelInputs#of} says. */
    public Training inputs(ModelInputs newInputs) {
        inputs = newInputs;
        return this;
    }

    /** Sets what gives the block as it would be exported; needed where groups of channels are pruned. */
    public Training graph(Supplier<OnnxModel> newGraph) {
        graph = newGraph;
        return this;
    }

    public Training listener(TrainingListener newListener) {
        listener = newListener;
        return this;
    }

    /** Takes the teacher's answers from a file, instead of asking it; null = it is asked. */
    public Training answers(@Nullable AnswerStore newAnswers) {
        answers = newAnswers;
        return this;
    }

    /** Writes a checkpoint to {@code file} after each epoch, and goes on from it if it exists; null = neither. */
    public Training checkpoint(@Nullable Path file) {
        checkpoint = file;
        return this;
    }

    /**
     * Trains to the end; the block is left with the weights of the best epoch, or the last, as the job says.
     *
     * @param teacher needed if the job distils
     * @return one record an epoch, those before a resumption included
     * @throws UnsupportedModelException if weights of an imported graph would not learn although they move its output;
     *     the message names them
     * @throws IllegalArgumentException if the loss is not finite any more, or the checkpoint is of another job
     * @throws dev.alambic.data.file.InvalidDataException if the checkpoint is damaged
     * @throws CancellationException if the thread is interrupted
     */
    public List<EpochRecord> run(@Nullable Teacher teacher) {
        if (job.distill() != null && teacher == null) {
            throw new IllegalArgumentException("distill: needs a teacher");
        }
        requireLabels();
        try (NDManager own = manager.newSubManager()) {
            ValuePairs values = new ValuePairs(block, inputs, teacher, train, own);
            Map<Tap, Shape> shapes = new LinkedHashMap<>();
            Objective objective = objective(values, shapes, own);
            Learner learner = new Learner(block, job, lesson, objective, pruner(own), own);
            Map<String, float[]> best = new LinkedHashMap<>();
            History history = new History(job, restore(learner, best));
            if (!job.spec().step().isEmpty()) {
                listener.noted(job.phase(), job.spec().step());
            }
            listener.started(job, history.records());
            if (!history.isOver()) {
                try (BatchFeed feed = new BatchFeed(job, lesson, train, inputs, teacher, kept(shapes))) {
                    if (block instanceof TrainableGraph graph) {
                        requireGradients(graph, feed);
                    }
                    train(learner, history, best, feed);
                }
            }
            if (job.spec().keepBest() && !best.isEmpty()) {
                weights.restore(best);
            }
            return history.records();
        }
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

    /**
     * Refuses, before anything is trained, what {@link #run} would refuse of the terms that the network learns by.
     *
     * @param teacher may be yet to be trained
     */
    public void requireFits(Teacher teacher) {
        requireLabels();
        try (NDManager own = manager.newSubManager()) {
            objective(new ValuePairs(block, inputs, teacher, train, own), new LinkedHashMap<>(), own);
        }
    }

    /** Returns what is made smaller, and puts the shapes of the values that it needs into {@code shapes}. */
    private Objective objective(ValuePairs values, Map<Tap, Shape> shapes, NDManager own) {
        TrainingEngine.seed(TrainingEngine.mix(job.seedOf(0), OWN_WEIGHTS));
        Objective unfitted = lesson.objective(job, values);
        shapes.putAll(values.shapes(unfitted.needs()));
        return unfitted.fitted(shapes, own);
    }

    /** Refuses to compare with labels where there is none. */
    private void requireLabels() {
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
    private void requireGradients(TrainableGraph graph, BatchFeed feed) {
        try (NDScope scope = new NDScope();
                NDManager own = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            int[] first = feed.epoch(1).get(0);
            int[] some = Arrays.copyOf(first, Math.min(first.length, TRIED));
            List<String> cut = graph.cutWeights(feed.inputs(1, some, own));
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

    private KeptAnswers kept(Map<Tap, Shape> shapes) {
        Map<Tap, Shape> taught = new TreeMap<>(shapes);
        taught.keySet().removeIf(Tap::isStudent);
        return new KeptAnswers(
                taught,
                checkpoint == null ? null : checkpoint.resolveSibling(job.phase() + ".answers"),
                fingerprint().replace('\n', ' '),
                answers);
    }

    private List<EpochRecord> restore(Learner learner, Map<String, float[]> best) {
        if (checkpoint == null || !Files.exists(checkpoint)) {
            return List.of();
        }
        Checkpoint stored = Checkpoint.read(checkpoint);
        if (!stored.fingerprint().equals(fingerprint())) {
            throw new IllegalArgumentException(checkpoint + ": checkpoint of another training (expected "
                    + fingerprint() + ", was " + stored.fingerprint() + ")");
        }
        weights.restore(new Own(learner.objective().ownWeights()).taken(stored.weights()));
        learner.optimizer().restore(stored.optimizer());
        Pruner pruner = learner.pruner();
        if (pruner != null) {
            pruner.restore(stored.masks());
        }
        best.putAll(stored.best());
        return stored.history();
    }

    private String fingerprint() {
        return job + " on " + train + " and " + validation + " with " + weights.count() + " weights";
    }

    private void train(Learner learner, History history, Map<String, float[]> best, BatchFeed feed) {
        while (!history.isOver()) {
            EpochRecord epochRecord = epoch(learner, history.epochs() + 1, feed);
            history.add(epochRecord);
            if (history.bestEpoch() == epochRecord.epoch()) {
                best.clear();
                best.putAll(weights.snapshot());
            }
            if (checkpoint != null) {
                Pruner pruner = learner.pruner();
                new Checkpoint(
                                fingerprint(),
                                history.records(),
                                new Own(learner.objective().ownWeights()).with(weights.snapshot()),
                                learner.optimizer().state(),
                                pruner == null ? Map.of() : pruner.masks(),
                                best)
                        .write(checkpoint);
            }
            listener.epoch(epochRecord);
        }
    }

    private EpochRecord epoch(Learner learner, int epoch, BatchFeed feed) {
        long start = System.nanoTime();
        TrainingEngine.seed(job.seedOf(epoch));
        Objective objective = learner.objective();
        double[] weights = objective.weights(job.progress(epoch));
        learner.weigh(weights);
        EpochTotals totals = new EpochTotals(weights.length, lesson.score());
        double learningRate = batches(learner, epoch, feed, totals);
        double waiting = feed.waited() / ((System.nanoTime() - start) / 1e9);
        boolean pruned = learner.prune(epoch);
        Evaluation evaluation = lesson.evaluate(new Inference(block, inputs, manager).logits(validation), validation);
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("learningRate", learningRate);
        double layer = objective.layer().applyAsDouble(job.progress(epoch));
        if (layer > 0) {
            figures.put(History.LAYER, layer);
        }
        figures.put("loss", totals.loss());
        lesson.figures().forEach(name -> figures.put(name, null));
        figures.putAll(objective.figures(totals.parts(), weights));
        figures.put(EpochRecord.name("train", lesson.measure()), totals.score().value());
        figures.put("validationLoss", evaluation.loss());
        figures.put(EpochRecord.name("validation", lesson.measure()), evaluation.score());
        return new EpochRecord(
                job.phase(),
                epoch,
                job.spec().epochs(),
                figures,
                learner.pruned(pruned),
                (System.nanoTime() - start) / 1e9,
                waiting);
    }

    /** Returns the learning rate of the last step. */
    private double batches(Learner learner, int epoch, BatchFeed feed, EpochTotals totals) {
        List<int[]> batches = feed.epoch(epoch);
        feed.start(epoch, batches);
        int together = job.spec().accumulate();
        int steps = (batches.size() + together - 1) / together;
        double learningRate = 0;
        for (int step = 0; step < steps; step++) {
            learningRate = job.spec().learningRate(epoch - 1 + (step + 0.5) / steps);
            int from = step * together;
            List<int[]> own = batches.subList(from, Math.min(from + together, batches.size()));
            double samples = own.stream().mapToInt(batch -> batch.length).sum();
            for (int i = 0; i < own.size(); i++) {
                if (Thread.interrupted()) {
                    throw new CancellationException(job.phase() + ": training was interrupted");
                }
                double loss = learner.learn(feed, epoch, own.get(i), own.get(i).length / samples, totals);
                requireFinite(loss, epoch, learningRate);
                if (i + 1 == own.size()) {
                    learner.update(epoch, learningRate);
                }
                listener.batch(job, epoch, from + i + 1, batches.size(), loss);
            }
        }
        return learningRate;
    }

    private void requireFinite(double loss, int epoch, double learningRate) {
        if (!Double.isFinite(loss)) {
            throw new IllegalArgumentException(job.phase() + ": the loss left the finite numbers in epoch " + epoch
                    + " (expected a learning rate that converges, was " + learningRate + ")");
        }
    }
}
