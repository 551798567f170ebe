package dev.alambic.exporter.trace;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The demand that two traces of a block made the same calls, other numbers aside. */
final class Correspondence {

    private static final Set<String> WINDOWED = Set.of("Conv", "MaxPool", "AveragePool", "LpPool");

    private Correspondence() {}

    /**
     * @throws UnsupportedModelException if the traces differ in more than numbers and sizes; it names the first call
     */
    static void require(Trace first, Trace second) {
        List<Call> left = first.calls();
        List<Call> right = second.calls();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!alike(left.get(i), right.get(i))) {
                throw differing(left.get(i), right.get(i));
            }
        }
        if (left.size() != right.size() || !first.outputs().equals(second.outputs())) {
            throw differing(left.size() + " operations at one size, " + right.size() + " operations");
        }
    }

    private static boolean alike(Call left, Call right) {
        return sameFunction(left, right)
                && left.attributes().equals(right.attributes())
                && left.operands().size() == right.operands().size()
                && IntStream.range(0, left.operands().size())
                        .allMatch(i ->
                                alike(left.operands().get(i), right.operands().get(i)));
    }

    private static boolean sameFunction(Call left, Call right) {
        return left.opType().equals(right.opType()) && left.outputs().equals(right.outputs());
    }

    private static boolean alike(Operand left, Operand right) {
        if (left instanceof Operand.Ints one && right instanceof Operand.Ints other) {
            return one.values().size() == other.values().size();
        }
        return left.equals(right);
    }

    private static UnsupportedModelException differing(Call left, Call right) {
        String calls = left + " " + left.attributes() + " at one size, " + right + " " + right.attributes();
        if (sameFunction(left, right) && WINDOWED.contains(left.opType())) {
            return new UnsupportedModelException("'" + left.output() + "': a window has a fixed size (expected the same"
                    + " kernel at every size, was " + calls + " at another); use a global pool, or fix the size");
        }
        return differing(calls);
    }

    private static UnsupportedModelException differing(String details) {
        return new UnsupportedModelException("block: what is computed does not depend on the free sizes (expected the"
                + " same operations at every size, was " + details + " at another)");
    }
}
