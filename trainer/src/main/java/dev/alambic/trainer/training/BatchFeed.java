package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.data.augment.Augmentation;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.augment.Mix;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.BatchOrder;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.spec.ClassBalance;
import dev.alambic.trainer.spec.DistillSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts each epoch into batches and hands them to the engine: a function of the job's seed, the epoch and the batch.
 * What takes long to prepare is prepared ahead, on other threads.
 */
final class BatchFeed implements AutoCloseable {

    private final TrainingJob job;
    private final Dataset data;
    private final ModelInputs model;
    private final BatchOrder order;
    private final Augmenter augmenter;
    private final Augmenter jitter;
    private final @Nullable TeacherAnswers answers;
    private final Lesson lesson;
    private final int width;
    /** Number of fixed copies of each sample; 0 = new ones each epoch. */
    private final int copies;

    private final @Nullable Mix mix;
    private final @Nullable LoadAhead<Batch> ahead;
    private final Batch own;
    private Batch current;
    private long waited;
    private final DirectFloats labels;
    private final DirectFloats logits;

    private final List<Tap> taps;
    private Map<String, Tensor> inner = Map.of();

    /** @param kept what the teacher is asked for, and where its answers are kept */
    BatchFeed(
            TrainingJob job,
            Lesson lesson,
            Dataset data,
            ModelInputs model,
            @Nullable Teacher teacher,
            KeptAnswers kept) {
        this.job = job;
        this.taps = kept.taps();
        this.data = data;
        this.model = model;
        this.lesson = lesson;
        this.width = lesson.width();
        long seed = job.seedOf(0);
        this.order = order(job.spec().sampling(), data, seed);
        this.augmenter = augmenter(job.spec().augmentation(), seed);
        DistillSpec distill = job.distill();
        this.jitter =
                augmenter(distill == null ? Augmentation.defaults() : distill.jitter(), TrainingEngine.mix(seed, 1));
        this.copies = copies(job);
        this.answers = answers(teacher, kept);
        this.mix = mix(job, data, seed);
        int most = (int) Math.min(job.spec().batchSize() + 1L, data.size());
        requireFits(most, Math.max(data.sampleSize(), width));
        this.own = new Batch(new DirectFloats(most * data.sampleSize()));
        this.current = own;
        boolean isWork = augments() || data.isWork();
        this.ahead = isWork
                ? new LoadAhead<>(() -> new Batch(new DirectFloats(most * data.sampleSize())), this::prepare)
                : null;
        this.labels = new DirectFloats(most * width);
        this.logits = new DirectFloats(most * width);
    }

    private static BatchOrder order(ClassBalance sampling, Dataset data, long seed) {
        if (sampling instanceof ClassBalance.None || !(data.targets() instanceof Targets.Classes)) {
            return BatchOrder.shuffled(data, seed);
        }
        return BatchOrder.weighted(data, sampling.factors(data.classes(), data.classCounts()), seed);
    }

    /** The inputs of one batch. */
    private static final class Batch {
        private final DirectFloats inputs;
        private Mix.@Nullable Mixed mixed;

        Batch(DirectFloats inputs) {
            this.inputs = inputs;
        }
    }

    private static @Nullable Mix mix(TrainingJob job, Dataset data, long seed) {
        Augmentation augmentation = job.spec().augmentation();
        DistillSpec distill = job.distill();
        if (augmentation.mixes() && distill != null && distill.copies() > 0) {
            throw new IllegalArgumentException("copies: samples that are mixed with each other are new in each epoch"
                    + " (expected 0, was " + distill.copies() + ")");
        }
        return augmentation.mixes() ? new Mix(augmentation, data.input(), TrainingEngine.mix(seed, 2)) : null;
    }

    private static void requireFits(int samples, int values) {
        int most = Integer.MAX_VALUE / Float.BYTES / values;
        if (samples > most) {
            throw new IllegalArgumentException(
                    "batchSize: the values of a batch must fit into one buffer (expected at most " + most
                            + " samples of " + values + " values, was " + samples + ")");
        }
    }

    private Augmenter augmenter(Augmentation augmentation, long seed) {
        Standardization units = augmentation.noise() > 0 && !(data.input() instanceof InputMeaning.Sound)
                ? Standardization.of(data)
                : new Standardization(List.of(0f), List.of(1f));
        return new Augmenter(augmentation, units, seed);
    }

    private static int copies(TrainingJob job) {
        DistillSpec distill = job.distill();
        if (job.spec().augmentation().isNone()) {
            return 1;
        }
        return distill == null ? 0 : distill.copies();
    }

    private @Nullable TeacherAnswers answers(@Nullable Teacher teacher, KeptAnswers kept) {
        if (teacher == null || job.distill() == null) {
            return null;
        }
        if (teacher.classes() != width) {
            throw new IllegalArgumentException("teacher: answers with other " + what()
                    + " than the data have (expected " + width + ", was " + teacher.classes() + ")");
        }
        return kept.open(teacher, data, augmenter, copies);
    }

    /** Returns the sample indices of each batch of {@code epoch}. */
    List<int[]> epoch(int epoch) {
        return order.batches(epoch, job.spec().batchSize());
    }

    /** Begins to prepare these batches of an epoch, which will be asked for in this order. */
    void start(int epoch, List<int[]> batches) {
        waited = 0;
        if (ahead != null) {
            ahead.start(epoch, batches);
        }
    }

    /** Returns the time that was spent waiting for inputs since the epoch was {@linkplain #start started}, seconds. */
    double waited() {
        return waited / 1e9;
    }

    /** Returns the inputs of the network for these samples; valid until the next call. */
    NDList inputs(int epoch, int[] indices, NDManager manager) {
        long start = System.nanoTime();
        Batch prepared = ahead == null ? null : ahead.take(epoch, indices);
        if (prepared == null) {
            prepare(own, epoch, indices);
        }
        current = prepared == null ? own : prepared;
        waited += System.nanoTime() - start;
        DirectFloats inputs = current.inputs;
        if (data.input() instanceof InputMeaning.Text) {
            return Inference.arrays(model, inputs.values(), indices.length, manager);
        }
        return new NDList(inputs.array(manager, Networks.batchShape(indices.length, data.input())));
    }

    /**
     * Returns the samples last given by {@link #inputs} as the inputs of another network.
     *
     * @param samples what {@link #inputs} gave
     */
    NDList inputsOf(ModelInputs other, NDList samples, int count, NDManager manager) {
        return data.input() instanceof InputMeaning.Text
                ? Inference.arrays(other, current.inputs.values(), count, manager)
                : samples;
    }

    private void prepare(Batch target, int epoch, int[] indices) {
        float[] values = target.inputs.values();
        for (int i = 0; i < indices.length; i++) {
            write(epoch, indices[i], values, i * data.sampleSize());
        }
        target.mixed = mix == null ? null : mix.apply(epoch, indices, values, data.sampleSize());
    }

    private boolean augments() {
        DistillSpec distill = job.distill();
        return !job.spec().augmentation().isNone()
                || (distill != null && !distill.jitter().isNone());
    }

    private void write(int epoch, int index, float[] values, int offset) {
        augmenter.copySample(data, index, round(epoch, index), values, offset);
        jitter.changeAgain(data, index, epoch, values, offset);
    }

    private int round(int epoch, int index) {
        return copies == 0 ? epoch : (epoch + index) % copies;
    }

    private String what() {
        return data.targets() instanceof Targets.Numbers ? "targets" : "classes";
    }

    /**
     * Returns what the answers are compared with [batch, values] for the samples last given by {@link #inputs}; valid
     * until the next call.
     */
    NDArray labels(int[] indices, NDManager manager) {
        for (int i = 0; i < indices.length; i++) {
            lesson.write(data, indices[i], labels.values(), i * width);
        }
        if (current.mixed != null) {
            current.mixed.apply(labels.values(), width);
        }
        return labels.array(manager, new Shape(indices.length, width));
    }

    /**
     * Returns the teacher's answers [batch, values], as losses compare them, for the samples last given by
     * {@link #inputs}, or null without a teacher; valid until the next call.
     */
    @Nullable
    NDArray teacher(int epoch, int[] indices, NDManager manager) {
        if (answers == null) {
            return null;
        }
        int[] rounds = new int[indices.length];
        for (int i = 0; i < rounds.length; i++) {
            rounds[i] = round(epoch, indices[i]);
        }
        inner = answers.write(indices, rounds, current.inputs.values(), logits.values());
        lesson.makeComparable(logits.values(), indices.length);
        return logits.array(manager, new Shape(indices.length, width));
    }

    /** Returns the values inside the teacher for the samples last given to {@link #teacher}. */
    Map<Tap, NDArray> taps(NDManager manager) {
        Map<Tap, NDArray> arrays = new LinkedHashMap<>();
        List<String> names = ValuePairs.names(taps);
        for (int i = 0; i < names.size(); i++) {
            Tensor value = inner.get(names.get(i));
            if (value != null) {
                arrays.put(taps.get(i), manager.create(value.floats(), new Shape(value.dims())));
            }
        }
        return arrays;
    }

    /** Adds the answers to these samples, as losses compare them, to a score. */
    void judge(int[] indices, float[] answered, Score score) {
        score.add(data, indices, answered);
    }

    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
        if (answers != null) {
            answers.close();
        }
    }
}
