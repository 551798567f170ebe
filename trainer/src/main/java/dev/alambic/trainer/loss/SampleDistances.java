package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.message.Rule;
import java.util.List;
import java.util.Set;

/**
 * How the samples of a batch lie to each other: {@code distance * Huber(distances of pairs, by their mean) + angle *
 * Huber(cosines of the angles of triplets)} (Park et al., Relational Knowledge Distillation, CVPR 2019, equations 7 and
 * 9). Widths need not agree.
 *
 * @param distance weight of the distances, at least 0
 * @param angle weight of the angles, at least 0
 * @param pairs of any values, the mean over them; empty = of the answers
 */
public record SampleDistances(double distance, double angle, List<Pair> pairs) implements Term {

    public static final Words WORDS = new Words("relational", "teacher", "how samples lie to each other", "w");

    private static final int[] LAST = {-1};
    private static final float LEAST_SQUARE = 1e-12f;

    public SampleDistances {
        Rule.atLeastZero("distance", distance);
        Rule.atLeastZero("angle", angle);
        pairs = List.copyOf(pairs);
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "how the samples of a batch lie to each other for the teacher";
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
            NDArray teacher = Features.rows(pair.teacher());
            NDArray student = Features.rows(pair.student());
            sum = sum.add(NumberLoss.SMOOTH_L1
                    .mean(distances(student), distances(teacher))
                    .mul(signals.scalar(distance)));
            if (angle > 0) {
                sum = sum.add(NumberLoss.SMOOTH_L1
                        .mean(angles(student), angles(teacher))
                        .mul(signals.scalar(angle)));
            }
        }
        return sum.div(all.size());
    }

    /** Returns x_i - x_j, [i, j, values]. */
    private static NDArray differences(NDArray rows) {
        return rows.expandDims(1).sub(rows.expandDims(0));
    }

    /** Returns the distances of all pairs over their mean, that of a sample to itself being 0. */
    private static NDArray distances(NDArray rows) {
        NDArray difference = differences(rows);
        NDArray distance =
                difference.mul(difference).sum(LAST).add(LEAST_SQUARE).sqrt();
        long batch = rows.getShape().get(0);
        long others = Math.max(1, batch * (batch - 1));
        return distance.div(distance.sum().div(others).add(LEAST_SQUARE));
    }

    /** Returns the cosine of the angle at each sample between each two others, [at, one, other]. */
    private static NDArray angles(NDArray rows) {
        NDArray unit = Features.unit(differences(rows));
        return unit.matMul(unit.transpose(0, 2, 1));
    }
}
