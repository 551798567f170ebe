package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.message.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the tokens relate to each other inside both models: {@code KL(softmax(V V' / sqrt(d)) of the teacher || of the
 * student)}, V being queries, keys, values or hidden states, cut into heads of width d, of which both have as many
 * whatever their widths (Wang et al., MiniLMv2, arXiv:2012.15828, equations 5 to 8); the mean over the pairs.
 *
 * @param heads relation heads, at least 1; divides both widths
 * @param pairs of values [batch, tokens, width] or [batch, heads, tokens, width of a head]
 */
public record RelationMatch(int heads, List<Pair> pairs) implements Term {

    public static final Words WORDS = new Words("relations", "teacher", "how tokens relate inside the teacher", "w");

    public RelationMatch {
        Rule.atLeastOne("heads", heads);
        pairs = List.copyOf(pairs);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "how tokens relate to each other inside the teacher";
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
            boolean fits = isOfTokens(teacher) && isOfTokens(student) && tokens(teacher) == tokens(student);
            if (!fits) {
                throw Features.refusal(
                        pair,
                        "[tokens, width] or [heads, tokens, width] of as many tokens, the width a multiple of " + heads
                                + " relation heads",
                        teacher,
                        student);
            }
        }
        return this;
    }

    private boolean isOfTokens(Shape shape) {
        int rank = shape.dimension();
        return (rank == 3 && shape.get(2) % heads == 0) || (rank == 4 && shape.get(1) * shape.get(3) % heads == 0);
    }

    private static long tokens(Shape shape) {
        return shape.get(shape.dimension() - 2);
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = signals.scalar(0);
        for (Pair.Values pair : Pair.all(pairs, signals)) {
            NDArray teacher = relations(pair.teacher(), signals);
            NDArray student = relations(pair.student(), signals);
            sum = sum.add(
                    teacher.exp().mul(teacher.sub(student)).sum(new int[] {-1}).mean());
        }
        return sum.div(pairs.size());
    }

    /** Returns the logarithms of the relations [batch, relation heads, tokens, tokens]. */
    private NDArray relations(NDArray values, Signals signals) {
        Shape shape = values.getShape();
        boolean hasHeads = shape.dimension() == 4;
        long batch = shape.get(0);
        long tokens = tokens(shape);
        NDArray joined = hasHeads ? values.transpose(0, 2, 1, 3).reshape(batch, tokens, -1) : values;
        long width = joined.getShape().get(2) / heads;
        NDArray cut = joined.reshape(batch, tokens, heads, width).transpose(0, 2, 1, 3);
        return cut.matMul(cut.transpose(0, 1, 3, 2))
                .mul(signals.scalar(1 / Math.sqrt((double) width)))
                .logSoftmax(-1);
    }
}
