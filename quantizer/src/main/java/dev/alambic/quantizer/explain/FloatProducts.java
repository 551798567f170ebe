package dev.alambic.quantizer.explain;

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
import java.util.function.Function;
import java.util.function.Predicate;

/** Which products of a graph stay floats whatever the options are, and why. */
public record FloatProducts(Graph graph) {

    /** Returns one sentence for each reason. */
    public List<String> notes(Predicate<Node> isInteger) {
        return sentences(graph, node -> isInteger.test(node) ? Optional.empty() : reason(node));
    }

    /**
     * Returns one sentence for each operator and {@code reason} why nodes of it stay float; that is empty for others.
     */
    public static List<String> sentences(Graph graph, Function<Node, Optional<String>> reason) {
        Map<String, List<Node>> byReason = new LinkedHashMap<>();
        graph.nodes()
                .forEach(node -> reason.apply(node)
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
            return noWeight(node).or(() -> activations(node));
        }
        if (ProductView.of(graph, node).isEmpty()) {
            return Optional.of(ofWeight(node, weight.get()));
        }
        return ProductView.of(graph, node)
                .filter(view -> !view.hasKnownBias())
                .map(view -> "the bias is no constant for each channel");
    }

    /** Returns why the constant that {@code node}, a product, multiplies by is no weight of it, if there is one. */
    public Optional<String> noWeight(Node node) {
        if (node.input(1).flatMap(graph::initializer).isPresent()) {
            return Optional.of("the caller may feed the weight");
        }
        return graph.constant(node, 0).map(first -> "the weight is the first factor");
    }

    private Optional<String> activations(Node node) {
        boolean isInteger = node.input(1)
                .flatMap(graph.index()::producer)
                .filter(producer -> Trait.ROUNDING.isOf(producer.opType()))
                .isPresent();
        return isInteger
                ? Optional.empty()
                : Optional.of(node.is("Conv") ? "the weight is computed" : "two activations are multiplied");
    }

    /** Returns why the weight of {@code node}, a product with a constant one, has a form that stays float. */
    public static String ofForm(Node node, Tensor weight) {
        if (!node.is("Conv") && weight.rank() != 2) {
            return "the weight has another rank than a matrix, " + weight.rank();
        }
        return node.is("Gemm") ? "the factors cannot be part of the weight" : "the weight is empty or of another form";
    }

    private static String ofWeight(Node node, Tensor weight) {
        if (!weight.dataType().isFloating() || weight.dataType().bits() != Float.SIZE) {
            return "the weight is " + weight.dataType().name().toLowerCase(Locale.ROOT);
        }
        return ofForm(node, weight);
    }
}
