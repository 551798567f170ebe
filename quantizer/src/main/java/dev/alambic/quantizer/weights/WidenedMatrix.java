package dev.alambic.quantizer.weights;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import java.util.List;

/**
 * A matrix of signed 8-bit codes with one scale a row: a Cast widens the codes, and the scales multiply the product.
 * The runtime does the Cast once, when it loads the model, so that this is as fast as float32.
 */
record WidenedMatrix(Unit unit) implements Carrier {

    /**
     * Returns whether this can be: only float32 has room for sums of codes, and only symmetric codes have no offset.
     */
    static boolean fits(Unit unit, WeightOnlyOptions options) {
        return options.symmetric() && unit.matrix().tensor().dataType() == DataType.FLOAT;
    }

    @Override
    public Grid grid() {
        return new Grid(8, true, true, DataType.FLOAT);
    }

    @Override
    public int block() {
        return unit.matrix().columns();
    }

    @Override
    public Layout layout() {
        return new AxisLayout(grid(), unit.matrix(), block(), true);
    }

    @Override
    public Reader store(Graph.Builder out, Quantized quantized) {
        List<String> names = Carrier.initializers(out, unit.weight(), quantized);
        String codes = out.node(Node.of("Cast", List.of(names.get(0)), out.fresh(unit.weight() + "_codes"))
                .withName("")
                .with("to", DataType.FLOAT.code()));
        return (builder, node) -> {
            List<String> inputs = List.of(node.inputs().get(0), codes);
            List<String> outputs = List.of(builder.fresh(node.output() + "_codes"));
            Node sum = unit.matrix().columnsFirst()
                    ? Node.of("MatMul", inputs, outputs)
                    : Node.of("Gemm", inputs, outputs).with("transB", 1);
            builder.node(sum);
            Carrier.product(builder, node, Node.of("Mul", List.of(sum.output(), names.get(1)), node.outputs()));
        };
    }
}
