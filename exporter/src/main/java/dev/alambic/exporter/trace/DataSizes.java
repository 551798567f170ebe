package dev.alambic.exporter.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The values with an extent that depends on elements of the inputs, as what a mask selects has. */
final class DataSizes {

    private static final Set<String> SOURCES = Set.of("Compress", "NonZero");

    private final Trace trace;
    private final Set<String> names = new HashSet<>();

    DataSizes(Trace trace) {
        this.trace = trace;
        trace.calls().forEach(this::visit);
    }

    /** Returns whether an extent of {@code name} may depend on elements; a single number has none. */
    boolean contains(String name) {
        return names.contains(name);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    private void visit(Call call) {
        if (isSource(call) || call.operands().stream().anyMatch(this::isOfThese)) {
            List<String> outputs = call.outputs();
            outputs.stream().filter(name -> !isScalar(name)).forEach(names::add);
        }
    }

    private boolean isSource(Call call) {
        Operand last = call.operands().get(call.operands().size() - 1);
        return SOURCES.contains(call.opType()) && last instanceof Operand.Ref ref && !trace.isConstant(ref.name());
    }

    private boolean isOfThese(Operand operand) {
        return operand instanceof Operand.Ref ref && names.contains(ref.name());
    }

    private boolean isScalar(String name) {
        return trace.knows(name) && trace.real(name).getShape().dimension() == 0;
    }
}
