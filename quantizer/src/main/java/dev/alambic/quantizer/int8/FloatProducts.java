package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.ProductView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which products of a graph stay floats whatever the options are, and why. */
record FloatProducts(Graph graph) {

    /** Returns one sentence for each reason. */
    List<String> notes(Predicate<Node> isInteger) {
        Map<String, List<Node>> byReason = new LinkedHashMap<>();
        graph.nodes().stream()
                .filter(node -> !isInteger.test(node))
                .forEach(node -> reason(node)
                        .ifPresent(why -> byReason.computeIfAbsent(node.opType() + ": " + why, any -> new ArrayList<>())
                                .add(node)));
        return byReason.entrySet().stream()
                .map(entry -> sentence(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sentence(String reason, List<Node> nodes) {
        Node first = nodes.get(0);
        String why = reason.substring(reason.indexOf(':'));
        return nodes.size() == 1
                ? first.label() + " stays float" + why
                : nodes.size() + " " + first.opType() + " stay float, such as '" + first.output() + "'" + why;
    }

    private Optional<String> reason(Node node) {
        if (node.is("ConvTranspose")) {
            return Optional.of("ONNX Runtime has no integer kernel for this operator");
        }
        if (!ProductView.isProduct(node)) {
            return Optional.empty();
        }
        Optional<Tensor> weight = graph.constant(node, 1);
        if (weight.isEmpty()) {
            return node.input(1).flatMap(value -> withoutConstant(node, value));
        }
        if (ProductView.of(graph, node).isEmpty()) {
            return Optional.of(ofWeight(node, weight.get()));
        }
        return ProductView.of(graph, node)
                .filter(view -> !view.hasKnownBias())
                .map(view -> "the bias is no constant for each channel");
    }

    private Optional<String> withoutConstant(Node node, String value) {
        if (graph.initializer(value).isPresent()) {
            return Optional.of("the caller may feed the weight");
        }
        if (graph.constant(node, 0).isPresent()) {
            return Optional.of("the weight is the first factor");
        }
        boolean isInteger = graph.index()
                .producer(value)
                .filter(producer -> Trait.ROUNDING.isOf(producer.opType()))
                .isPresent();
        return isInteger
                ? Optional.empty()
                : Optional.of(node.is("Conv") ? "the weight is computed" : "two activations are multiplied");
    }

    private static String ofWeight(Node node, Tensor weight) {
        int rank = weight.rank();
        if (!weight.dataType().isFloating() || weight.dataType().bits() != Float.SIZE) {
            return "the weight is " + weight.dataType().name().toLowerCase(Locale.ROOT);
        }
        if (!node.is("Conv") && rank != 2) {
            return "the weight has another rank than a matrix, " + rank;
        }
        return node.is("Gemm") ? "the factors cannot be part of the weight" : "the weight is empty or of another form";
    }
}
