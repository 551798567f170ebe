package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table whose words are looked up as codes, and then made floats by DequantizeLinear of the standard. Gather knows no
 * 4-bit types: a Cast widens such codes, which the runtime does once, when it loads the model.
 */
record PickedTable(CompressibleWeight unit, WeightOnlyOptions options) implements Carrier {

    @Override
    public Grid grid() {
        return Grid.of(options.codes().bits(), options, false, unit);
    }

    @Override
    public int block() {
        return options.codes().block() == 0
                ? unit.matrix().columns()
                : options.codes().block();
    }

    @Override
    public CodeLayout layout() {
        return CodeLayout.axis(grid(), unit.matrix(), block(), false);
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        List<String> names = Carrier.initializers(out, unit.weight(), quantized);
        List<String> tables = new ArrayList<>(List.of(widened(out, names.get(0), quantized.values()), names.get(1)));
        quantized.zeros().map(zeros -> widened(out, names.get(2), zeros)).ifPresent(tables::add);
        // of the codes as they are: a node that multiplies knows 4-bit types
        Optional<String> floats = unit.kind() == CompressibleWeight.Kind.TIED
                ? Optional.of(out.node(dequantize(names, List.of(out.fresh(unit.weight() + "_dq")), 1)))
                : Optional.empty();
        return (builder, node) -> {
            if (floats.isPresent() && !node.is("Gather")) {
                Carrier.tied(builder, node, floats.get());
                return;
            }
            List<String> picked = new ArrayList<>();
            for (String table : tables) {
                picked.add(builder.node(
                        node.withInputs(List.of(table, node.inputs().get(1)))
                                .withName("")
                                .withOutputs(List.of(builder.fresh(node.output() + "_q")))));
            }
            builder.node(dequantize(picked, node.outputs(), -1).withName(node.name()));
        };
    }

    private Node dequantize(List<String> inputs, List<String> outputs, int axis) {
        return Node.of("DequantizeLinear", inputs, outputs)
                .withName("")
                .with("axis", axis)
                .with("block_size", block());
    }

    private static String widened(Graph.Builder out, String name, Tensor codes) {
        Optional<DataType> wide = switch (codes.dataType()) {
            case INT4 -> Optional.of(DataType.INT8);
            case UINT4 -> Optional.of(DataType.UINT8);
            default -> Optional.empty();
        };
        return wide.map(type -> out.node(Node.of("Cast", List.of(name), out.fresh(name + "_wide"))
                        .withName("")
                        .with("to", type.code())))
                .orElse(name);
    }
}
