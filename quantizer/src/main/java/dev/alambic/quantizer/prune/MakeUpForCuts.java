package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.ValueAxis;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.statistics.Gram;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Changes weights and biases before channels are cut, so that what stays does the work of what goes as well as it can:
 * what a product would have read of the cut channels is told from those that stay, by linear regression over samples.
 *
 * <pre>{@code
 * W'[o, S] = W[o, S] + W[o, R] C_RS C_SS^-1           S what stays, R what goes, C the covariance of the inputs
 * b'[o]    = b[o] + W[o, R] (E[x_R] - C_RS C_SS^-1 E[x_S])
 * }</pre>
 *
 * <p>which makes {@code E |W x + b - W' x_S - b'|²} smallest: bias correction is its second line, a scale for each
 * channel a special case of its first. A product without a bias to change (MatMul) does it by E[x x^T] alone. Source:
 * He, Zhang and Sun, <cite>Channel Pruning for Accelerating Very Deep Neural Networks</cite>, ICCV 2017, section 3.1
 * (the reconstruction, there with the inputs of the cut model); Nagel et al., ICCV 2019, section 4.2 (bias correction).
 */
final class MakeUpForCuts implements Pass.Lossy {
    /** Part of the mean of the diagonal that is added to it, so that C can be inverted. */
    private static final double DAMPING = 1e-3;

    /** The widest rows whose covariance is taken: 128 MiB in doubles. */
    private static final int WIDEST = 4096;

    private final PrunePlan plan;
    private final Iterable<Map<String, Tensor>> samples;

    /** @param samples inputs by name, such as the model will meet; read once */
    MakeUpForCuts(PrunePlan plan, Iterable<Map<String, Tensor>> samples) {
        this.plan = plan;
        this.samples = samples;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        if (plan.cuts().isEmpty()) {
            return Outcome.of(model);
        }
        Map<Node, Reader> readers = new HashMap<>();
        List<String> notes = new ArrayList<>();
        for (Reader reader : readers(model)) {
            if (reader.stays.length > WIDEST) {
                notes.add(reader.view.node().label() + " reads " + reader.stays.length
                        + " numbers at once: too many to make up for cuts");
            } else {
                readers.put(reader.view.node(), reader);
            }
        }
        Map<String, Gram> grams = InputMoments.grams(
                model, readers.values().stream().map(Reader::view).toList(), samples);
        return new Outcome(
                model.mapGraph(graph -> graph.rewrite((out, node) -> {
                    Reader reader = readers.get(node);
                    out.node(reader == null ? node : reader.changed(out, gram(grams, reader)));
                })),
                notes);
    }

    private static Gram gram(Map<String, Gram> grams, Reader reader) {
        return Objects.requireNonNull(grams.get(reader.view.output()));
    }

    /** Returns the products that read channels that go; one in groups loses whole groups, and nothing of the others. */
    private List<Reader> readers(OnnxModel model) {
        DependencyGraph dependencies = DependencyGraph.of(model);
        BitSet removed = new BitSet();
        for (ChannelCut cut : plan.cuts()) {
            cut.units().forEach(index -> removed.set(dependencies.unit(cut.group(), index)));
        }
        List<Reader> readers = new ArrayList<>();
        for (ProductView view : ProductView.all(model.graph())) {
            String weight = view.node().inputs().get(1);
            boolean own = model.graph().index().consumers(weight).size() == 1
                    && model.graph().initializers().containsKey(weight);
            if (own && view.groups() == 1) {
                dependencies.units(new ValueAxis(weight, 1 - view.axis())).ifPresent(units -> {
                    boolean[] stays = stays(view, units, removed);
                    if (IntStream.range(0, stays.length).anyMatch(k -> !stays[k])) {
                        readers.add(new Reader(view, stays));
                    }
                });
            }
        }
        return readers;
    }

    /** Returns for each number that a row of a product has whether it stays. */
    private static boolean[] stays(ProductView view, int[] units, BitSet removed) {
        boolean[] stays = new boolean[view.width()];
        for (int k = 0; k < stays.length; k++) {
            stays[k] = !removed.get(units[k / (stays.length / units.length)]);
        }
        return stays;
    }

    /** A product, and which of the numbers that it reads stay. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one pass and is never compared
    private record Reader(ProductView view, boolean[] stays) {

        /** Returns the node with what stays doing the work of what goes. */
        Node changed(Graph.Builder out, Gram gram) {
            boolean shifts = !view.isMatMul() && view.hasKnownBias();
            int[] kept = IntStream.range(0, stays.length).filter(k -> stays[k]).toArray();
            int[] gone = IntStream.range(0, stays.length).filter(k -> !stays[k]).toArray();
            LeastSquares regression =
                    LeastSquares.of(kept.length, DAMPING, (i, j) -> moment(gram, kept[i], kept[j], shifts));
            float[] weight = view.weight().floats();
            float[] bias = view.bias().map(Tensor::floats).orElseGet(() -> new float[view.outputs()]);
            for (int o = 0; o < view.outputs(); o++) {
                double[] right = new double[kept.length];
                double shift = 0;
                for (int r : gone) {
                    double factor = weight[view.index(o, r)];
                    shift += factor * gram.mean(0, r);
                    for (int s = 0; s < kept.length; s++) {
                        right[s] += factor * moment(gram, r, kept[s], shifts);
                    }
                }
                double[] more = regression.solve(right);
                for (int s = 0; s < kept.length; s++) {
                    weight[view.index(o, kept[s])] += (float) more[s];
                    shift -= more[s] * gram.mean(0, kept[s]);
                }
                bias[o] += (float) shift;
            }
            Node node = view.node();
            String name = node.inputs().get(1);
            out.initializer(name, Tensor.ofFloats(weight, view.weight().dims()));
            if (!shifts) {
                return node;
            }
            String row =
                    out.constant(node.input(2).orElse(node.output() + "_bias"), Tensor.ofFloats(bias, bias.length));
            return node.withInputs(List.of(node.inputs().get(0), name, row));
        }

        private static double moment(Gram gram, int i, int j, boolean central) {
            return gram.second(0, i, j) - (central ? gram.mean(0, i) * gram.mean(0, j) : 0);
        }
    }
}
