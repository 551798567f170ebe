package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Tables as GatherBlockQuantized of ONNX Runtime; 8 bits where the words have an odd width. */
record GatherBlockQuantized(CompressibleWeight unit, WeightOnlyOptions options) implements Carrier {
    private static final int SMALLEST_BLOCK = 16;

    private int bits() {
        return unit.matrix().columns() % 2 == 0 ? options.codes().bits() : 8;
    }

    @Override
    public Grid grid() {
        return Grid.of(bits(), options, true, unit);
    }

    /** Returns the block of the options; for one scale a word, the power of two that holds it. */
    @Override
    public int block() {
        if (options.codes().block() > 0) {
            return options.codes().block();
        }
        int block = SMALLEST_BLOCK;
        while (block < unit.matrix().columns()) {
            block *= 2;
        }
        return block;
    }

    @Override
    public CodeLayout layout() {
        return CodeLayout.table(grid(), unit.matrix().rows(), unit.matrix().columns(), block());
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        List<String> names = Carrier.initializers(out, unit.weight(), quantized);
        return (builder, node) -> {
            List<String> inputs = new ArrayList<>(names);
            inputs.add(1, node.inputs().get(1));
            builder.node(Node.of("GatherBlockQuantized", inputs, node.outputs())
                    .withName(node.name())
                    .withDomain(QuantizeWeights.RUNTIME_DOMAIN)
                    .with("gather_axis", 0)
                    .with("quantize_axis", 1)
                    .with("bits", bits())
                    .with("block_size", block()));
        };
    }
}
