package dev.alambic.quantizer.int8;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
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
 * <p>Conv is never touched: ConvInteger is 6 to 14 times slower than float32 in ONNX Runtime.
 */
public final class QuantizeDynamic implements Pass {

    private final Int8Options options;

    public QuantizeDynamic(Int8Options options) {
        this.options = options;
    }

    @Override
    public Promise promise() {
        return Promise.LOSSY;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        DynamicPlan plan = new DynamicPlan(graph, Names.of(options.excluded()));
        Map<String, String> rounded = new HashMap<>();
        Map<String, QuantizedTable> tables = new HashMap<>();
        Graph written = graph.rewrite((out, node) -> {
            Optional<Unit> unit = plan.product(node);
            Optional<Tensor> table = plan.table(node);
            if (unit.isPresent()) {
                product(out, unit.get(), rounded);
            } else if (table.isPresent()) {
                gather(out, node, table.get(), tables);
            } else {
                out.node(node);
            }
        });
        return written.equals(graph)
                ? new Outcome(model, List.of("no MatMul, Gemm or Gather with a constant float32 weight: nothing to do"))
                : Outcome.of(model.withGraph(written.edit(out -> out.valueInfos(List.of()))));
    }

    private void product(Graph.Builder out, Unit unit, Map<String, String> rounded) {
        String input = unit.input();
        Tensor matrix = unit.axis() == 1 ? unit.weight() : transposed(unit.weight());
        QuantizedWeight weight = QuantizedWeight.of(matrix, 1, Schemes.weight(options, unit.node()));
        String base = unit.node().inputs().get(1);
        String result = unit.node().output();
        String stored = rounded.computeIfAbsent(input, name -> {
            String q = out.fresh(name + "_q");
            out.node(Node.of("DynamicQuantizeLinear", List.of(name), List.of(q, q + "_scale", q + "_zero")));
            return q;
        });
        String w = out.initializer(out.fresh(base + "_q"), weight.values());
        String wScale = out.initializer(out.fresh(base + "_scale"), weight.scales());
        List<String> inputs = new ArrayList<>(List.of(stored, w, stored + "_zero"));
        if (weight.scheme().type() == IntegerType.U8) {
            inputs.add(out.initializer(out.fresh(base + "_zero"), weight.zeros()));
        }
        String sum = out.node(Node.of("MatMulInteger", inputs, out.fresh(result + "_int")));
        String number = out.node(
                Node.of("Cast", List.of(sum), out.fresh(result + "_cast")).with("to", DataType.FLOAT.code()));
        String scale = out.node(Node.of("Mul", List.of(stored + "_scale", wScale), out.fresh(result + "_scale")));
        String scaled = unit.bias().isPresent() ? out.fresh(result + "_mul") : result;
        out.node(Node.of("Mul", List.of(number, scale), scaled));
        unit.bias().ifPresent(bias -> {
            String name = out.initializer(out.fresh(result + "_bias"), bias);
            out.node(Node.of("Add", List.of(scaled, name), result));
        });
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

    private static void gather(Graph.Builder out, Node node, Tensor table, Map<String, QuantizedTable> tables) {
        String name = node.inputs().get(0);
        tables.computeIfAbsent(name, any -> QuantizedTable.of(out, name, table)).gather(out, node);
    }
}
