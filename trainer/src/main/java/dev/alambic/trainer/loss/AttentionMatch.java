package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distance of the student's attention probabilities from the teacher's (Jiao et al., TinyBERT, arXiv:1909.10351,
 * equation 7; by KL Wang et al., MiniLM, arXiv:2002.10957, equation 5); the mean over the pairs. Where the numbers of
 * heads differ, neighbouring heads are averaged to as many as both have.
 *
 * @param pairs of attention probabilities [batch, heads, queries, keys]
 */
public record AttentionMatch(AttentionDistance distance, List<Pair> pairs) implements Term {

    public static final Words WORDS = new Words("attention", "teacher", "the teacher's attention", "w");

    public AttentionMatch {
        pairs = List.copyOf(pairs);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return pairs.size() == 1
                ? "the teacher's attention in a layer"
                : "its attention in " + pairs.size() + " layers";
    }

    @Override
    public Set<Tap> needs() {
        return Pair.taps(pairs);
    }

    @Override
    public Term fitted(Map<Tap, Shape> shapes, NDManager manager) {
        for (Pair pair : pairs) {
            Shape teacher = Features.shape(pair.teacher(), shapes);
            Shape student = Features.shape(pair.student(), shapes);
            boolean fits = teacher.dimension() == 4
                    && student.dimension() == 4
                    && teacher.slice(2).equals(student.slice(2));
            if (!fits) {
                throw Features.refusal(pair, "[heads, queries, keys] of as many tokens", teacher, student);
            }
        }
        return this;
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = signals.scalar(0);
        for (Pair.Values pair : Pair.all(pairs, signals)) {
            long heads = common(
                    pair.teacher().getShape().get(1), pair.student().getShape().get(1));
            sum = sum.add(distance.mean(heads(pair.student(), heads), heads(pair.teacher(), heads)));
        }
        return sum.div(pairs.size());
    }

    /** Returns the greatest common divisor. */
    private static long common(long a, long b) {
        return b == 0 ? a : common(b, a % b);
    }

    private static NDArray heads(NDArray values, long heads) {
        Shape shape = values.getShape();
        long group = shape.get(1) / heads;
        return group == 1
                ? values
                : values.reshape(shape.get(0), heads, group, shape.get(2), shape.get(3))
                        .mean(new int[] {2});
    }
}
