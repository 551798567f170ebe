package dev.alambic.onnx.runtime;

import java.util.List;

/**
 * What one kernel of the runtime took.
 *
 * @param node its name in the graph that the runtime made for itself; a fused one has a name that the model does not
 *     know
 * @param operator of that graph, such as {@code FusedConv}
 * @param provider what executed it, such as {@code CPU}
 * @param inputTypes of its inputs as the runtime calls them, such as {@code float} and {@code uint8}
 * @param calls in one run; more than one only within a loop
 * @param micros mean time of all its calls in one run without the kernels within it, µs
 */
public record KernelTime(
        String node, String operator, String provider, List<String> inputTypes, double calls, double micros) {

    public KernelTime {
        inputTypes = List.copyOf(inputTypes);
    }

    /** Returns whether it computes on numbers of eight bits, as far as its operator and its inputs tell. */
    public boolean isInteger() {
        return RuntimeKernels.isInteger(operator)
                || (RuntimeKernels.keepsType(operator)
                        && !inputTypes.isEmpty()
                        && inputTypes.get(0).endsWith("int8"));
    }
}
