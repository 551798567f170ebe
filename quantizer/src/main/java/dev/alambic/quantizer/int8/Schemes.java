package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.quantizer.calibrate.Range;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How each value and weight of a graph is rounded: the options, their overrides, and the ranges found. */
record Schemes(OnnxModel model, Int8Options options, Map<String, Range> ranges) {
    private static final long WIDE_OPSET = 21;

    IntegerStep rounding(String value) {
        Range range = first(options, UnitOverride::range, names -> fits(names, value))
                .orElseGet(() -> Objects.requireNonNull(ranges.get(value), value));
        return IntegerStep.of(
                range,
                first(options, UnitOverride::activations, names -> fits(names, value))
                        .orElse(options.activations()));
    }

    static WeightScheme weight(Int8Options options, Node node) {
        return first(options, UnitOverride::weights, names -> names.match(node)).orElse(options.weights());
    }

    /** Returns the domain whose QuantizeLinear takes {@code type}: the standard's does since opset 21. */
    String domain(IntegerType type) {
        return type.isWide() && model.opset() < WIDE_OPSET ? WriteQOperators.EXTENSIONS : "";
    }

    /** Returns whether {@code names} name a value, the node that writes it, or the one before its activation. */
    private boolean fits(Names names, String value) {
        Graph graph = model.graph();
        Optional<Node> writer = graph.index().producer(value);
        Optional<Node> before = writer.filter(Trait.CLAMP::isOf)
                .flatMap(node -> graph.index().producer(node.inputs().get(0)));
        return names.match(value)
                || writer.filter(names::match).isPresent()
                || before.filter(names::match).isPresent();
    }

    private static <T> Optional<T> first(
            Int8Options options, Function<UnitOverride, @Nullable T> part, Function<Names, Boolean> fits) {
        for (UnitOverride override : options.exceptions().overrides()) {
            T found = part.apply(override);
            if (found != null && fits.apply(Names.of(List.of(override.pattern())))) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
