package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.statistics.Gram;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Chooses for each weight which of its two neighbouring integers it becomes, so that the results change least, instead
 * of the nearer one:
 *
 * <pre>{@code
 * minimize over q[o, k] in {floor, ceil} of W[o, k] / scale[o]:   dW[o] E[x x^T] dW[o]^T,   dW = scale * q - W
 * }</pre>
 *
 * <p>for each output o by itself, with the second moments of its inputs over samples. The paper relaxes this to a
 * continuous problem and follows its gradient; since the objective of one layer is a quadratic form, we go down it one
 * weight at a time instead, from the nearest integers, as long as a weight is found whose other integer is better. That
 * takes no training, no seed and no rate, and ends where no single change helps.
 *
 * <p>Source: Nagel et al., <cite>Up or Down? Adaptive Rounding for Post-Training Quantization</cite>, ICML 2020,
 * section 3, equation 20.
 *
 * <p>Takes 12 bytes times the square of the width of the widest products; those wider than the limit stay as they are.
 */
public final class AdaRound {
    /** Rows of weights above this length are left alone. */
    public static final int MAX_WIDTH = 4096;
    /** Doubles held at once for second moments: 512 MB. */
    private static final long MAX_MOMENTS = 1L << 26;

    private AdaRound() {}

    /**
     * Returns {@code integers} with other integers for its weights.
     *
     * @param floats the model before quantization
     * @param integers what was made of it, QDQ or dynamic, the names of values being kept
     * @param samples inputs by name; read once for each half gigabyte of second moments
     */
    public static Outcome round(OnnxModel floats, OnnxModel integers, Iterable<Map<String, Tensor>> samples) {
        List<IntegerUnit> units = new ArrayList<>(IntegerUnit.all(floats.graph(), integers.graph()));
        int all = units.size();
        units.removeIf(unit -> unit.width() > MAX_WIDTH);
        List<String> notes = new ArrayList<>();
        if (units.size() < all) {
            notes.add(all - units.size() + " products wider than " + MAX_WIDTH + " keep their nearest integers");
        }
        double[] errors = new double[2];
        Graph graph = integers.graph();
        for (List<IntegerUnit> part : parts(units)) {
            Map<String, Gram> grams = InputMoments.grams(
                    floats, part.stream().map(IntegerUnit::unit).toList(), samples);
            for (IntegerUnit unit : part) {
                Gram gram = Objects.requireNonNull(grams.get(unit.unit().output()));
                Tensor stored = rounded(unit, gram, errors);
                graph = graph.edit(out -> out.initializer(unit.weight().name(), stored));
            }
        }
        notes.add(String.format(
                Locale.ROOT,
                "rounding of %d weights chosen: error of their products %.1f %% of that of the nearest integers",
                units.size(),
                errors[0] == 0 ? 100 : 100 * errors[1] / errors[0]));
        return new Outcome(integers.withGraph(graph), notes);
    }

    private static List<List<IntegerUnit>> parts(List<IntegerUnit> units) {
        List<List<IntegerUnit>> parts = new ArrayList<>();
        long held = Long.MAX_VALUE;
        for (IntegerUnit unit : units) {
            long moments = (long) unit.width() * unit.width() * unit.unit().groups();
            if (held > MAX_MOMENTS - moments) {
                parts.add(new ArrayList<>());
                held = 0;
            }
            held += moments;
            parts.get(parts.size() - 1).add(unit);
        }
        return parts;
    }

    private static Tensor rounded(IntegerUnit unit, Gram gram, double[] errors) {
        int[] integers = unit.integers();
        float[] weight = unit.unit().weight().floats();
        int outputsOfGroup = unit.outputs() / gram.groups();
        for (int group = 0; group < gram.groups(); group++) {
            RoundingSearch search = new RoundingSearch(unit, weight, gram, group);
            double[][] found = IntStream.range(group * outputsOfGroup, (group + 1) * outputsOfGroup)
                    .parallel()
                    .mapToObj(output -> search.run(output, integers))
                    .toArray(double[][]::new);
            for (double[] each : found) {
                errors[0] += each[0];
                errors[1] += each[1];
            }
        }
        return unit.stored(integers);
    }
}
