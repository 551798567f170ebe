package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distance of values inside the student from values inside the teacher, of other widths through a learned linear
 * map, and of other sizes as means over neighbourhoods (Romero et al., FitNets: Hints for Thin Deep Nets,
 * arXiv:1412.6550, equation 3; for tokens Jiao et al., TinyBERT, arXiv:1909.10351, equation 8); the mean over the
 * pairs.
 *
 * @param pairs at least one
 * @param weights of the maps [student's width, teacher's width] by the pair that they are for; learnt with the network
 */
public record FeatureMatch(
        FeatureDistance distance, List<Pair> pairs, Projection projection, Map<String, NDArray> weights)
        implements Term {

    public static final Words WORDS = new Words("features", "teacher", "values inside the teacher", "w");

    public FeatureMatch {
        pairs = List.copyOf(pairs);
        weights = Map.copyOf(weights);
    }

    public FeatureMatch(FeatureDistance distance, List<Pair> pairs, Projection projection) {
        this(distance, pairs, projection, Map.of());
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return pairs.size() == 1 ? "a value inside the teacher" : pairs.size() + " values inside the teacher";
    }

    @Override
    public Set<Tap> needs() {
        return Pair.taps(pairs);
    }

    @Override
    public Term fitted(Map<Tap, Shape> shapes, NDManager manager) {
        Map<String, NDArray> drawn = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            Features.requireAlike(pair, shapes);
            Shape teacher = Features.shape(pair.teacher(), shapes);
            Shape student = Features.shape(pair.student(), shapes);
            long from = Features.width(student);
            long to = Features.width(teacher);
            if (projection.isNeeded(from, to)) {
                drawn.put(pair.toString(), Projection.draw(from, to, manager));
            } else if (from != to) {
                throw Features.refusal(pair, "one width, or project: linear", teacher, student);
            }
        }
        return new FeatureMatch(distance, pairs, projection, drawn);
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = null;
        for (Pair pair : pairs) {
            Pair.Values values = pair.values(signals);
            Shape teacherShape = values.teacher().getShape();
            Shape studentShape = values.student().getShape();
            NDArray teacher = Features.places(Features.pooled(values.teacher(), studentShape, signals.step()));
            NDArray student = Features.places(Features.pooled(values.student(), teacherShape, signals.step()));
            NDArray map = weights.get(pair.toString());
            NDArray loss = distance.mean(map == null ? student : student.matMul(map), teacher);
            sum = sum == null ? loss : sum.add(loss);
        }
        if (sum == null) {
            throw new IllegalArgumentException("map: no pair to compare (expected at least one)");
        }
        return sum.div(pairs.size());
    }
}
