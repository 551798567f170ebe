package dev.alambic.quantizer.int8;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a graph again with the values of a plan as integers. */
final class QdqWriter {
    private final Graph graph;
    private final StaticPlan plan;
    private final Map<String, Range> ranges;
    private final WeightForm form;
    /** The float value that stands for each quantized value after its round trip. */
    private final Map<String, String> rounded = new HashMap<>();

    private final Map<Tensor, List<String>> scalars = new HashMap<>();

    QdqWriter(Graph graph, StaticPlan plan, Map<String, Range> ranges, WeightForm form) {
        this.graph = graph;
        this.plan = plan;
        this.ranges = ranges;
        this.form = form;
    }

    Graph written() {
        return graph.rewrite(this::accept).edit(out -> out.valueInfos(List.of()));
    }

    private void accept(Graph.Builder out, Node node) {
        for (String input : node.inputs()) {
            if (plan.isQuantized(input) && !rounded.containsKey(input)) {
                roundTrip(out, input, input, out.fresh(input + "_dq"));
            }
        }
        Node reader = node.renameInputs(name -> reads(node, name));
        if (plan.unit(node).isPresent()) {
            reader = withWeights(out, plan.unit(node).get(), reader);
        }
        String output = node.output();
        boolean ends = plan.isQuantized(output) && plan.isWrittenByIntegers(output);
        if (!ends) {
            out.node(reader);
            return;
        }
        boolean returned = graph.index().isOutput(output);
        String exact = returned ? out.fresh(output + "_f") : output;
        out.node(reader.withOutputs(List.of(exact)));
        roundTrip(out, output, exact, returned ? output : out.fresh(output + "_dq"));
    }

    /** A float node may read what a float node wrote; everything else reads the value as integers hold it. */
    private String reads(Node node, String name) {
        if (!plan.isQuantized(name) || (!plan.isInteger(node) && !plan.isWrittenByIntegers(name))) {
            return name;
        }
        return rounded.getOrDefault(name, name);
    }

    private void roundTrip(Graph.Builder out, String value, String exact, String result) {
        Range range = range(value);
        List<String> parameters = List.of(
                shared(out, "scale", Tensor.scalar(range.scale())),
                shared(out, "zero", Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) range.zeroPoint()})));
        String stored = out.fresh(value + "_q");
        out.node(Node.of("QuantizeLinear", inputs(exact, parameters), stored).withName(""));
        out.node(Node.of("DequantizeLinear", inputs(stored, parameters), result).withName(""));
        rounded.put(value, result);
    }

    private static List<String> inputs(String first, List<String> others) {
        List<String> inputs = new ArrayList<>(List.of(first));
        inputs.addAll(others);
        return inputs;
    }

    private Range range(String value) {
        return Objects.requireNonNull(ranges.get(plan.scaleOf(value)));
    }

    /** Adds an initializer, or returns the one of the same content. */
    private String shared(Graph.Builder out, String base, Tensor tensor) {
        List<String> known = scalars.computeIfAbsent(tensor, any -> new ArrayList<>());
        if (known.isEmpty()) {
            known.add(out.initializer(out.fresh(base), tensor));
        }
        return known.get(0);
    }

    private Node withWeights(Graph.Builder out, Unit unit, Node reader) {
        float inputScale = range(unit.input()).scale();
        int channels = Math.toIntExact(unit.weight().dim(unit.axis()));
        float[] bias = unit.bias().map(Tensor::floats).orElseGet(() -> new float[channels]);
        double[] scaledBias = new double[channels];
        for (int c = 0; c < channels; c++) {
            scaledBias[c] = bias[c] / (double) inputScale;
        }
        QuantizedWeight weight = QuantizedWeight.of(unit.weight(), unit.axis(), scaledBias);
        return form == WeightForm.TRAINABLE
                ? withRoundedWeights(out, unit, reader, weight)
                : withIntegerWeights(out, unit, reader, weight, weight.bias(bias, inputScale));
    }

    /** The bias stays float: 32 bits hardly round it. */
    private Node withRoundedWeights(Graph.Builder out, Unit unit, Node reader, QuantizedWeight weight) {
        String name = unit.node().inputs().get(1);
        List<String> parameters = List.of(
                shared(out, name + "_scale", weight.scales()),
                shared(out, "zeros", zeros(Math.toIntExact(weight.scales().elementCount()))));
        Node quantize = Node.of("QuantizeLinear", inputs(name, parameters), out.fresh(name + "_q"));
        String stored = out.node(quantize.withName("").with("axis", unit.axis()));
        Node dequantize = Node.of("DequantizeLinear", inputs(stored, parameters), out.fresh(name + "_dq"));
        List<String> names = new ArrayList<>(reader.inputs());
        names.set(1, out.node(dequantize.withName("").with("axis", unit.axis())));
        return reader.withInputs(names);
    }

    private Node withIntegerWeights(Graph.Builder out, Unit unit, Node reader, QuantizedWeight weight, Tensor bias) {
        List<String> names = new ArrayList<>(List.of(reader.inputs().get(0)));
        String name = unit.node().inputs().get(1);
        names.add(dequantized(out, name, weight.values(), weight.scales(), unit.axis()));
        if (unit.bias().isPresent()) {
            Tensor units = weight.biasScales(range(unit.input()).scale());
            names.add(dequantized(out, unit.node().inputs().get(2), bias, units, 0));
        }
        return reader.withInputs(names);
    }

    private String dequantized(Graph.Builder out, String base, Tensor values, Tensor scales, int axis) {
        List<String> inputs = new ArrayList<>(
                List.of(out.initializer(out.fresh(base + "_q"), values), shared(out, base + "_scale", scales)));
        if (values.dataType() == DataType.INT8) {
            // the standard lets zeros be left out, but ONNX Runtime makes no integer Gemm without them
            inputs.add(shared(out, "zeros", zeros(Math.toIntExact(scales.elementCount()))));
        }
        Node node = Node.of("DequantizeLinear", inputs, out.fresh(base + "_dq")).withName("");
        return out.node(axis == 1 ? node : node.with("axis", axis));
    }

    private static Tensor zeros(int count) {
        return Tensor.ofBytes(DataType.INT8, new byte[count], count);
    }
}
