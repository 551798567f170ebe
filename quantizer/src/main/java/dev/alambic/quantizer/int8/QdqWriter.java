package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a graph again with the values of a plan as integers. */
final class QdqWriter {
    private final Graph graph;
    private final StaticPlan plan;
    private final DynamicPlan others;
    private final Int8Options options;
    private final Schemes schemes;
    private final WeightForm form;
    /** The float value that stands for each quantized value after its round trip. */
    private final Map<String, String> rounded = new HashMap<>();

    private final Map<String, QuantizedTable> tables = new HashMap<>();
    private final Map<Tensor, List<String>> scalars = new HashMap<>();

    QdqWriter(OnnxModel model, Int8Options options, Schemes schemes, WeightForm form) {
        this.graph = model.graph();
        this.plan = StaticPlan.of(graph, options);
        this.others = new DynamicPlan(graph, options);
        this.options = options;
        this.schemes = schemes;
        this.form = form;
    }

    Graph written() {
        Graph written = graph.rewrite(this::accept);
        return written.equals(graph) ? graph : written.edit(out -> out.valueInfos(List.of()));
    }

    private void accept(Graph.Builder out, Node node) {
        for (String input : node.inputs()) {
            if (plan.isQuantized(input) && !rounded.containsKey(input)) {
                roundTrip(out, input, input, out.fresh(input + "_dq"));
            }
        }
        Optional<Tensor> table = form == WeightForm.INTEGERS ? others.table(node) : Optional.empty();
        if (table.isPresent()) {
            QuantizedTable.gather(out, node, table.get(), tables);
            return;
        }
        Node reader = node.renameInputs(name -> reads(node, name));
        if (plan.unit(node).isPresent()) {
            reader = withWeights(out, plan.unit(node).get(), reader);
        } else if (form == WeightForm.INTEGERS && !node.inputs().equals(reader.inputs())) {
            reader = FloatGuard.guarded(out, graph, reader);
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
        IntegerStep rounding = rounding(value);
        List<String> parameters =
                List.of(shared(out, "scale", rounding.scaleTensor()), shared(out, "zero", rounding.zeroTensor()));
        String stored = out.fresh(value + "_q");
        String domain = schemes.domain(rounding.type());
        out.node(Node.of("QuantizeLinear", inputs(exact, parameters), stored)
                .withName("")
                .withDomain(domain));
        out.node(Node.of("DequantizeLinear", inputs(stored, parameters), result)
                .withName("")
                .withDomain(domain));
        rounded.put(value, result);
    }

    private static List<String> inputs(String first, List<String> others) {
        List<String> inputs = new ArrayList<>(List.of(first));
        inputs.addAll(others);
        return inputs;
    }

    private IntegerStep rounding(String value) {
        return schemes.rounding(plan.scaleOf(value));
    }

    /** Adds an initializer, or returns the one of the same content. */
    private String shared(Graph.Builder out, String base, Tensor tensor) {
        List<String> known = scalars.computeIfAbsent(tensor, any -> new ArrayList<>());
        if (known.isEmpty()) {
            known.add(out.constant(base, tensor));
        }
        return known.get(0);
    }

    private Node withWeights(Graph.Builder out, ProductView unit, Node reader) {
        float inputScale = rounding(unit.input()).scale();
        int channels = Math.toIntExact(unit.weight().dim(unit.axis()));
        float[] bias = unit.bias().map(Tensor::floats).orElseGet(() -> new float[channels]);
        double[] scaledBias = new double[channels];
        for (int c = 0; hasIntegerBias(unit) && c < channels; c++) {
            scaledBias[c] = bias[c] / (double) inputScale;
        }
        QuantizedWeight weight = QuantizedWeight.of(
                unit.weight(),
                unit.axis(),
                Schemes.weight(options, unit.node()).fitting(unit.node(), unit.weight()),
                scaledBias);
        return form == WeightForm.TRAINABLE
                ? withRoundedWeights(out, unit, reader, weight)
                : withIntegerWeights(out, unit, reader, weight);
    }

    /** A bias in units of 16-bit steps would not fit into 32 bits, and no kernel would take it. */
    private boolean hasIntegerBias(ProductView unit) {
        return unit.bias().isPresent() && !rounding(unit.input()).type().isWide();
    }

    /** The bias stays float: 32 bits hardly round it. */
    private Node withRoundedWeights(Graph.Builder out, ProductView unit, Node reader, QuantizedWeight weight) {
        String name = unit.node().inputs().get(1);
        List<String> parameters =
                List.of(shared(out, name + "_scale", weight.scales()), shared(out, "zeros", weight.zeros()));
        Node quantize = Node.of("QuantizeLinear", inputs(name, parameters), out.fresh(name + "_q"));
        String stored = out.node(quantize.withName("").with("axis", unit.axis()));
        Node dequantize = Node.of("DequantizeLinear", inputs(stored, parameters), out.fresh(name + "_dq"));
        return reader.withInput(1, out.node(dequantize.withName("").with("axis", unit.axis())));
    }

    private Node withIntegerWeights(Graph.Builder out, ProductView unit, Node reader, QuantizedWeight weight) {
        String name = unit.node().inputs().get(1);
        List<String> stored = List.of(
                out.constant(name + "_q", weight.values()),
                shared(out, name + "_scale", weight.scales()),
                // the standard lets zeros be left out, but ONNX Runtime makes no integer Gemm without them
                shared(out, "zeros", weight.zeros()));
        Node written = reader.withInput(1, dequantized(out, name, stored, unit.axis()));
        if (hasIntegerBias(unit)) {
            return written.withInput(2, dequantizedBias(out, unit, weight));
        }
        return unit.bias().map(bias -> FloatGuard.withBias(out, written, bias)).orElse(written);
    }

    private String dequantizedBias(Graph.Builder out, ProductView unit, QuantizedWeight weight) {
        String name = unit.node().inputs().get(2);
        float inputScale = rounding(unit.input()).scale();
        Tensor bias = weight.bias(unit.bias().orElseThrow().floats(), inputScale);
        List<String> stored =
                List.of(out.constant(name + "_q", bias), shared(out, name + "_scale", weight.biasScales(inputScale)));
        return dequantized(out, name, stored, 0);
    }

    private static String dequantized(Graph.Builder out, String base, List<String> inputs, int axis) {
        Node node = Node.of("DequantizeLinear", inputs, out.fresh(base + "_dq")).withName("");
        return out.node(axis == 1 ? node : node.with("axis", axis));
    }
}
