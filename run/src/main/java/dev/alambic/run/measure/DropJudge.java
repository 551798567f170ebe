package dev.alambic.run.measure;

import dev.alambic.data.answer.Classifier;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the accuracy, or the main figure of other tasks, of many forms of one model. A form that is clearly worse than
 * allowed is seen by some of the rows: as soon as the drop lies above the bound by more than {@value #ERRORS} standard
 * errors of the mean difference, row by row, from the first model. One that is good enough is judged on all rows. The
 * rows of a model with state are calls that follow each other: they are asked as they lie, all of them.
 */
public final class DropJudge {
    /** A sound form is refused by mistake once in more than a thousand. */
    static final double ERRORS = 3.5;

    private static final int FIRST = 500;

    private final Dataset calls;
    private final Dataset rows;
    private final double most;
    private final SessionOptions options;
    private boolean @Nullable [] first;

    /**
     * @param rows labelled
     * @param most largest drop that is good enough, as a share of the rows, 0 to 1, or of that figure
     * @param seed of the order in which rows are asked
     */
    public DropJudge(Dataset rows, double most, long seed, SessionOptions options) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        this.calls = rows;
        this.rows = rows.subset(order.stream().mapToInt(Integer::intValue).toArray());
        this.most = most;
        this.options = options;
    }

    /**
     * Returns the share of rows that {@code model} is right on, 0 to 1, or its figure of another task, for which all
     * rows are asked; the first one that is asked about sets the bar.
     */
    public double quality(OnnxModel model) {
        if (!StatePairs.of(model).isEmpty() || !(rows.targets() instanceof Targets.Classes)) {
            return ModelMetrics.measure(model, "the model", calls, options).main();
        }
        boolean[] bar = first;
        if (bar == null) {
            bar = right(ModelMetrics.answers(model, "the model", rows, options), rows);
            first = bar;
            return share(bar, bar.length);
        }
        boolean[] right = new boolean[rows.size()];
        int count = 0;
        try (Classifier classifier = Classifier.open(model, rows, options)) {
            for (int size = FIRST; count < rows.size(); size *= 2) {
                int end = Math.min(rows.size(), count + size);
                Dataset part = rows.subset(IntStream.range(count, end).toArray());
                boolean[] more = right(classifier.logits(part), part);
                System.arraycopy(more, 0, right, count, more.length);
                count = end;
                if (isTooBad(bar, right, count)) {
                    return share(bar, bar.length) - drop(bar, right, count);
                }
            }
        }
        return share(right, right.length);
    }

    private static boolean[] right(float[] logits, Dataset rows) {
        boolean[] right = new boolean[rows.size()];
        int classes = logits.length / rows.size();
        for (int i = 0; i < right.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[i * classes + c] > logits[i * classes + best] ? c : best;
            }
            right[i] = best == rows.label(i);
        }
        return right;
    }

    private boolean isTooBad(boolean[] bar, boolean[] right, int count) {
        double drop = drop(bar, right, count);
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += bar[i] == right[i] ? 0 : 1;
        }
        // one more difference than was seen: a sample without any is no proof
        double variance = (squares + 1) / count - drop * drop;
        return count < rows.size() && drop - ERRORS * Math.sqrt(variance / count) > most;
    }

    private static double drop(boolean[] bar, boolean[] right, int count) {
        return share(bar, count) - share(right, count);
    }

    private static double share(boolean[] right, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += right[i] ? 1 : 0;
        }
        return sum / (double) count;
    }
}
