package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A weight that plain operators make floats of, which runtimes compute once, when they load the model: the file is
 * small, and all else as with floats.
 *
 * <pre>{@code
 * w = (Cast(codes) - Cast(zeros)) * Cast(scales)      zeros and scales picked for each column, if there are blocks
 * }</pre>
 *
 * <p>Scales of blocks are float16: codes are rounded against them as they are stored.
 *
 * @param sharing how many codes share a scale; 0 for all of a row
 */
record FoldedWeight(CompressibleWeight unit, WeightOnlyOptions options, int sharing) implements Carrier {

    @Override
    public Grid grid() {
        return new Grid(
                options.codes().bits(), options.codes().symmetric(), true, hasBlocks() ? DataType.FLOAT16 : type());
    }

    private boolean hasBlocks() {
        return block() < unit.matrix().columns();
    }

    private DataType type() {
        return unit.tensor().dataType();
    }

    @Override
    public int block() {
        int columns = unit.matrix().columns();
        return sharing == 0 ? columns : Math.min(sharing, columns);
    }

    @Override
    public CodeLayout layout() {
        return CodeLayout.axis(grid(), unit.matrix(), block(), false);
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        List<String> names = Carrier.initializers(out, unit.weight(), quantized);
        String codes = cast(out, names.get(0));
        if (names.size() > 2) {
            codes = node(out, "Sub", List.of(codes, spread(out, cast(out, names.get(2)))));
        }
        String scales = hasBlocks() ? cast(out, names.get(1)) : names.get(1);
        String weight = node(out, "Mul", List.of(codes, spread(out, scales)));
        String shaped = unit.tensor().rank() == 2
                ? weight
                : node(out, "Reshape", List.of(weight, out.constant(unit.weight() + "_dims", dims())));
        return (builder, node) -> {
            if (unit.kind() == CompressibleWeight.Kind.TIED && !node.is("Gather")) {
                Carrier.tied(builder, node, shaped);
            } else {
                builder.node(node.withInput(node.is("Gather") ? 0 : 1, shaped));
            }
        };
    }

    private Tensor dims() {
        return Tensor.ofLongs(unit.tensor().dims(), unit.tensor().rank());
    }

    private String cast(Graph.Builder out, String name) {
        return out.node(Node.of("Cast", List.of(name), out.fresh(name + "_cast"))
                .withName("")
                .with("to", type().code()));
    }

    private String node(Graph.Builder out, String operator, List<String> inputs) {
        String name = out.fresh(unit.weight() + "_" + operator.toLowerCase(Locale.ROOT));
        return out.node(Node.of(operator, inputs, name).withName(""));
    }

    /** Returns what stands once a block, once a column; one block is left to broadcasting. */
    private String spread(Graph.Builder out, String perBlock) {
        int columns = unit.matrix().columns();
        if (!hasBlocks()) {
            return perBlock;
        }
        int[] blocks = new int[columns];
        for (int column = 0; column < columns; column++) {
            blocks[column] = column / block();
        }
        // the same for all weights of this width
        String index = out.initializer("blocks_" + columns + "_" + block(), Tensor.ofInts(blocks, columns));
        return out.node(Node.of("Gather", List.of(perBlock, index), out.fresh(perBlock + "_spread"))
                .withName("")
                .with("axis", unit.matrix().columnsFirst() ? 0 : 1));
    }
}
