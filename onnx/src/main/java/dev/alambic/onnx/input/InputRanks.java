package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.ProductView;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ranks that an input may have of which the model says only the type of its elements: those that the operators ask
 * for that read it, then the usual ones.
 */
final class InputRanks {
    private static final int FURTHEST = 6;
    private static final int MOST_CANDIDATES = 16;

    /** How many inputs may have other ranks than the likeliest. */
    private static final int VARIED = 2;

    private static final Trait SAME_RANK = Trait.of("Cast Identity Dropout Relu Sigmoid Tanh Clip LeakyRelu Exp Log"
            + " Sqrt Neg Abs Softmax BatchNormalization");

    private InputRanks() {}

    /** Returns whether an input of {@code model} is a tensor of unknown rank. */
    static boolean concerns(OnnxModel model) {
        return model.graph().requiredInputs().stream().anyMatch(InputRanks::isOpen);
    }

    private static boolean isOpen(ValueInfo input) {
        return input.type() != null && input.type().shape() == null;
    }

    /** Returns {@code model} with a rank for each input, the likeliest first. */
    static List<OnnxModel> candidates(OnnxModel model) {
        List<OnnxModel> models = List.of(model);
        int varied = 0;
        for (ValueInfo input : model.graph().requiredInputs()) {
            if (isOpen(input)) {
                List<Integer> ranks = List.copyOf(ranks(model.graph(), input));
                List<Integer> tried = varied++ < VARIED ? ranks : ranks.subList(0, 1);
                models = models.stream()
                        .flatMap(each -> tried.stream().map(rank -> ranked(each, input.name(), rank)))
                        .toList();
            }
        }
        return models.subList(0, Math.min(MOST_CANDIDATES, models.size()));
    }

    private static OnnxModel ranked(OnnxModel model, String name, int rank) {
        return model.mapGraph(graph -> graph.edit(out -> out.inputs(graph.inputs().stream()
                .map(input -> input.name().equals(name) && input.type() != null
                        ? input.withType(new TensorType(
                                input.type().elementType(), new Shape(Collections.nCopies(rank, Dim.unknown()))))
                        : input)
                .toList())));
    }

    private static Set<Integer> ranks(Graph graph, ValueInfo input) {
        Set<Integer> ranks = new LinkedHashSet<>();
        collect(graph, input.name(), FURTHEST, ranks);
        boolean numbers = input.type() != null && input.type().elementType().isFloating();
        boolean texts = input.type() != null && input.type().elementType() == DataType.STRING;
        ranks.addAll(numbers ? List.of(2, 4, 3, 1) : texts ? List.of(2, 1) : List.of(2, 1, 3, 0));
        return ranks;
    }

    private static void collect(Graph graph, String value, int steps, Set<Integer> ranks) {
        for (Node node : graph.index().consumers(value)) {
            asked(graph, node, value, ranks);
            boolean passes = SAME_RANK.isOf(node.opType()) || Trait.ARITHMETIC.isOf(node);
            if (steps > 0 && passes && !node.outputs().isEmpty()) {
                collect(graph, node.outputs().get(0), steps - 1, ranks);
            }
        }
    }

    /** Adds the rank that {@code node} asks of {@code value}. */
    private static void asked(Graph graph, Node node, String value, Set<Integer> ranks) {
        boolean first = node.input(0).filter(value::equals).isPresent();
        if (node.is("Conv") || node.is("ConvTranspose")) {
            graph.constant(node, 1).filter(weight -> first).map(Tensor::rank).ifPresent(ranks::add);
        } else if (node.is("Gemm")) {
            ranks.add(2);
        } else if (ProductView.isProduct(node)) {
            ranks.addAll(List.of(2, 3));
        } else if (node.is("LSTM") || node.is("GRU") || node.is("RNN")) {
            ranks.add(first ? 3 : 1);
        } else if (node.is("MaxPool") || node.is("AveragePool") || node.is("GlobalAveragePool")) {
            ranks.add(node.intsAttribute("kernel_shape")
                    .map(sides -> sides.length + 2)
                    .orElse(4));
        } else if (node.is("Transpose")) {
            node.intsAttribute("perm").map(axes -> axes.length).ifPresent(ranks::add);
        }
    }
}
