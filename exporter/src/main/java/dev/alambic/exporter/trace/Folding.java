package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which values of two traces are stored as constants, and which are needed at all. */
final class Folding {

    private final Trace first;
    private final Trace second;
    private final Map<String, Boolean> folded = new HashMap<>();

    /** The first of the constants that are computed alike, such as the transposed weight of a layer that runs twice. */
    private final Map<String, String> canonical = new HashMap<>();

    private final Set<String> needed;

    Folding(Trace first, Trace second) {
        this.first = first;
        this.second = second;
        findAlike();
        this.needed = needed();
    }

    /** Returns the constant to store in place of {@code name}: itself, or the first that is computed alike. */
    String canonical(String name) {
        return canonical.getOrDefault(name, name);
    }

    private void findAlike() {
        Map<List<Object>, Call> known = new HashMap<>();
        for (int position = 0; position < first.calls().size(); position++) {
            Call call = first.calls().get(position);
            if (call.outputs().stream().allMatch(first::isConstant)) {
                Call alike = known.putIfAbsent(key(call, second.calls().get(position)), call);
                for (int i = 0; alike != null && i < call.outputs().size(); i++) {
                    canonical.put(call.outputs().get(i), alike.outputs().get(i));
                }
            }
        }
    }

    /** Returns what a call computes, in both traces. */
    private List<Object> key(Call call, Call other) {
        return List.of(call.opType(), canonical(call.operands()), canonical(other.operands()), call.attributes());
    }

    private List<Operand> canonical(List<Operand> operands) {
        return operands.stream()
                .map(operand -> operand instanceof Operand.Ref ref ? new Operand.Ref(canonical(ref.name())) : operand)
                .toList();
    }

    /** Returns whether {@code name} is stored: it depends on no input, and is the same in both traces. */
    boolean isFolded(String name) {
        return folded.computeIfAbsent(
                name,
                key -> first.isConstant(key)
                        && first.knows(key)
                        && (first == second || first.isParameter(key) || same(first.real(key), second.real(key))));
    }

    /** Returns whether {@code name} is stored or computed in the graph. */
    boolean isNeeded(String name) {
        return needed.contains(name);
    }

    private static boolean same(NDArray left, NDArray right) {
        return left.getShape().equals(right.getShape()) && left.contentEquals(right);
    }

    /** Returns the names that the outputs need, from stored constants on. */
    private Set<String> needed() {
        Set<String> names = new LinkedHashSet<>(first.outputs());
        for (int i = first.calls().size() - 1; i >= 0; i--) {
            Call call = first.calls().get(i);
            if (call.outputs().stream().anyMatch(name -> names.contains(name) && !isFolded(name))) {
                for (Operand operand : call.operands()) {
                    if (operand instanceof Operand.Ref ref) {
                        names.add(ref.name());
                    }
                }
            }
        }
        return names;
    }
}
