package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Products as MatMulNBits of ONNX Runtime. */
record MatMulNBits(CompressibleWeight unit, WeightOnlyOptions options) implements Carrier {
    private static final int SMALLEST_BLOCK = 16;

    @Override
    public Grid grid() {
        return Grid.of(options.codes().bits(), options, true, unit);
    }

    /** Returns the block of the options, or a smaller one that still holds a whole row: blocks are filled up. */
    @Override
    public int block() {
        int block = options.codes().block();
        while (block > SMALLEST_BLOCK && block / 2 >= unit.matrix().columns()) {
            block /= 2;
        }
        return block;
    }

    @Override
    public CodeLayout layout() {
        return CodeLayout.product(grid(), unit.matrix().rows(), unit.matrix().columns(), block());
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        return reader(Carrier.initializers(out, unit.weight(), quantized));
    }

    /** Returns what reads codes, scales and zero points of these names. */
    Reader reader(List<String> names) {
        return (builder, node) -> {
            List<String> inputs = new ArrayList<>(names);
            inputs.add(0, node.inputs().get(0));
            Node made = Node.of("MatMulNBits", inputs, node.outputs())
                    .withDomain(QuantizeWeights.RUNTIME_DOMAIN)
                    .with("K", unit.matrix().columns())
                    .with("N", unit.matrix().rows())
                    .with("bits", options.codes().bits())
                    .with("block_size", block());
            int level = options.accuracyLevel();
            Carrier.product(builder, node, level == 0 ? made : made.with("accuracy_level", level));
        };
    }
}
