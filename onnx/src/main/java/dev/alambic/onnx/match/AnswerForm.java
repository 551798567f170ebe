package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.Optional;

/** What the numbers in the output of a classifier are, told by the operator that makes them. */
public enum AnswerForm {
    /** One for each class, of any size; a classifier whose output ends in none of the functions below. */
    LOGITS,

    /** One for each class, from 0 to 1, which sum to 1. */
    PROBABILITIES,

    /** From 0 to 1, each for itself: of one number a sample, that of the second of two classes, taken above 0.5. */
    SIGMOID;

    /** Returns the form of {@code output}, whatever shape or type it is given on the way. */
    public static AnswerForm of(Graph graph, String output) {
        return switch (maker(graph, output).map(Node::opType).orElse("")) {
            case "Softmax", "QLinearSoftmax" -> PROBABILITIES;
            case "Sigmoid", "QLinearSigmoid" -> SIGMOID;
            default -> LOGITS;
        };
    }

    /** Returns the value that goes into the function of probabilities directly before {@code output}; else itself. */
    public static String logits(Graph graph, String output) {
        return graph.index()
                .producer(output)
                .filter(node -> node.is("Softmax") || node.is("Sigmoid"))
                .flatMap(node -> node.input(0))
                .orElse(output);
    }

    private static Optional<Node> maker(Graph graph, String output) {
        Optional<Node> node = graph.index().producer(output);
        while (node.isPresent() && Trait.FORM.isOf(node.get())) {
            node = node.get().input(0).flatMap(graph.index()::producer);
        }
        return node;
    }
}
