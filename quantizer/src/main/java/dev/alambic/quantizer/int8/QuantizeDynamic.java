package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.onnx.view.TiedProduct;
import dev.alambic.quantizer.explain.FloatProducts;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dynamic quantization of products by constant matrices (MatMul, Gemm) and of embedding tables (Gather).
 *
 * <pre>{@code
 * q, s, z = DynamicQuantizeLinear(A)             uint8, ranges taken as they come
 * Y       = Cast(MatMulInteger(q, W, z)) * (s * scale of W) + bias
 * table   = Cast(Gather(int8 table, indices)) * Gather(scales of its rows, indices)
 * tied    = the product by the transpose of that table, of the same integers
 * }</pre>
 *
 * <p>Conv is touched only if asked for ({@link Extra#DYNAMIC_CONV}): ConvInteger is 6 to 14 times slower than float32
 * in ONNX Runtime.
 */
public final class QuantizeDynamic implements Pass.Lossy {
    private final Int8Options options;

    public QuantizeDynamic(Int8Options options) {
        this.options = options;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        DynamicPlan plan = new DynamicPlan(graph, options);
        Map<String, Rounded> rounded = new HashMap<>();
        Map<String, QuantizedTable> tables = new HashMap<>();
        Map<String, Tied> ties = new HashMap<>();
        Graph written = graph.rewrite((out, node) -> {
            Optional<ProductView> unit = plan.product(node);
            Optional<Tensor> table = plan.table(node);
            Optional<Tensor> shared = plan.tiedTable(node);
            Optional<TiedProduct> tied = plan.tied(node);
            if (shared.isPresent()) {
                tied(out, node.inputs().get(0), shared.get(), ties).table.gather(out, node);
            } else if (tied.isPresent()) {
                Tensor weight = graph.constant(tied.get().table()).orElseThrow();
                product(out, tied.get(), tied(out, tied.get().table(), weight, ties), rounded);
            } else if (unit.isPresent()) {
                product(out, unit.get(), rounded);
            } else if (table.isPresent()) {
                QuantizedTable.gather(out, node, table.get(), tables);
            } else {
                out.node(node);
            }
        });
        List<String> notes = new ArrayList<>();
        if (written.equals(graph)) {
            notes.add("no MatMul or Gemm by a constant float32 matrix, nor a Gather from a large one: nothing to do");
        }
        notes.addAll(new FloatProducts(graph).notes(node -> plan.product(node).isPresent()));
        if (written.equals(graph)) {
            return new Outcome(model, notes);
        }
        OnnxModel made = model.withGraph(written.edit(out -> out.valueInfos(List.of())));
        boolean slow = written.nodes().stream().anyMatch(node -> node.is("ConvInteger"));
        if (slow) {
            notes.add("Conv on integers with ranges as they come is many times slower than float32");
        }
        return new Outcome(made, notes);
    }

    /** The names of what a value is rounded to. */
    private record Rounded(String values, String scale, String zero) {
        static Rounded of(Graph.Builder out, String value) {
            String base = value + "_q";
            Rounded made = new Rounded(out.fresh(base), out.fresh(base + "_scale"), out.fresh(base + "_zero"));
            out.node(Node.of("DynamicQuantizeLinear", List.of(value), List.of(made.values, made.scale, made.zero)));
            return made;
        }
    }

    private void product(Graph.Builder out, ProductView unit, Map<String, Rounded> rounded) {
        Tensor matrix = unit.axis() == 1 || unit.isConv() ? unit.weight() : transposed(unit.weight());
        WeightScheme scheme = Schemes.weight(options, unit.node()).fitting(unit.node(), unit.weight());
        QuantizedWeight weight = QuantizedWeight.of(matrix, unit.isConv() ? 0 : 1, scheme);
        String result = unit.node().output();
        Rounded stored = rounded.computeIfAbsent(unit.input(), name -> Rounded.of(out, name));
        String sum = out.node(integerProduct(out, unit, weight, stored));
        String weightScale = out.constant(unit.node().inputs().get(1) + "_scale", perChannel(unit, weight.scales()));
        scaled(
                out,
                new Scaled(sum, stored.scale, weightScale),
                unit.bias().map(bias -> perChannel(unit, bias)),
                result);
    }

    /** A table of integers, and the names of its transpose and of one scale for each column of that. */
    private record Tied(QuantizedTable table, String matrix, String scales) {}

    private static Tied tied(Graph.Builder out, String name, Tensor tensor, Map<String, Tied> written) {
        return written.computeIfAbsent(name, any -> {
            QuantizedTable table = QuantizedTable.of(out, name, tensor, true);
            String row = out.constant(name + "_row", Tensor.ofLongs(new long[] {-1}, 1));
            return new Tied(
                    table,
                    out.node("Transpose", List.of(table.stored()), name + "_qt"),
                    out.node("Reshape", List.of(table.scales(), row), name + "_scales"));
        });
    }

    private static void product(Graph.Builder out, TiedProduct product, Tied weight, Map<String, Rounded> rounded) {
        Rounded stored = rounded.computeIfAbsent(product.node().inputs().get(0), name -> Rounded.of(out, name));
        String result = product.node().output();
        String sum = out.node("MatMulInteger", List.of(stored.values, weight.matrix, stored.zero), result + "_int");
        scaled(out, new Scaled(sum, stored.scale, weight.scales), product.bias(), result);
    }

    /** Sums of integers, the scale of what was multiplied, and that of the weights. */
    private record Scaled(String sum, String scale, String weightScale) {}

    private static void scaled(Graph.Builder out, Scaled of, Optional<Tensor> bias, String result) {
        String number = out.node(
                Node.of("Cast", List.of(of.sum), out.fresh(result + "_cast")).with("to", DataType.FLOAT.code()));
        String scale = out.node("Mul", List.of(of.scale, of.weightScale), result + "_scale");
        String scaled = bias.isPresent() ? out.fresh(result + "_mul") : result;
        out.node(Node.of("Mul", List.of(number, scale), scaled));
        bias.ifPresent(row -> {
            String name = out.constant(result + "_bias", row);
            out.node(Node.of("Add", List.of(scaled, name), result));
        });
    }

    private static Node integerProduct(Graph.Builder out, ProductView unit, QuantizedWeight weight, Rounded stored) {
        String base = unit.node().inputs().get(1);
        List<String> inputs =
                new ArrayList<>(List.of(stored.values, out.constant(base + "_q", weight.values()), stored.zero));
        if (weight.scheme().type() == IntegerType.U8) {
            Tensor zero = Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) IntegerType.U8.middle()});
            inputs.add(out.constant(base + "_zero", zero));
        }
        String sum = out.fresh(unit.node().output() + "_int");
        return unit.isConv()
                ? unit.node().withOpType("ConvInteger").withInputs(inputs).withOutputs(List.of(sum))
                : Node.of("MatMulInteger", inputs, sum);
    }

    /**
     * Returns numbers of channels so that they meet the channels of a result: the last axis, or the second of a Conv.
     */
    private static Tensor perChannel(ProductView unit, Tensor numbers) {
        if (!unit.isConv() || numbers.elementCount() == 1) {
            return numbers;
        }
        long[] dims = new long[unit.weight().rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = numbers.elementCount();
        return numbers.reshaped(dims);
    }

    private static Tensor transposed(Tensor matrix) {
        int rows = Math.toIntExact(matrix.dim(0));
        int columns = Math.toIntExact(matrix.dim(1));
        float[] source = matrix.floats();
        float[] target = new float[source.length];
        for (int i = 0; i < source.length; i++) {
            target[i % columns * rows + i / columns] = source[i];
        }
        return Tensor.ofFloats(target, columns, rows);
    }
}
