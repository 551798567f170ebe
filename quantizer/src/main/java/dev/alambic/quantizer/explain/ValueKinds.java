package dev.alambic.quantizer.explain;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.IntegerProduct;
import dev.alambic.onnx.operator.Trait;
import java.util.HashSet;
import java.util.Set;

/** Which values are constant, and which are shapes, indices or truth values rather than floats. */
final class ValueKinds {
    private static final Trait WHOLE = Trait.of(
            "ArgMax ArgMin NonZero NonMaxSuppression QuantizeLinear DynamicQuantizeLinear", Trait.EXTENTS, Trait.TRUTH);
    private static final Trait REAL = Trait.of("DequantizeLinear RandomNormal RandomUniform MatMulIntegerToFloat"
            + " DynamicQuantizeMatMul GatherBlockQuantized");

    private final Set<String> whole = new HashSet<>();
    private final Set<String> constant = new HashSet<>();

    private ValueKinds() {}

    static ValueKinds of(Graph graph) {
        ValueKinds kinds = new ValueKinds();
        graph.inputs().stream()
                .filter(input ->
                        input.type() != null && !input.type().elementType().isFloating())
                .forEach(input -> kinds.whole.add(input.name()));
        graph.initializers().forEach((name, tensor) -> {
            kinds.constant.add(name);
            if (!tensor.dataType().isFloating()) {
                kinds.whole.add(name);
            }
        });
        graph.inputs().forEach(input -> kinds.constant.remove(input.name()));
        graph.nodes().forEach(kinds::add);
        return kinds;
    }

    private void add(Node node) {
        boolean fixed = node.subgraphs().isEmpty()
                && !Trait.RANDOM.isOf(node.opType())
                && node.inputs().stream().allMatch(name -> name.isEmpty() || constant.contains(name));
        boolean isWhole = isWhole(node);
        for (String output : node.outputs()) {
            if (fixed) {
                constant.add(output);
            }
            if (isWhole) {
                whole.add(output);
            }
        }
    }

    private boolean isWhole(Node node) {
        if (node.is("Cast")) {
            return !DataType.ofCode((int) node.intAttribute("to", 1), node.label())
                    .isFloating();
        }
        if (node.is("Constant") || node.is("ConstantOfShape")) {
            return node.tensorAttribute("value")
                    .map(tensor -> !tensor.dataType().isFloating())
                    .orElse(node.intsAttribute("value_ints").isPresent()
                            || node.attributes().containsKey("value_int"));
        }
        boolean givesFloats = node.opType().equals("QGemm") && !IntegerProduct.givesIntegers(node);
        if (givesFloats || REAL.isOf(node.opType())) {
            return false;
        }
        int typed = node.is("Where") ? 1 : 0;
        return WHOLE.isOf(node.opType())
                || node.input(typed).filter(whole::contains).isPresent();
    }

    /** Returns whether {@code node} gives the same in every run. */
    boolean isConstant(Node node) {
        return constant.contains(node.output());
    }

    boolean isFloating(Node node) {
        return !whole.contains(node.output());
    }
}
