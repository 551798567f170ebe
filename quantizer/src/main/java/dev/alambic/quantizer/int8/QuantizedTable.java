package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A table whose rows are looked up, as int8 with one scale for each row; one for all where rows are so short that their
 * scales would weigh more than 1/16 of them. (On MiniLM scales by row take away 98 % of the error of the tables.)
 *
 * @param stored name of the integers, in the shape of the table
 * @param scales name of the scales, [rows, 1, ...] or a scalar
 */
record QuantizedTable(String stored, String scales, boolean byRow) {
    private static final long MIN_ROW = 64;

    /** Adds the integers and scales of {@code table} to {@code out}. */
    static QuantizedTable of(Graph.Builder out, String name, Tensor table) {
        return of(out, name, table, table.rank() > 1 && table.elementCount() >= MIN_ROW * table.dim(0));
    }

    /** As {@link #of(Graph.Builder, String, Tensor)}, with a scale for each row or one for all. */
    static QuantizedTable of(Graph.Builder out, String name, Tensor table, boolean byRow) {
        long rows = table.dim(0);
        WeightScheme whole = new WeightScheme(IntegerType.S8, byRow, WeightRange.FULL);
        Tensor matrix =
                byRow ? table.reshaped(rows, table.elementCount() / rows) : table.reshaped(1, table.elementCount());
        QuantizedWeight weight = QuantizedWeight.of(matrix, 0, whole);
        String stored = out.constant(name + "_q", weight.values().reshaped(table.dims()));
        long[] dims = new long[byRow ? table.rank() : 0];
        Arrays.fill(dims, 1);
        if (byRow) {
            dims[0] = rows;
        }
        String scales = out.constant(name + "_scale", weight.scales().reshaped(dims));
        return new QuantizedTable(stored, scales, byRow);
    }

    /** Writes {@code node}, which picks rows of {@code table}; each table is {@code written} once. */
    static void gather(Graph.Builder out, Node node, Tensor table, Map<String, QuantizedTable> written) {
        String name = node.inputs().get(0);
        written.computeIfAbsent(name, any -> of(out, name, table)).gather(out, node);
    }

    /** Adds what {@code node}, a Gather along the rows, gave. */
    void gather(Graph.Builder out, Node node) {
        String result = node.output();
        String indices = node.inputs().get(1);
        String picked = out.node(
                node.withName("").withInputs(List.of(stored, indices)).withOutputs(List.of(out.fresh(result + "_q"))));
        if (!byRow) {
            // ONNX Runtime's optimizer takes integers without a zero point for uint8
            String zero = out.initializer(out.fresh(scales + "_zero"), Tensor.ofBytes(DataType.INT8, new byte[1]));
            out.node(Node.of("DequantizeLinear", List.of(picked, scales, zero), result));
            return;
        }
        String number = out.node(
                Node.of("Cast", List.of(picked), out.fresh(result + "_cast")).with("to", DataType.FLOAT.code()));
        String scale = out.node(node.withName("")
                .withInputs(List.of(scales, indices))
                .withOutputs(List.of(out.fresh(result + "_scale"))));
        out.node(Node.of("Mul", List.of(number, scale), result));
    }
}
