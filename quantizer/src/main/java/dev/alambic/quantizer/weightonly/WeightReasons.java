package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.operator.WeightInput;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.explain.FloatProducts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a node keeps the weights that it has. */
record WeightReasons(Graph graph, WeightOnlyOptions options, List<Pattern> excluded) {

    private static final String NOT_FINITE = "not all elements of its weight are finite";

    private static final String EXCLUDED = "it is excluded";

    static boolean isExcluded(List<Pattern> excluded, Node node, String weight) {
        return excluded.stream()
                .anyMatch(each -> each.matcher(node.name()).matches()
                        || each.matcher(weight).matches());
    }

    /** Returns the reason; empty if {@code node} has no weights of as many elements as the options ask for. */
    Optional<String> of(Node node) {
        if (ProductView.isProduct(node)) {
            return ofProduct(node);
        }
        return WeightInput.of(node.opType()).stream()
                .flatMap(slot -> node.input(slot.index()).stream())
                .filter(name -> graph.constant(name)
                        .filter(tensor -> tensor.dataType().isFloating() && tensor.rank() > 1 && isLarge(tensor))
                        .isPresent())
                .findFirst()
                .map(name -> ofOther(node, name));
    }

    private boolean isLarge(Tensor tensor) {
        return tensor.elementCount() >= options.chosen().minElements();
    }

    private Optional<String> ofProduct(Node node) {
        Optional<Tensor> weight = graph.constant(node, 1);
        if (weight.isEmpty()) {
            return new FloatProducts(graph).noWeight(node).or(() -> behind(node));
        }
        if (!weight.get().dataType().isFloating() || !isLarge(weight.get())) {
            return Optional.empty();
        }
        if (ProductView.ofFloats(graph, node).isEmpty()) {
            return Optional.of(wrongType(weight.get()).orElseGet(() -> FloatProducts.ofForm(node, weight.get())));
        }
        if (isExcluded(excluded, node, node.inputs().get(1))) {
            return Optional.of(EXCLUDED);
        }
        boolean chosen = !node.is("Conv") || options.chosen().convolutions();
        return Optional.of(chosen ? NOT_FINITE : "convolutions are left as they are in this form");
    }

    /** Returns what stands between {@code node} and its weight. */
    private Optional<String> behind(Node node) {
        return node.input(1)
                .flatMap(graph.index()::producer)
                .filter(producer -> Trait.FORM.isOf(producer.opType()))
                .filter(producer -> graph.constant(producer, 0)
                        .filter(tensor -> tensor.dataType().isFloating() && isLarge(tensor))
                        .isPresent())
                .map(producer -> "its weight is read through " + producer.opType());
    }

    private static Optional<String> wrongType(Tensor weight) {
        DataType type = weight.dataType();
        return type == DataType.FLOAT || type == DataType.FLOAT16
                ? Optional.empty()
                : Optional.of("the weight is " + type.lowerName());
    }

    private String ofOther(Node node, String name) {
        if (!node.is("Gather")) {
            return "weights of this operator are left as they are in weight-only forms";
        }
        Tensor table = graph.constant(name).orElseThrow();
        if (isExcluded(excluded, node, name)) {
            return EXCLUDED;
        }
        if (!options.chosen().embeddings()) {
            return "tables are left as they are in this form";
        }
        if (node.intAttribute("axis", 0) != 0 || table.rank() != 2) {
            return "it does not pick rows of a matrix";
        }
        return wrongType(table).orElse(NOT_FINITE);
    }
}
