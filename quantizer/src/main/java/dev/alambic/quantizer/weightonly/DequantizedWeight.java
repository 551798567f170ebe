package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.List;

/**
 * A weight that DequantizeLinear of the standard makes floats of.
 *
 * @param sharing how many codes share a scale; 0 for all of a row
 */
record DequantizedWeight(CompressibleWeight unit, WeightOnlyOptions options, int sharing) implements Carrier {

    @Override
    public Grid grid() {
        return Grid.of(options.codes().bits(), options, false, unit);
    }

    @Override
    public int block() {
        return sharing == 0 ? unit.matrix().columns() : sharing;
    }

    @Override
    public CodeLayout layout() {
        return CodeLayout.axis(grid(), unit.matrix(), block(), sharing == 0);
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        Quantized shaped = unit.kind() == CompressibleWeight.Kind.CONVOLUTION
                ? quantized.withValues(quantized.values().reshaped(unit.tensor().dims()))
                : quantized;
        List<String> names = Carrier.initializers(out, unit.weight(), shaped);
        int rowAxis = unit.matrix().columnsFirst() ? 1 : 0;
        Node dequantize = Node.of("DequantizeLinear", names, out.fresh(unit.weight() + "_dq"))
                .withName("")
                .with("axis", sharing == 0 ? rowAxis : 1 - rowAxis);
        String weight = out.node(sharing == 0 ? dequantize : dequantize.with("block_size", sharing));
        return (builder, node) -> builder.node(node.withInput(1, weight));
    }
}
