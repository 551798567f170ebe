package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How a {@link ProductView} reads its input.
 *
 * @param kernel extents of the weight of one output channel; empty for a matrix
 * @param attributes of a Conv: strides, pads, dilations
 */
record Rows(String value, int groups, int width, boolean conv, List<Long> kernel, Map<String, Attribute> attributes) {

    static Rows of(ProductView unit) {
        if (!unit.isConv()) {
            return new Rows(unit.input(), 1, unit.width(), false, List.of(), Map.of());
        }
        List<Long> kernel = LongStream.of(unit.weight().dims()).skip(1).boxed().toList();
        return new Rows(
                unit.input(),
                unit.groups(),
                unit.width(),
                true,
                kernel,
                new LinkedHashMap<>(unit.node().attributes()));
    }

    /** Adds nodes that lay out the rows as columns, float32 [groups, width, rows]; returns their name. */
    String columns(Graph.Builder out) {
        return conv ? patches(out) : turned(out);
    }

    private String turned(Graph.Builder out) {
        String rows = reshaped(out, value, -1, width);
        String columns = out.node(Node.of("Transpose", List.of(rows), out.fresh(value + "_turned"))
                .with("perm", new long[] {1, 0}));
        return reshaped(out, columns, 1, width, -1);
    }

    /** A convolution with unit vectors as kernels gives the patches that the real one reads, whatever its padding. */
    private String patches(Graph.Builder out) {
        long[] dims = IntStream.range(0, kernel.size() + 1)
                .mapToLong(i -> i == 0 ? (long) groups * width : kernel.get(i - 1))
                .toArray();
        String units = out.constant(value + "_units", Tensor.ofFloats(unitVectors(), dims));
        Node picking = Node.of("Conv", List.of(value, units), out.fresh(value + "_patches"));
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            picking = picking.with(attribute.getKey(), attribute.getValue());
        }
        // [batch, groups * width, positions] to [groups, width, batch * positions]
        String patches = reshaped(out, out.node(picking), 0, groups * (long) width, -1);
        String turned = out.node(Node.of("Transpose", List.of(patches), out.fresh(value + "_turned"))
                .with("perm", new long[] {1, 0, 2}));
        return reshaped(out, turned, groups, width, -1);
    }

    private float[] unitVectors() {
        float[] vectors = new float[Math.multiplyExact(groups, Math.multiplyExact(width, width))];
        for (int row = 0; row < groups * width; row++) {
            vectors[row * width + row % width] = 1;
        }
        return vectors;
    }

    private String reshaped(Graph.Builder out, String name, long... extents) {
        String shape = out.constant(value + "_shape", Tensor.ofLongs(extents, extents.length));
        return out.node("Reshape", List.of(name, shape), value + "_columns");
    }
}
