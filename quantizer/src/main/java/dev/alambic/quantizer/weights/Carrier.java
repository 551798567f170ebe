package dev.alambic.quantizer.weights;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import java.util.ArrayList;
import java.util.List;

/** The operators that read a quantized weight in place of the weight. */
interface Carrier {

    /** Returns the numbers that these operators can hold. */
    Grid grid();

    /** Returns how many codes share a scale, at most the columns of the weight. */
    int block();

    /** Returns a new, empty layout. */
    Layout layout();

    /** Adds {@code quantized} to the graph, once for all of its readers. */
    Reader store(Graph.Builder out, Quantized quantized);

    /** Writes nodes with the same result, reading the quantized weight. */
    @FunctionalInterface
    interface Reader {
        void write(Graph.Builder out, Node node);
    }

    /** Returns the operators that {@code options} ask for. */
    static Carrier of(Unit unit, WeightOnlyOptions options) {
        boolean runtime = options.form() == WeightOnlyOptions.Form.RUNTIME;
        return switch (unit.kind()) {
            case TABLE -> runtime ? new GatherBlockQuantized(unit, options) : new PickedTable(unit, options);
            case PRODUCT -> {
                if (runtime && options.block() > 0) {
                    yield new MatMulNBits(unit, options);
                }
                yield runtime && WidenedMatrix.fits(unit, options)
                        ? new WidenedMatrix(unit)
                        : new DequantizedWeight(unit, options, options.block());
            }
            case CONVOLUTION -> new DequantizedWeight(unit, options.withBits(8), 0);
        };
    }

    /** Adds the tensors as initializers; returns their names: values, scales, and zero points if there are any. */
    static List<String> initializers(Graph.Builder out, String weight, Quantized quantized) {
        List<String> names = new ArrayList<>();
        names.add(out.initializer(out.fresh(weight + "_q"), quantized.values()));
        names.add(out.initializer(out.fresh(weight + "_scale"), quantized.scales()));
        quantized.zeros().ifPresent(zeros -> names.add(out.initializer(out.fresh(weight + "_zero"), zeros)));
        return names;
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
