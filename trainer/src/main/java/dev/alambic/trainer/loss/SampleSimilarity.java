package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;

/**
 * Which samples of a batch are alike: {@code ||G of the teacher - G of the student||² / batch²}, G being the products
 * of all samples' values, each row with length 1 (Tung and Mori, Similarity-Preserving Knowledge Distillation, ICCV
 * 2019, equations 1 to 4). Widths need not agree.
 *
 * @param pairs of any values, the mean over them; empty = of the answers
 */
public record SampleSimilarity(List<Pair> pairs) implements Term {

    public static final Words WORDS = new Words("similarity", "teacher", "which samples are alike", "w");

    public SampleSimilarity {
        pairs = List.copyOf(pairs);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "which samples of a batch are alike for the teacher";
    }

    @Override
    public Set<Tap> needs() {
        return Pair.taps(pairs);
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = signals.scalar(0);
        List<Pair.Values> all = Pair.all(pairs, signals);
        for (Pair.Values pair : all) {
            sum = sum.add(NumberLoss.MSE.mean(products(pair.student()), products(pair.teacher())));
        }
        return sum.div(all.size());
    }

    private static NDArray products(NDArray values) {
        NDArray rows = Features.rows(values);
        return Features.unit(rows.matMul(rows.transpose()));
    }
}
