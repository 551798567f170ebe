package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The table of operators: an operator of ONNX and what computes it with a gradient. An operator is added by one more
 * entry of a family. Operators of another domain than the standard's are written {@code domain::Name}.
 */
final class Operators {

    private static final Map<String, Function<NodeView, Operator>> TABLE = of(List.of(
            ElementwiseOperators::addTo,
            ActivationOperators::addTo,
            ReductionOperators::addTo,
            SelectionOperators::addTo,
            ScatterOperators::addTo,
            PaddingOperators::addTo,
            ConstantOperators::addTo,
            LossOperators::addTo,
            ShapeOperators::addTo,
            IndexOperators::addTo,
            MatrixOperators::addTo,
            NormalizationOperators::addTo,
            WindowOperators::addTo,
            Fusion::addTo,
            QuantizationOperators::addTo,
            RecurrentOperators::addTo,
            ResizeOperators::addTo,
            SpatialOperators::addTo));

    private final Map<String, Function<NodeView, Operator>> entries = new TreeMap<>();

    private Operators() {}

    private static Map<String, Function<NodeView, Operator>> of(List<Consumer<Operators>> families) {
        Operators operators = new Operators();
        families.forEach(family -> family.accept(operators));
        return Collections.unmodifiableMap(operators.entries);
    }

    /**
     * Adds an operator that reads its node once, when the graph is built.
     *
     * @param binding returns what computes the node; throws {@link UnsupportedModelException} if that form of the
     *     operator cannot be trained
     */
    Operators on(String opType, Function<NodeView, Operator> binding) {
        if (entries.put(opType, binding) != null) {
            throw new AssertionError("bug: two entries for " + opType);
        }
        return this;
    }

    /** Adds an operator with one output that has no attributes. */
    Operators onCall(String opType, Function<Call, NDArray> function) {
        return on(opType, node -> Operator.of(function));
    }

    /** Adds an operator with one output that reads its attributes beside its inputs. */
    Operators onCall(String opType, BiFunction<NodeView, Call, NDArray> function) {
        return on(opType, node -> Operator.of(call -> function.apply(node, call)));
    }

    /** Adds a function of the first input. */
    Operators unary(String opType, UnaryOperator<NDArray> function) {
        return onCall(opType, call -> function.apply(call.array(0)));
    }

    /** Returns the operators that have an entry, in the order of the alphabet. */
    static Set<String> names() {
        return TABLE.keySet();
    }

    /**
     * Returns what computes {@code node}.
     *
     * @throws UnsupportedModelException if the operator, or this form of it, has no entry
     */
    static Operator bind(NodeView node) {
        Node read = node.node();
        String key = read.isStandard() ? read.opType() : read.domain() + "::" + read.opType();
        Function<NodeView, Operator> binding = TABLE.get(key);
        if (binding == null) {
            throw new UnsupportedModelException(read.label() + ": " + Refusal.of(key));
        }
        return binding.apply(node);
    }
}
