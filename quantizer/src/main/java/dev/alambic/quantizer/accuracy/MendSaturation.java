package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.accuracy.StoredProduct.Place;
import dev.alambic.quantizer.int8.ProductPairs;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a quantized model of any origin safe on x86-64 without 8-bit dot products: the channels whose sums can leave 16
 * bits get a larger scale and smaller integers, their bias with them, and no other channel changes. A weight with one
 * scale for all channels changes as a whole. Models that {@link dev.alambic.quantizer.int8} made with its default range
 * are safe already.
 *
 * <pre>{@code
 * f[c] = max(1, largest pair of c / 128)      w' = round(w / f)     scale' = scale * f     bias' = round(bias / f)
 * }</pre>
 */
public final class MendSaturation implements Pass.Lossy {
    /** Keeps halves, which division may raise, from being rounded up in both weights of a pair. */
    private static final double ABOVE = 1 + 1e-9;

    @Override
    public Outcome apply(OnnxModel model) {
        List<String> notes = new ArrayList<>();
        Map<Node, Map<Integer, Tensor>> changes = new HashMap<>();
        for (StoredProduct product : StoredProduct.all(model.graph())) {
            Saturation found = Saturation.of(product);
            if (found.isSafe()) {
                continue;
            }
            boolean mended = product.scale().isPresent() && mend(product, changes);
            notes.add(found + (mended ? ": mended" : ": left, since its scale is not a constant"));
        }
        return changes.isEmpty()
                ? new Outcome(model, notes)
                : new Outcome(model.withGraph(changed(model.graph(), changes)), notes);
    }

    private static boolean mend(StoredProduct product, Map<Node, Map<Integer, Tensor>> changes) {
        Tensor scale = product.scale().orElseThrow().tensor();
        double[] factors = factors(product, scale.elementCount() == 1);
        boolean fits = scale.elementCount() == 1 || scale.elementCount() == factors.length;
        boolean alike = product.biasUnits()
                .filter(units -> units.tensor().elementCount() != scale.elementCount())
                .isEmpty();
        if (!fits || !alike) {
            return false;
        }
        Place weight = product.weight();
        long[] values = weight.tensor().longs();
        byte[] smaller = new byte[values.length];
        for (int i = 0; i < smaller.length; i++) {
            smaller[i] = (byte) towardsZero(values[i] / factors[product.layout().channel(i)]);
        }
        put(
                changes,
                weight,
                Tensor.ofBytes(
                        weight.tensor().dataType(), smaller, weight.tensor().dims()));
        put(changes, product.scale().get(), times(scale, factors));
        product.bias().ifPresent(bias -> put(changes, bias, divided(bias.tensor(), factors)));
        product.biasUnits().ifPresent(units -> put(changes, units, times(units.tensor(), factors)));
        return true;
    }

    /** Halves towards zero: the sum of two such never exceeds the sum of what they were made of. */
    private static long towardsZero(double value) {
        return (long) (Math.signum(value) * Math.ceil(Math.abs(value) - 0.5));
    }

    private static double[] factors(StoredProduct product, boolean shared) {
        int[] sums = product.largestSums();
        double[] factors = new double[sums.length];
        double largest = 1;
        for (int c = 0; c < factors.length; c++) {
            factors[c] = sums[c] > ProductPairs.LIMIT ? ABOVE * sums[c] / ProductPairs.LIMIT : 1;
            largest = Math.max(largest, factors[c]);
        }
        for (int c = 0; shared && c < factors.length; c++) {
            factors[c] = largest;
        }
        return factors;
    }

    private static Tensor times(Tensor row, double[] factors) {
        float[] values = row.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[i]);
        }
        return Tensor.ofFloats(values, row.dims());
    }

    private static Tensor divided(Tensor bias, double[] factors) {
        long[] values = bias.longs();
        int[] smaller = new int[values.length];
        for (int c = 0; c < smaller.length; c++) {
            smaller[c] = (int) Math.rint(values[c] / factors[c]);
        }
        return Tensor.ofInts(smaller, bias.dims());
    }

    private static void put(Map<Node, Map<Integer, Tensor>> changes, Place place, Tensor tensor) {
        changes.computeIfAbsent(place.reader(), any -> new TreeMap<>()).put(place.input(), tensor);
    }

    private static Graph changed(Graph graph, Map<Node, Map<Integer, Tensor>> changes) {
        return graph.rewrite((out, node) -> {
            Node made = node;
            for (Map.Entry<Integer, Tensor> change :
                    changes.getOrDefault(node, Map.of()).entrySet()) {
                made = made.withInput(
                        change.getKey(), out.constant(node.inputs().get(change.getKey()), change.getValue()));
            }
            out.node(made);
        });
    }
}
