package dev.alambic.trainer.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.spec.DistillSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network, or two at once: epochs of batches, each ending with pruning if it is due, validation, a record,
 * and a checkpoint. Everything random is a function of the job's seed and the epoch, so that training that is resumed
 * from a checkpoint ends with the very weights of one that was never broken off (with one thread).
 */
public final class Training {

    private final Pupil pupil;
    private final NDManager manager;
    private TrainingListener listener = TrainingListener.NONE;
    private @Nullable Path checkpoint;
    private @Nullable AnswerStore answers;

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
        this.pupil = new Pupil(block, job, train, validation, manager);
        this.manager = manager;
    }

    /** Sets how samples become the inputs of the block; by default it has one, as {@link ModelInputs#of} says. */
    public Training inputs(ModelInputs newInputs) {
        pupil.inputs(newInputs);
        return this;
    }

    /** Sets what gives the block as it would be exported; needed where groups of channels are pruned. */
    public Training graph(Supplier<OnnxModel> newGraph) {
        pupil.graph(newGraph);
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
        if (pupil.job().distill() != null && teacher == null) {
            throw new IllegalArgumentException("distill: needs a teacher");
        }
        pupil.requireLabels();
        try (NDManager own = manager.newSubManager()) {
            pupil.begin(pupil.objective(teacher, own), List.of(), own);
            KeptAnswers kept = kept(pupil.shapes());
            return trained(List.of(pupil), teacher, kept, (feed, epoch, batch, share) -> {
                double loss = pupil.learner().learn(feed, epoch, batch, share, pupil.totals());
                return List.of(loss);
            });
        }
    }

    /**
     * Trains this network and its teacher at once, to the end, by the same batches, which are this one's: the student
     * learns from the teacher as it is in each step. Each is left with the weights of its own best epoch.
     *
     * @param other the training of the teacher, of as many epochs; its listener and checkpoint are not used
     * @param asked the teacher, to be asked what is inside it
     * @param mutual whether the teacher learns from the student too, by the job of its own
     * @return the epochs of both, the teacher's first; see {@link #run}
     */
    public List<List<EpochRecord>> runWith(Training other, Teacher asked, boolean mutual) {
        requireAsked();
        Pupil teacher = other.pupil;
        pupil.requireLabels();
        teacher.requireLabels();
        try (NDManager own = manager.newSubManager()) {
            Objective objective = pupil.objective(asked, own);
            List<String> told = objective.needs().stream()
                    .filter(tap -> !tap.isStudent())
                    .map(Tap::value)
                    .toList();
            if (mutual && !told.isEmpty()) {
                throw new IllegalArgumentException(
                        "mutual: each learns from the answers of the other (expected terms of"
                                + " answers alone, or mutual: false, was one of the value '" + told.get(0)
                                + "' inside)");
            }
            pupil.begin(objective, List.of(), own);
            teacher.begin(teacher.objective(null, own), told, own);
            Tandem tandem = new Tandem(teacher.learner(), teacher.inputs(), pupil.learner(), mutual);
            KeptAnswers none = new KeptAnswers(Map.of(), null, "", null);
            trained(List.of(teacher, pupil), null, none, (feed, epoch, batch, share) -> {
                Tandem.Losses losses = tandem.learn(feed, epoch, batch, share, teacher.totals(), pupil.totals());
                return List.of(losses.teacher(), losses.student());
            });
            return List.of(teacher.history().records(), pupil.history().records());
        }
    }

    /** Refuses what only a teacher can do that answers the same each time. */
    private void requireAsked() {
        DistillSpec distill = pupil.job().distill();
        if (distill != null && distill.copies() > 0) {
            throw new IllegalArgumentException("copies: a teacher that is trained at once is asked in each step"
                    + " (expected 0, was " + distill.copies() + ")");
        }
    }

    /** Learns from one batch, and returns the loss of each network. */
    @FunctionalInterface
    private interface Step {
        List<Double> learn(BatchFeed feed, int epoch, int[] batch, double share);
    }

    /** Trains networks whose last one says by which batches, and when it is over; returns the epochs of that. */
    private List<EpochRecord> trained(List<Pupil> pupils, @Nullable Teacher teacher, KeptAnswers kept, Step step) {
        restore(pupils);
        if (!pupil.job().spec().step().isEmpty()) {
            listener.noted(pupil.job().phase(), pupil.job().spec().step());
        }
        pupils.forEach(each -> listener.started(each.job(), each.history().records()));
        if (!pupil.history().isOver()) {
            try (BatchFeed feed =
                    new BatchFeed(pupil.job(), pupil.lesson(), pupil.train(), pupil.inputs(), teacher, kept)) {
                pupils.forEach(each -> each.requireGradients(feed));
                while (!pupil.history().isOver()) {
                    epoch(pupils, feed, step);
                }
            }
        }
        pupils.forEach(Pupil::keepBest);
        return pupil.history().records();
    }

    /**
     * Refuses, before anything is trained, what {@link #run} would refuse of the terms that the network learns by.
     *
     * @param teacher may be yet to be trained
     */
    public void requireFits(Teacher teacher) {
        pupil.requireLabels();
        try (NDManager own = manager.newSubManager()) {
            pupil.objective(teacher, own);
        }
    }

    private KeptAnswers kept(Map<Tap, Shape> shapes) {
        Map<Tap, Shape> taught = new TreeMap<>(shapes);
        taught.keySet().removeIf(Tap::isStudent);
        return new KeptAnswers(
                taught,
                checkpoint == null
                        ? null
                        : checkpoint.resolveSibling(pupil.job().phase() + ".answers"),
                pupil.fingerprint().replace('\n', ' '),
                answers);
    }

    private void restore(List<Pupil> pupils) {
        if (checkpoint == null || !Files.exists(checkpoint)) {
            return;
        }
        List<Checkpoint> stored = Checkpoint.read(checkpoint);
        List<String> expected = pupils.stream().map(Pupil::fingerprint).toList();
        List<String> found = stored.stream().map(Checkpoint::fingerprint).toList();
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(checkpoint + ": checkpoint of another training, or another"
                    + " version (" + difference(expected, found) + ")");
        }
        for (int i = 0; i < pupils.size(); i++) {
            pupils.get(i).restore(stored.get(i));
        }
    }

    private static String difference(List<String> expected, List<String> found) {
        if (expected.size() != found.size()) {
            return "expected " + expected.size() + " networks, was " + found.size();
        }
        return IntStream.range(0, expected.size())
                .filter(i -> !expected.get(i).equals(found.get(i)))
                .mapToObj(i -> Fingerprint.difference(expected.get(i), found.get(i)))
                .collect(Collectors.joining("; "));
    }

    private void epoch(List<Pupil> pupils, BatchFeed feed, Step step) {
        int epoch = pupil.history().epochs() + 1;
        TrainingEngine.seed(pupil.job().seedOf(epoch));
        pupils.forEach(each -> each.beginEpoch(epoch));
        batches(epoch, pupils, feed, step);
        double waited = feed.waited();
        List<EpochRecord> records = new ArrayList<>();
        pupils.forEach(each -> records.add(each.endEpoch(epoch, waited, pupils.size())));
        if (checkpoint != null) {
            Checkpoint.write(checkpoint, pupils.stream().map(Pupil::checkpoint).toList());
        }
        records.forEach(listener::epoch);
    }

    private void batches(int epoch, List<Pupil> pupils, BatchFeed feed, Step step) {
        List<int[]> batches = feed.epoch(epoch);
        feed.start(epoch, batches);
        int together = pupil.job().spec().accumulate();
        int steps = (batches.size() + together - 1) / together;
        for (int i = 0; i < steps; i++) {
            double epochs = epoch - 1 + (i + 0.5) / steps;
            int from = i * together;
            List<int[]> own = batches.subList(from, Math.min(from + together, batches.size()));
            double samples = own.stream().mapToInt(batch -> batch.length).sum();
            for (int k = 0; k < own.size(); k++) {
                if (Thread.interrupted()) {
                    throw new CancellationException(pupil.job().phase() + ": training was interrupted");
                }
                List<Double> losses = step.learn(feed, epoch, own.get(k), own.get(k).length / samples);
                boolean last = k + 1 == own.size();
                for (int n = 0; n < pupils.size(); n++) {
                    pupils.get(n).requireFinite(losses.get(n), epoch, epochs);
                    if (last) {
                        pupils.get(n).update(epoch, epochs);
                    }
                }
                listener.batch(pupil.job(), epoch, from + k + 1, batches.size(), losses.get(losses.size() - 1));
            }
        }
    }
}
