package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import dev.alambic.quantizer.statistics.ChannelStatistics;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes the mean error out of every output channel of the integer products, by changing their biases.
 *
 * <pre>{@code
 * fast   b[o] += sum over k of (W - W~)[o, k] E[x[k]]       the error of the weights alone, all layers at once
 * full   b[o] += E[y[o]] - E[y~[o]]                         what is left, measured layer after layer
 * }</pre>
 *
 * <p>where y and W are of the float32 model, y~ and W~ of the quantized one. A Conv or Gemm without bias gets one; a
 * product whose bias would cost a node is left alone.
 *
 * <p>Source: Nagel et al., <cite>Data-Free Quantization through Weight Equalization and Bias Correction</cite>, ICCV
 * 2019, section 4.2; full is its appendix D (empirical correction).
 */
public enum BiasCorrection {
    /** From means of the inputs; reads the samples once. */
    FAST,
    /** From means of the results; reads the samples once for each layer in depth. */
    FULL;

    /**
     * Returns {@code integers} with other biases.
     *
     * @param floats the model before quantization
     * @param integers what was made of it, QDQ or dynamic, the names of values being kept
     * @param samples inputs by name, such as the model will meet
     * @throws IllegalArgumentException if there is no sample, or a value is not finite on one
     */
    public Outcome correct(OnnxModel floats, OnnxModel integers, Iterable<Map<String, Tensor>> samples) {
        List<IntegerUnit> all = IntegerUnit.all(floats.graph(), integers.graph());
        List<IntegerUnit> units = all.stream()
                .filter(unit -> BiasPlace.of(integers.graph(), unit).isPresent())
                .toList();
        if (units.isEmpty()) {
            return new Outcome(integers, List.of("no integer product with a bias: nothing to correct"));
        }
        List<String> notes = units.size() == all.size()
                ? List.of()
                : List.of(all.size() - units.size() + " integer products have no bias that could be corrected");
        Graph corrected =
                this == FAST ? fast(floats, integers, samples, units) : full(floats, integers, samples, units);
        return new Outcome(integers.withGraph(corrected), notes);
    }

    private static Graph fast(
            OnnxModel floats, OnnxModel integers, Iterable<Map<String, Tensor>> samples, List<IntegerUnit> units) {
        Map<String, ChannelStatistics> inputs = InputMoments.channels(
                floats, units.stream().map(IntegerUnit::unit).toList(), samples);
        Map<IntegerUnit, double[]> deltas = new LinkedHashMap<>();
        for (IntegerUnit unit : units) {
            deltas.put(
                    unit,
                    weightError(
                            unit, Objects.requireNonNull(inputs.get(unit.unit().output()))));
        }
        return changed(integers.graph(), deltas);
    }

    private static double[] weightError(IntegerUnit unit, ChannelStatistics inputs) {
        ProductView linear = unit.unit();
        float[] weight = linear.weight().floats();
        int[] stored = unit.integers();
        double[] error = new double[unit.outputs()];
        for (int o = 0; o < error.length; o++) {
            int start = linear.group(o) * unit.width();
            double scale = unit.scale(o);
            for (int k = 0; k < unit.width(); k++) {
                double difference = weight[linear.index(o, k)] - stored[unit.index(o, k)] * scale;
                error[o] += difference * inputs.mean(start + k);
            }
        }
        return error;
    }

    private static Graph full(
            OnnxModel floats, OnnxModel integers, Iterable<Map<String, Tensor>> samples, List<IntegerUnit> units) {
        Map<String, double[]> wanted =
                ChannelMeans.of(floats, units.stream().map(IntegerUnit::unit).toList(), samples);
        Graph graph = integers.graph();
        for (List<IntegerUnit> layer : layers(floats.graph(), units)) {
            List<ProductView> measured = layer.stream().map(IntegerUnit::unit).toList();
            OnnxModel before = until(integers.withGraph(graph), measured);
            Map<String, double[]> found = ChannelMeans.of(before, measured, samples);
            Map<IntegerUnit, double[]> deltas = new LinkedHashMap<>();
            for (IntegerUnit unit : layer) {
                String value = unit.unit().output();
                double[] delta = Objects.requireNonNull(wanted.get(value)).clone();
                double[] mean = Objects.requireNonNull(found.get(value));
                for (int c = 0; c < delta.length; c++) {
                    delta[c] -= mean[c];
                }
                deltas.put(unit, delta);
            }
            graph = changed(graph, deltas);
        }
        return graph;
    }

    /** Returns the units by how many products lie before them, so that none of a layer depends on another of it. */
    private static Collection<List<IntegerUnit>> layers(Graph floats, List<IntegerUnit> units) {
        Map<String, Integer> depths = new HashMap<>();
        for (Node node : floats.nodes()) {
            int before = node.inputs().stream()
                    .mapToInt(input -> depths.getOrDefault(input, 0))
                    .max()
                    .orElse(0);
            int depth = ProductView.of(floats, node).isPresent() ? before + 1 : before;
            node.outputs().forEach(output -> depths.put(output, depth));
        }
        Map<Integer, List<IntegerUnit>> layers = new TreeMap<>();
        for (IntegerUnit unit : units) {
            int depth = Objects.requireNonNull(depths.get(unit.unit().output()));
            layers.computeIfAbsent(depth, any -> new ArrayList<>()).add(unit);
        }
        return layers.values();
    }

    /** Returns the part of the model that gives the results of {@code units}. */
    private static OnnxModel until(OnnxModel model, List<ProductView> units) {
        List<ValueInfo> outputs = units.stream()
                .map(unit -> new ValueInfo(unit.output(), null, Bytes.EMPTY))
                .toList();
        return new DropDeadNodes()
                .apply(model.mapGraph(graph -> graph.edit(out -> out.outputs(outputs))))
                .model();
    }

    private static Graph changed(Graph graph, Map<IntegerUnit, double[]> deltas) {
        Map<Node, BiasPlace> places = new HashMap<>();
        Map<Node, double[]> changes = new HashMap<>();
        deltas.forEach((unit, delta) -> {
            // an earlier correction may have given its bias another name
            Optional<IntegerUnit> now = unit.in(graph);
            BiasPlace place = now.flatMap(found -> BiasPlace.of(graph, found))
                    .orElseThrow(() -> new AssertionError("bug: the bias of " + unit.product() + " is gone"));
            places.put(place.node(), place);
            changes.put(place.node(), delta);
        });
        return graph.rewrite((out, node) -> {
            BiasPlace place = places.get(node);
            out.node(place == null ? node : place.changed(out, Objects.requireNonNull(changes.get(node))));
        });
    }
}
