package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a number for each output channel can be added to what an integer product gives. */
sealed interface BiasPlace {

    /** Returns the node whose inputs change. */
    Node node();

    /** Returns {@link #node} with {@code delta} added for each channel. */
    Node changed(Graph.Builder out, double[] delta);

    /** A row of float32 that {@code node} adds as {@code input}. */
    record FloatRow(Node node, int input, Tensor row) implements BiasPlace {
        @Override
        public Node changed(Graph.Builder out, double[] delta) {
            float[] values = row.floats();
            for (int c = 0; c < values.length; c++) {
                values[c] = (float) (values[c] + delta[c]);
            }
            return withInput(out, node, input, Tensor.ofFloats(values, row.dims()));
        }
    }

    /** Integers that {@code node}, a DequantizeLinear, makes floats of. */
    record IntegerRow(Node node, Tensor row, Tensor scales) implements BiasPlace {
        @Override
        public Node changed(Graph.Builder out, double[] delta) {
            long[] values = row.longs();
            float[] units = scales.floats();
            int[] stored = new int[values.length];
            for (int c = 0; c < stored.length; c++) {
                stored[c] = saturated(values[c] + delta[c] / units[c % units.length]);
            }
            return withInput(out, node, 0, Tensor.ofInts(stored, row.dims()));
        }
    }

    /** No bias yet: a Conv or Gemm gets one, in the units of its sums. */
    record Missing(Node node, Tensor scales) implements BiasPlace {
        @Override
        public Node changed(Graph.Builder out, double[] delta) {
            float[] units = scales.floats();
            int[] stored = new int[delta.length];
            for (int c = 0; c < stored.length; c++) {
                stored[c] = saturated(delta[c] / units[c % units.length]);
            }
            String base = node.output() + "_bias";
            List<String> parts = List.of(
                    out.constant(base + "_q", Tensor.ofInts(stored, stored.length)),
                    out.constant(base + "_scale", scales));
            Node dequantize = Node.of("DequantizeLinear", parts, out.fresh(base + "_dq"))
                    .withName("")
                    .with("axis", 0);
            List<String> inputs = new ArrayList<>(node.inputs().subList(0, 2));
            inputs.add(out.node(dequantize));
            // a factor of the bias did not matter as long as there was none
            Node plain = node.floatAttribute("beta", 1) == 1 ? node : node.without("beta");
            return plain.withInputs(inputs);
        }
    }

    private static int saturated(double value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Math.rint(value)));
    }

    private static Node withInput(Graph.Builder out, Node node, int input, Tensor tensor) {
        return node.withInput(input, out.constant(node.inputs().get(input), tensor));
    }

    /** Returns the place of {@code unit}; empty where adding would cost a node. */
    static Optional<BiasPlace> of(Graph graph, IntegerUnit unit) {
        Node product = unit.product();
        if (product.is("Conv") || product.is("Gemm")) {
            return product.input(2).isEmpty() ? missing(graph, unit) : present(graph, product);
        }
        String result = product.output();
        for (int steps = product.is("MatMul") ? 0 : 2; steps > 0; steps--) {
            result = graph.index().soleConsumer(result).map(Node::output).orElse("");
        }
        return graph.index()
                .soleConsumer(result)
                .filter(node -> node.is("Add"))
                .flatMap(node -> row(graph, node, unit.outputs()));
    }

    private static Optional<BiasPlace> present(Graph graph, Node product) {
        Optional<BiasPlace> row = graph.constant(product, 2)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT)
                .map(tensor -> new FloatRow(product, 2, tensor));
        return row.isPresent()
                ? row
                : graph.index()
                        .producer(product.inputs().get(2))
                        .filter(node -> node.is("DequantizeLinear"))
                        .flatMap(node -> integers(graph, node));
    }

    private static Optional<BiasPlace> integers(Graph graph, Node dequantize) {
        Optional<Tensor> row = graph.constant(dequantize, 0);
        Optional<Tensor> units = graph.constant(dequantize, 1);
        return row.isPresent() && units.isPresent()
                ? Optional.of(new IntegerRow(dequantize, row.get(), units.get()))
                : Optional.empty();
    }

    private static Optional<BiasPlace> missing(Graph graph, IntegerUnit unit) {
        return graph.index()
                .producer(unit.product().inputs().get(0))
                .filter(node -> node.is("DequantizeLinear") && node.isStandard())
                .flatMap(node -> graph.constant(node, 1))
                .filter(scale -> scale.elementCount() == 1)
                .map(scale -> {
                    float[] units = unit.weight().scales().floats();
                    for (int c = 0; c < units.length; c++) {
                        units[c] *= scale.floats()[0];
                    }
                    return new Missing(
                            unit.product(),
                            Tensor.ofFloats(units, unit.weight().scales().dims()));
                });
    }

    private static Optional<BiasPlace> row(Graph graph, Node add, int outputs) {
        for (int i = 0; i < 2; i++) {
            int input = i;
            Optional<BiasPlace> row = graph.constant(add, i)
                    .filter(tensor -> tensor.dataType() == DataType.FLOAT
                            && tensor.elementCount() == outputs
                            && tensor.rank() > 0
                            && tensor.dim(tensor.rank() - 1) == outputs)
                    .map(tensor -> new FloatRow(add, input, tensor));
            if (row.isPresent()) {
                return row;
            }
        }
        return Optional.empty();
    }
}
