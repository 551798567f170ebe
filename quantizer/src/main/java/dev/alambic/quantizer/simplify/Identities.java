package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which nodes give one of their inputs back.
 *
 * <ul>
 *   <li>always: {@code Identity}, {@code Dropout} outside training, {@code Cast} to the type that is there,
 *       {@code Concat}, {@code Sum}, {@code Max}, {@code Min} and {@code Mean} of one, {@code Pad} by nothing,
 *       {@code Tile} once, {@code Slice} of everything
 *   <li>where the extents before and after are known to be the same for every input: {@code Reshape}, {@code Flatten},
 *       {@code Squeeze}, {@code Unsqueeze}, also after others of these; {@code Expand}, {@code Slice} forwards;
 *       {@code Add} and {@code Sub} of zero, {@code Mul} and {@code Div} by one, {@code Pow} to one
 *   <li>{@code Transpose} that keeps the order or restores the one before the last
 * </ul>
 */
final class Identities {

    static final Trait OPERATORS = Trait.of(
            "Identity Dropout Cast Concat Sum Max Min Mean Pad Expand Tile Slice Pow Transpose",
            Trait.RESHAPE,
            Trait.ARITHMETIC);

    /** Constants of more elements are not looked through for zeros and ones. */
    private static final long LARGEST_READ = 1 << 16;

    private Identities() {}

    /** Returns the value that the first output of {@code node} equals. */
    static Optional<String> value(Known known, Node node) {
        String input = node.inputs().isEmpty() ? "" : node.inputs().get(0);
        return switch (node.opType()) {
            case "Identity" -> Optional.of(input);
            case "Dropout" -> when(dropsNothing(known, node), input);
            case "Cast" -> when(keepsType(known, node, input), input);
            case "Concat", "Sum", "Max", "Min", "Mean" -> when(node.inputs().size() == 1, input);
            case "Pad" -> when(padsNothing(known, node), input);
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> Chains.sameExtentsBefore(known, node);
            case "Expand" -> when(known.shapes().sameExtents(input, node.output()), input);
            case "Tile" -> when(isAll(known, node, 1, 1), input);
            case "Slice" -> when(takesAll(known, node, input), input);
            case "Add" -> neutral(known, node, 0, true);
            case "Sub" -> neutral(known, node, 0, false);
            case "Mul" -> neutral(known, node, 1, true);
            case "Div", "Pow" -> neutral(known, node, 1, false);
            case "Transpose" -> Chains.restored(known, node);
            default -> Optional.empty();
        };
    }

    private static Optional<String> when(boolean condition, String value) {
        return condition ? Optional.of(value) : Optional.empty();
    }

    private static boolean dropsNothing(Known known, Node node) {
        boolean training = node.input(2).isPresent()
                && known.graph()
                        .constant(node, 2)
                        .map(flag -> flag.longs()[0] != 0)
                        .orElse(true);
        boolean maskUsed =
                node.outputs().stream().skip(1).anyMatch(known.graph().index()::isUsed);
        return !training && !maskUsed;
    }

    private static boolean keepsType(Known known, Node node, String input) {
        return known.elementType(input)
                .filter(type -> type.code() == node.intAttribute("to", 0))
                .isPresent();
    }

    private static boolean padsNothing(Known known, Node node) {
        return node.intsAttribute("pads")
                .or(() -> known.graph().constant(node, 1).map(Tensor::longs))
                .filter(pads -> Arrays.stream(pads).allMatch(pad -> pad == 0))
                .isPresent();
    }

    private static boolean takesAll(Known known, Node node, String input) {
        boolean unbounded = isAll(known, node, 1, 0)
                && known.graph()
                        .constant(node, 2)
                        .filter(ends -> Arrays.stream(ends.longs()).allMatch(end -> end >= Integer.MAX_VALUE))
                        .isPresent();
        return goesForwards(known, node)
                && (unbounded
                        ? node.input(4).isEmpty() || isAll(known, node, 4, 1)
                        : known.shapes().sameExtents(input, node.output()));
    }

    private static boolean isAll(Known known, Node node, int index, long number) {
        return known.graph()
                .constant(node, index)
                .filter(tensor -> isAll(tensor, number))
                .isPresent();
    }

    private static boolean goesForwards(Known known, Node node) {
        return node.input(4).isEmpty()
                || known.graph()
                        .constant(node, 4)
                        .filter(steps -> Arrays.stream(steps.longs()).allMatch(step -> step > 0))
                        .isPresent();
    }

    /** Returns the operand beside a constant that is {@code number} everywhere and does not make the result larger. */
    private static Optional<String> neutral(Known known, Node node, long number, boolean commutes) {
        for (int constant = 1; constant >= (commutes ? 0 : 1); constant--) {
            String other = node.inputs().get(1 - constant);
            if (isAll(known, node, constant, number) && known.shapes().sameExtents(other, node.output())) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static boolean isAll(Tensor tensor, long number) {
        if (tensor.elementCount() > LARGEST_READ || tensor.elementCount() == 0) {
            return false;
        }
        return switch (tensor.dataType()) {
            case FLOAT, FLOAT16, BFLOAT16 -> isAll(tensor.floats(), number);
            case INT32, INT64 -> Arrays.stream(tensor.longs()).allMatch(value -> value == number);
            default -> false;
        };
    }

    private static boolean isAll(float[] values, long number) {
        for (float value : values) {
            if (value != number) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether every number of type {@code from} is one of type {@code to}. */
    static boolean losesNothing(DataType from, DataType to) {
        if (from == DataType.BOOL) {
            return to != DataType.STRING && to != DataType.BOOL;
        }
        int digits = digits(from);
        boolean signed = from == DataType.INT8 || from == DataType.INT16 || from == DataType.INT32;
        return switch (to) {
            case UINT16, UINT32, UINT64, INT16, INT32, INT64 ->
                !from.isFloating()
                        && digits > 0
                        && digits <= digits(to)
                        && (!signed || to == DataType.INT16 || to == DataType.INT32 || to == DataType.INT64);
            case FLOAT16, BFLOAT16 -> !from.isFloating() && digits > 0 && digits <= digits(to);
            case FLOAT -> digits > 0 && digits <= digits(to) && from != DataType.FLOAT;
            case DOUBLE -> digits > 0 && digits <= digits(to) && from != DataType.DOUBLE;
            default -> false;
        };
    }

    /** Returns the binary digits of the largest number up to which all whole ones are there; 0 for other types. */
    private static int digits(DataType type) {
        return switch (type) {
            case INT8 -> 7;
            case UINT8, BFLOAT16 -> 8;
            case FLOAT16 -> 11;
            case INT16 -> 15;
            case UINT16 -> 16;
            case FLOAT -> 24;
            case INT32 -> 31;
            case UINT32 -> 32;
            case DOUBLE -> 53;
            case INT64 -> 63;
            case UINT64 -> 64;
            default -> 0;
        };
    }
}
