package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables as GatherBlockQuantized of ONNX Runtime; 8 bits where the words have an odd width. Products by the transpose
 * read the same codes: as MatMulNBits, or, where a word has one scale, as floats that runtimes compute once.
 */
record GatherBlockQuantized(CompressibleWeight unit, WeightOnlyOptions options) implements Carrier {
    private static final int SMALLEST_BLOCK = 16;

    /** Returns whether products can read the codes too: where a word has several blocks, these must fill it. */
    static boolean canTie(CompressibleWeight unit, WeightOnlyOptions options) {
        return options.codes().block() == 0 || unit.matrix().columns() % SMALLEST_BLOCK == 0;
    }

    private boolean isTied() {
        return unit.kind() == CompressibleWeight.Kind.TIED;
    }

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
            int block = options.codes().block();
            while (isTied() && unit.matrix().columns() % block != 0) {
                block /= 2;
            }
            return block;
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
        Optional<Reader> product = isTied() ? Optional.of(product(out, names)) : Optional.empty();
        return (builder, node) -> {
            if (product.isPresent() && !node.is("Gather")) {
                product.get().write(builder, node);
                return;
            }
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

    /** Returns what the products that read the codes are. */
    private Reader product(Graph.Builder out, List<String> names) {
        if (options.codes().block() == 0) {
            String floats = floats(out, names);
            return (builder, node) -> Carrier.tied(builder, node, floats);
        }
        int rows = unit.matrix().rows();
        int blocks = unit.matrix().columns() / block();
        List<String> flat = new ArrayList<>();
        flat.add(reshaped(out, names.get(0), rows, blocks, (long) block() * bits() / Byte.SIZE));
        names.subList(1, names.size()).forEach(name -> flat.add(reshaped(out, name, -1)));
        return new MatMulNBits(unit, options.withCodes(options.codes().withBlock(block()))).reader(flat);
    }

    private String floats(Graph.Builder out, List<String> names) {
        DataType type = unit.tensor().dataType();
        String middle = unit.weight() + "_middle";
        String zeros = names.size() > 2
                ? cast(out, names.get(2))
                : out.constant(middle, Tensor.ofFloats(type, new float[] {grid().middle()}, 1));
        String around = out.node("Sub", List.of(cast(out, names.get(0)), zeros), unit.weight() + "_sub");
        return out.node("Mul", List.of(around, names.get(1)), unit.weight() + "_mul");
    }

    private String cast(Graph.Builder out, String name) {
        return out.node(Node.of("Cast", List.of(name), out.fresh(name + "_cast"))
                .withName("")
                .with("to", unit.tensor().dataType().code()));
    }

    private static String reshaped(Graph.Builder out, String name, long... dims) {
        String shape = out.constant(name + "_dims", Tensor.ofLongs(dims, dims.length));
        return out.node("Reshape", List.of(name, shape), name + "_flat");
    }
}
