package dev.alambic.trainer.training;

import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The macro AUC of an epoch, in memory that does not grow with it: logits are counted in bins of {@code 1/64}, from -32
 * to 32, and those of one bin are taken for equal.
 */
final class LabelScore implements Score {
    private static final int BINS = 4096;
    private static final int IN_ONE = 64;

    private final long[][] carrying;
    private final long[][] others;

    LabelScore(int labels) {
        carrying = new long[labels][BINS];
        others = new long[labels][BINS];
    }

    @Override
    public void add(Dataset data, int[] indices, float[] answers) {
        Targets.Labels truth = (Targets.Labels) data.targets();
        int width = carrying.length;
        for (int i = 0; i < indices.length; i++) {
            for (int label = 0; label < width; label++) {
                boolean has = truth.has(indices[i], label);
                (has ? carrying : others)[label][bin(answers[i * width + label])]++;
            }
        }
    }

    private static int bin(float logit) {
        return Math.max(0, Math.min(BINS - 1, (int) Math.floor(logit * IN_ONE) + BINS / 2));
    }

    @Override
    public double value() {
        List<@Nullable Double> areas = new ArrayList<>();
        for (int label = 0; label < carrying.length; label++) {
            areas.add(area(carrying[label], others[label]));
        }
        return MultiLabelMetrics.macroAuc(areas);
    }

    /** Of pairs the share in which the one that carries the label lies above, equal ones counting half. */
    private static @Nullable Double area(long[] carrying, long[] others) {
        double pairs = 0;
        long below = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            pairs += carrying[bin] * (below + others[bin] / 2.0);
            below += others[bin];
            all += carrying[bin];
        }
        return all == 0 || below == 0 ? null : Double.valueOf(pairs / ((double) all * below));
    }
}
