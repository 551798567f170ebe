package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The operators that models compute shapes with, on numbers kept in Java. */
final class ShapeArithmetic {

    /** Longest list that is worth keeping in Java. */
    private static final long MOST = 4096;

    static final Map<String, ShapeFunction> TABLE = Map.ofEntries(
            Map.entry("Shape", (node, in) -> shape(node, in.get(0).dims())),
            Map.entry("Size", (node, in) -> IntegerArray.scalar(in.get(0).size())),
            Map.entry("Gather", (node, in) -> gather(node, in.get(0), in.get(1))),
            Map.entry("Concat", ShapeArithmetic::concat),
            Map.entry("Slice", ShapeArithmetic::slice),
            Map.entry("Unsqueeze", ShapeArithmetic::unsqueeze),
            Map.entry("Squeeze", ShapeArithmetic::squeeze),
            Map.entry("Reshape", (node, in) -> reshape(node, in.get(0), in.get(1))),
            Map.entry("Cast", ShapeArithmetic::cast),
            Map.entry("ConstantOfShape", ShapeArithmetic::constantOfShape),
            Map.entry("Range", (node, in) -> range(in.get(0), in.get(1), in.get(2))),
            Map.entry("Where", (node, in) -> where(in.get(0), in.get(1), in.get(2))),
            Map.entry("Neg", unary(value -> -value)),
            Map.entry("Abs", unary(Math::abs)),
            Map.entry("Not", unary(value -> 1 - value)),
            Map.entry("Add", binary(Long::sum)),
            Map.entry("Sub", binary((a, b) -> a - b)),
            Map.entry("Mul", binary((a, b) -> a * b)),
            Map.entry("Div", binary((a, b) -> a / b)),
            Map.entry("Max", binary(Math::max)),
            Map.entry("Min", binary(Math::min)),
            Map.entry("And", binary((a, b) -> a & b)),
            Map.entry("Or", binary((a, b) -> a | b)),
            Map.entry("Equal", comparison((a, b) -> a == b ? 1 : 0)),
            Map.entry("Less", comparison((a, b) -> a < b ? 1 : 0)),
            Map.entry("LessOrEqual", comparison((a, b) -> a <= b ? 1 : 0)),
            Map.entry("Greater", comparison((a, b) -> a > b ? 1 : 0)),
            Map.entry("GreaterOrEqual", comparison((a, b) -> a >= b ? 1 : 0)),
            Map.entry("ReduceProd", reduction(1, (a, b) -> a * b)),
            Map.entry("ReduceSum", reduction(0, Long::sum)),
            Map.entry("ReduceMax", reduction(Long.MIN_VALUE, Math::max)),
            Map.entry("ReduceMin", reduction(Long.MAX_VALUE, Math::min)));

    private ShapeArithmetic() {}

    /** Computes a node whose inputs are numbers kept in Java. */
    @FunctionalInterface
    interface ShapeFunction {

        /** Returns the output, or null if this form is left to the engine. */
        @Nullable
        IntegerArray apply(NodeView node, List<@Nullable IntegerArray> inputs);
    }

    /** Returns the extents {@code dims}, or the part of them that the node asks for (from opset 15). */
    static IntegerArray shape(NodeView node, long[] dims) {
        int start = bound(node.number("start", 0), dims.length);
        int end = bound(node.number("end", dims.length), dims.length);
        return IntegerArray.list(Arrays.copyOfRange(dims, start, Math.max(start, end)));
    }

    private static int bound(long index, int length) {
        return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
    }

    private static @Nullable IntegerArray gather(NodeView node, IntegerArray data, IntegerArray indices) {
        if (data.rank() != 1) {
            return null;
        }
        long[] gathered = new long[indices.size()];
        for (int i = 0; i < gathered.length; i++) {
            long index = indices.values()[i];
            if (index < -data.size() || index >= data.size()) {
                throw node.invalid(
                        "an index lies inside the data", "-" + data.size() + " to " + (data.size() - 1), index);
            }
            gathered[i] = data.values()[(int) (index < 0 ? index + data.size() : index)];
        }
        return new IntegerArray(data.type(), gathered, indices.dims());
    }

    private static @Nullable IntegerArray concat(NodeView node, List<@Nullable IntegerArray> in) {
        List<IntegerArray> parts = new ArrayList<>();
        for (IntegerArray part : in) {
            if (part == null || part.rank() != 1) {
                return null;
            }
            parts.add(part);
        }
        long[] all = parts.stream()
                .flatMapToLong(part -> LongStream.of(part.values()))
                .toArray();
        return new IntegerArray(parts.get(0).type(), all, all.length);
    }

    private static @Nullable IntegerArray slice(NodeView node, List<@Nullable IntegerArray> in) {
        IntegerArray data = Objects.requireNonNull(in.get(0));
        if (data.rank() != 1) {
            return null;
        }
        long[] starts = operand(node, in, 1, "starts");
        long[] ends = operand(node, in, 2, "ends");
        long[] steps = in.size() > 4 ? operand(node, in, 4, "steps") : null;
        if (starts == null || ends == null || starts.length != 1 || (steps != null && steps[0] != 1)) {
            return null;
        }
        int start = bound(starts[0], data.size());
        int end = Math.max(start, bound(ends[0], data.size()));
        return new IntegerArray(data.type(), Arrays.copyOfRange(data.values(), start, end), end - start);
    }

    /** Returns an operand that was an attribute before it was an input. */
    private static long @Nullable [] operand(
            NodeView node, List<@Nullable IntegerArray> in, int input, String attribute) {
        IntegerArray numbers = input < in.size() ? in.get(input) : null;
        return numbers == null ? node.numbers(attribute).orElse(null) : numbers.values();
    }

    private static IntegerArray unsqueeze(NodeView node, List<@Nullable IntegerArray> in) {
        IntegerArray data = Objects.requireNonNull(in.get(0));
        return data.reshaped(Axes.unsqueezed(data.dims(), Objects.requireNonNull(operand(node, in, 1, "axes"))));
    }

    private static IntegerArray squeeze(NodeView node, List<@Nullable IntegerArray> in) {
        IntegerArray data = Objects.requireNonNull(in.get(0));
        return data.reshaped(Axes.squeezed(data.dims(), operand(node, in, 1, "axes")));
    }

    private static IntegerArray reshape(NodeView node, IntegerArray data, IntegerArray shape) {
        return data.reshaped(Axes.reshaped(data.dims(), shape.values(), node.flag("allowzero", false)));
    }

    private static @Nullable IntegerArray cast(NodeView node, List<@Nullable IntegerArray> in) {
        IntegerArray data = Objects.requireNonNull(in.get(0));
        DataType to = node.type("to", DataType.INT64);
        return switch (to) {
            case INT64 -> data.as(to);
            case INT32 -> fits(data, Integer.MIN_VALUE, Integer.MAX_VALUE) ? data.as(to) : null;
            case BOOL -> mapped(data, value -> value == 0 ? 0 : 1).as(to);
            default -> null;
        };
    }

    private static boolean fits(IntegerArray data, long min, long max) {
        return LongStream.of(data.values()).allMatch(value -> value >= min && value <= max);
    }

    private static @Nullable IntegerArray constantOfShape(NodeView node, List<@Nullable IntegerArray> in) {
        Tensor value = node.node().tensorAttribute("value").orElse(Tensor.ofFloats(new float[1], 1));
        long[] dims = Objects.requireNonNull(in.get(0)).values();
        long size = LongStream.of(dims).reduce(1, Math::multiplyExact);
        if (value.dataType().isFloating() || size > MOST) {
            return null;
        }
        long[] filled = new long[(int) size];
        Arrays.fill(filled, value.longs()[0]);
        return new IntegerArray(value.dataType(), filled, dims);
    }

    private static @Nullable IntegerArray range(IntegerArray start, IntegerArray limit, IntegerArray delta) {
        long step = delta.values()[0];
        long from = start.values()[0];
        long count = Math.max(0, -Math.floorDiv(from - limit.values()[0], step));
        return count > MOST
                ? null
                : new IntegerArray(
                        start.type(),
                        LongStream.range(0, count).map(i -> from + i * step).toArray(),
                        count);
    }

    private static @Nullable IntegerArray where(IntegerArray condition, IntegerArray yes, IntegerArray no) {
        IntegerArray chosenYes = broadcast(condition, yes, (c, y) -> y, yes.type());
        IntegerArray chosenNo = broadcast(condition, no, (c, n) -> n, no.type());
        IntegerArray flags = broadcast(condition, yes, (c, y) -> c, DataType.BOOL);
        if (chosenYes == null
                || chosenNo == null
                || flags == null
                || !Arrays.equals(chosenYes.dims(), chosenNo.dims())) {
            return null;
        }
        long[] chosen = IntStream.range(0, flags.size())
                .mapToLong(i -> flags.values()[i] != 0 ? chosenYes.values()[i] : chosenNo.values()[i])
                .toArray();
        return new IntegerArray(yes.type(), chosen, chosenYes.dims());
    }

    private static ShapeFunction unary(LongUnaryOperator function) {
        return (node, in) -> {
            IntegerArray data = Objects.requireNonNull(in.get(0));
            return isSigned(data) ? mapped(data, function) : null;
        };
    }

    /** Smaller and unsigned integers wrap around: that is left to the engine. */
    private static boolean isSigned(IntegerArray data) {
        return data.type() == DataType.INT64 || data.type() == DataType.INT32 || data.type() == DataType.BOOL;
    }

    private static IntegerArray mapped(IntegerArray data, LongUnaryOperator function) {
        return new IntegerArray(
                data.type(), LongStream.of(data.values()).map(function).toArray(), data.dims());
    }

    private static ShapeFunction binary(LongBinaryOperator function) {
        return (node, in) -> {
            IntegerArray result = in.get(0);
            if (result == null || !isSigned(result)) {
                return null;
            }
            for (int i = 1; i < in.size() && result != null; i++) {
                IntegerArray other = Objects.requireNonNull(in.get(i));
                result = broadcast(result, other, function, result.type());
            }
            return result;
        };
    }

    private static ShapeFunction comparison(LongBinaryOperator function) {
        return (node, in) -> broadcast(
                Objects.requireNonNull(in.get(0)), Objects.requireNonNull(in.get(1)), function, DataType.BOOL);
    }

    /** Returns null if neither has the shape of the result. */
    private static @Nullable IntegerArray broadcast(
            IntegerArray a, IntegerArray b, LongBinaryOperator function, DataType type) {
        boolean same = Arrays.equals(a.dims(), b.dims());
        if (!same && a.size() != 1 && b.size() != 1) {
            return null;
        }
        IntegerArray larger = a.size() > b.size() || (a.size() == b.size() && a.rank() >= b.rank()) ? a : b;
        if (larger.rank() < Math.max(a.rank(), b.rank())) {
            return null;
        }
        long[] result = new long[larger.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsLong(a.values()[a.size() == 1 ? 0 : i], b.values()[b.size() == 1 ? 0 : i]);
        }
        return new IntegerArray(type, result, larger.dims());
    }

    /** Reduces a list to one number. */
    private static ShapeFunction reduction(long start, LongBinaryOperator function) {
        return (node, in) -> {
            IntegerArray data = Objects.requireNonNull(in.get(0));
            long[] axes = operand(node, in, 1, "axes");
            boolean isNone = axes == null || axes.length == 0;
            if (data.rank() != 1 || (isNone && node.flag("noop_with_empty_axes", false))) {
                return null;
            }
            long result = LongStream.of(data.values()).reduce(start, function);
            return new IntegerArray(
                    data.type(), new long[] {result}, node.flag("keepdims", true) ? new long[] {1} : new long[0]);
        };
    }
}
