package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
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
        Map<String, String> rounded = new HashMap<>();
        Map<String, QuantizedTable> tables = new HashMap<>();
        Graph written = graph.rewrite((out, node) -> {
            Optional<ProductView> unit = plan.product(node);
            Optional<Tensor> table = plan.table(node);
            if (unit.isPresent()) {
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

    private void product(Graph.Builder out, ProductView unit, Map<String, String> rounded) {
        Tensor matrix = unit.axis() == 1 || unit.isConv() ? unit.weight() : transposed(unit.weight());
        WeightScheme scheme = Schemes.weight(options, unit.node()).fitting(unit.node(), unit.weight());
        QuantizedWeight weight = QuantizedWeight.of(matrix, unit.isConv() ? 0 : 1, scheme);
        String result = unit.node().output();
        String stored = rounded.computeIfAbsent(unit.input(), name -> {
            String q = out.fresh(name + "_q");
            out.node(Node.of("DynamicQuantizeLinear", List.of(name), List.of(q, q + "_scale", q + "_zero")));
            return q;
        });
        String sum = out.node(integerProduct(out, unit, weight, stored));
        String number = out.node(
                Node.of("Cast", List.of(sum), out.fresh(result + "_cast")).with("to", DataType.FLOAT.code()));
        String weightScale = out.constant(unit.node().inputs().get(1) + "_scale", perChannel(unit, weight.scales()));
        String scale = out.node("Mul", List.of(stored + "_scale", weightScale), result + "_scale");
        String scaled = unit.bias().isPresent() ? out.fresh(result + "_mul") : result;
        out.node(Node.of("Mul", List.of(number, scale), scaled));
        unit.bias().ifPresent(bias -> {
            String name = out.constant(result + "_bias", perChannel(unit, bias));
            out.node(Node.of("Add", List.of(scaled, name), result));
        });
    }

    private static Node integerProduct(Graph.Builder out, ProductView unit, QuantizedWeight weight, String stored) {
        String base = unit.node().inputs().get(1);
        List<String> inputs =
                new ArrayList<>(List.of(stored, out.constant(base + "_q", weight.values()), stored + "_zero"));
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
