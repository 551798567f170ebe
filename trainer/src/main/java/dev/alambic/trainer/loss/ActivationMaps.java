package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where in the picture both networks are active: {@code ||Q of the student - Q of the teacher||²}, Q being the sum over
 * the channels of the squares, with length 1 (Zagoruyko and Komodakis, Paying More Attention to Attention,
 * arXiv:1612.03928, equation 2 with p = 2, squared); widths need not agree, and larger maps are pooled. The mean over
 * the pairs.
 *
 * @param pairs of maps [batch, channels, height, width]
 */
public record ActivationMaps(List<Pair> pairs) implements Term {

    public static final Words WORDS = new Words("maps", "teacher", "where the teacher is active", "w");

    public ActivationMaps {
        pairs = List.copyOf(pairs);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "where in a picture the teacher is active";
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
            if (teacher.dimension() != 4 || student.dimension() != 4) {
                throw Features.refusal(pair, "maps [channels, height, width]", teacher, student);
            }
        }
        return this;
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = signals.scalar(0);
        for (Pair.Values pair : Pair.all(pairs, signals)) {
            NDArray teacher = map(pair.teacher(), pair.student().getShape(), signals);
            NDArray student = map(pair.student(), pair.teacher().getShape(), signals);
            NDArray difference = student.sub(teacher);
            sum = sum.add(difference.mul(difference).sum(new int[] {1}).mean());
        }
        return sum.div(pairs.size());
    }

    private static NDArray map(NDArray values, Shape other, Signals signals) {
        NDArray energy = values.mul(values).mean(new int[] {1}, true);
        return Features.unit(Features.rows(Features.pooled(energy, other, signals.step())));
    }
}
