package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.message.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The student's features of a sample should tell the teacher's features of that sample from those of all others:
 * {@code -log of exp(s_i t_i / T) over the sum of exp(s_i t_j / T)}, s and t being learned linear maps of the features
 * to one width, with length 1 (Tian et al., Contrastive Representation Distillation, arXiv:1910.10699, section 3; the
 * other samples are those of the batch, as in van den Oord et al., arXiv:1807.03748, equation 4, where they keep a
 * memory). The mean over the pairs.
 *
 * @param width of the features compared, at least 1
 * @param temperature T above 0
 * @param weights of the maps by what they are for; learnt with the network
 */
public record ContrastiveMatch(int width, double temperature, List<Pair> pairs, Map<String, NDArray> weights)
        implements Term {

    public static final Words WORDS = new Words("contrast", "teacher", "the teacher's features of other samples", "w");

    private static final String TEACHER = " of the teacher";
    private static final String STUDENT = " of the student";

    public ContrastiveMatch {
        Rule.atLeastOne("width", width);
        Rule.positive("temperature", temperature);
        pairs = List.copyOf(pairs);
        weights = Map.copyOf(weights);
    }

    public ContrastiveMatch(int width, double temperature, List<Pair> pairs) {
        this(width, temperature, pairs, Map.of());
    }

    @Override
    public Words words() {
        return WORDS;
    }

    @Override
    public String source() {
        return "features that tell a sample from others as the teacher's do";
    }

    @Override
    public Set<Tap> needs() {
        return Pair.taps(pairs);
    }

    @Override
    public Term fitted(Map<Tap, Shape> shapes, NDManager manager) {
        Map<String, NDArray> drawn = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            long teacher = Features.shape(pair.teacher(), shapes).slice(1).size();
            long student = Features.shape(pair.student(), shapes).slice(1).size();
            drawn.put(pair + TEACHER, Projection.draw(teacher, width, manager));
            drawn.put(pair + STUDENT, Projection.draw(student, width, manager));
        }
        return new ContrastiveMatch(width, temperature, pairs, drawn);
    }

    @Override
    public NDArray loss(Signals signals) {
        NDArray sum = signals.scalar(0);
        for (Pair pair : pairs) {
            Pair.Values values = pair.values(signals);
            NDArray teacher = Features.unit(Features.rows(values.teacher()).matMul(map(pair + TEACHER)));
            NDArray student = Features.unit(Features.rows(values.student()).matMul(map(pair + STUDENT)));
            NDArray alike = student.matMul(teacher.transpose()).mul(signals.scalar(1 / temperature));
            NDArray own = signals.step().eye((int) teacher.getShape().get(0));
            sum = sum.sub(alike.logSoftmax(1).mul(own).sum(new int[] {1}).mean());
        }
        return sum.div(pairs.size());
    }

    private NDArray map(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
