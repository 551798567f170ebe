package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The table of operators: an operator of ONNX and what computes it with a gradient. An operator is added by one more
 * entry of a family. Operators of another domain than the standard's are written {@code domain::Name}.
 */
final class Operators {

    private static final Map<String, Binding> TABLE = of(List.of(
            ElementwiseOperators::addTo,
            TrigonometricOperators::addTo,
            ActivationOperators::addTo,
            TruthOperators::addTo,
            CastOperators::addTo,
            ReductionOperators::addTo,
            SelectionOperators::addTo,
            ScatterOperators::addTo,
            PaddingOperators::addTo,
            ConstantOperators::addTo,
            operators -> operators.on("com.microsoft::SkipLayerNormalization", SkipLayerNormalization::bind),
            LossOperators::addTo,
            ShapeOperators::addTo,
            IndexOperators::addTo,
            MatrixOperators::addTo,
            NormalizationOperators::addTo,
            ConvolutionOperators::addTo,
            PoolingOperators::addTo,
            Fusion::addTo,
            QuantizationOperators::addTo,
            RecurrentOperators::addTo,
            ResizeOperators::addTo,
            SpatialOperators::addTo));

    private final Map<String, Binding> entries = new TreeMap<>();

    private Operators() {}

    private static Map<String, Binding> of(List<Consumer<Operators>> families) {
        Operators operators = new Operators();
        families.forEach(family -> family.accept(operators));
        return Collections.unmodifiableMap(operators.entries);
    }

    /** Adds an entry. */
    Operators on(String opType, Binding binding) {
        if (entries.put(opType, binding) != null) {
            throw new AssertionError("bug: two entries for " + opType);
        }
        return this;
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
        String key = node.node().isStandard() ? node.opType() : node.node().domain() + "::" + node.opType();
        Binding binding = TABLE.get(key);
        if (binding == null) {
            throw new UnsupportedModelException(node.node().label() + ": " + Refusal.of(key));
        }
        return binding.bind(node);
    }
}
