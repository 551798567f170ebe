package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** The operators that read a quantized weight in place of the weight. */
interface Carrier {

    /** Returns the numbers that these operators can hold. */
    Grid grid();

    /** Returns how many codes share a scale, at most the columns of the weight. */
    int block();

    /** Returns a new, empty layout. */
    CodeLayout layout();

    /** Adds {@code quantized} to the graph, once for all of its readers. */
    Reader store(Graph.Builder out, Quantized quantized);

    /** Writes nodes with the same result, reading the quantized weight. */
    @FunctionalInterface
    interface Reader {
        void write(Graph.Builder out, Node node);
    }

    /** Returns the operators that {@code options} ask for. */
    static Carrier of(CompressibleWeight unit, WeightOnlyOptions options) {
        if (unit.kind() == CompressibleWeight.Kind.CONVOLUTION) {
            WeightOnlyOptions bytes = options.withCodes(options.codes().withBits(8));
            return options.form() == WeightOnlyOptions.Form.STANDARD
                    ? new DequantizedWeight(unit, bytes, 0)
                    : new FoldedWeight(unit, bytes, 0);
        }
        boolean table = unit.kind() != CompressibleWeight.Kind.PRODUCT;
        return switch (options.form()) {
            case FOLDED -> new FoldedWeight(unit, options, options.codes().block());
            case STANDARD ->
                table
                        ? new PickedTable(unit, options)
                        : new DequantizedWeight(unit, options, options.codes().block());
            case RUNTIME -> {
                if (unit.kind() == CompressibleWeight.Kind.TIED && !GatherBlockQuantized.canTie(unit, options)) {
                    yield new FoldedWeight(unit, options, options.codes().block());
                }
                if (table) {
                    yield new GatherBlockQuantized(unit, options);
                }
                yield options.codes().block() > 0 ? new MatMulNBits(unit, options) : new FoldedWeight(unit, options, 0);
            }
        };
    }

    /** Adds the tensors as initializers; returns their names: values, scales, and zero points if there are any. */
    static List<String> initializers(Graph.Builder out, String weight, Quantized quantized) {
        List<String> names = new ArrayList<>();
        names.add(out.constant(weight + "_q", quantized.values()));
        names.add(out.constant(weight + "_scale", quantized.scales()));
        quantized.zeros().ifPresent(zeros -> names.add(out.constant(weight + "_zero", zeros)));
        return names;
    }

    /** Writes {@code node}, which multiplies by the transpose of a table, reading the floats {@code table} as that. */
    static void tied(Graph.Builder out, Node node, String table) {
        boolean turned = node.is("Gemm");
        out.node(node.withInput(1, turned ? table : out.node("Transpose", List.of(table), table + "_t")));
    }

    /** Writes {@code product}, whose output is not set, in place of {@code node}, and the bias of a Gemm after it. */
    static void product(Graph.Builder out, Node node, Node product) {
        if (node.input(2).isEmpty()) {
            out.node(product.withName(node.name()).withOutputs(node.outputs()));
            return;
        }
        String sum =
                out.node(product.withName(node.name()).withOutputs(List.of(out.fresh(node.output() + "_product"))));
        out.node(Node.of("Add", List.of(sum, node.inputs().get(2)), node.output())
                .withName(""));
    }
}
