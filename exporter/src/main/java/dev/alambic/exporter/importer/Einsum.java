package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sums of products by the notation of Einstein. Repeated labels of an operand become its diagonal; operands are then
 * multiplied from left to right, each time as one product of matrices: axes of both that stay are the batch, axes of
 * both that nobody needs any more are summed.
 */
final class Einsum {

    /** First of the labels that stand for the axes of an ellipsis, counted from the last. */
    private static final char ELLIPSIS = '\uE000';

    private final List<String> terms;
    private final String result;

    /** A tensor and one label for each of its axes. */
    private record Operand(NDArray array, String labels) {

        long extent(char label) {
            return array.getShape().get(labels.indexOf(label));
        }

        /** Returns the axes in the order of {@code order}, which has all labels. */
        Operand ordered(String order) {
            return labels.equals(order)
                    ? this
                    : new Operand(
                            array.transpose(order.chars().map(labels::indexOf).toArray()), order);
        }

        /** Returns the sum over all axes whose label {@code needed} lacks. */
        Operand summed(String needed) {
            int[] axes = IntStream.range(0, labels.length())
                    .filter(axis -> needed.indexOf(labels.charAt(axis)) < 0)
                    .toArray();
            return axes.length == 0 ? this : new Operand(array.sum(axes), common(labels, needed));
        }
    }

    private Einsum(NodeView node) {
        String equation = node.text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        this.terms = List.of(sides[0].split(",", -1));
        this.result = sides.length == 2 ? sides[1] : implicit(sides[0]);
        if (sides.length > 2 || terms.size() != node.node().inputs().size()) {
            throw node.invalid(
                    "attribute equation",
                    "a term for each of " + node.node().inputs().size() + " inputs",
                    equation);
        }
    }

    static Operator of(NodeView node) {
        Einsum einsum = new Einsum(node);
        return Operator.of(einsum::apply);
    }

    /** Without a right side the result has the labels that occur once, in the order of the alphabet. */
    private static String implicit(String terms) {
        String once = terms.chars()
                .filter(Character::isLetter)
                .filter(label -> terms.indexOf(label) == terms.lastIndexOf(label))
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return terms.contains("...") ? "..." + once : once;
    }

    private NDArray apply(Call call) {
        List<Operand> operands = new ArrayList<>();
        int widest = 0;
        for (int i = 0; i < terms.size(); i++) {
            NDArray array = call.array(i);
            int dots = array.getShape().dimension()
                    - terms.get(i).replace("...", "").length();
            widest = Math.max(widest, dots);
            operands.add(diagonal(new Operand(array, terms.get(i).replace("...", ellipsis(dots)))));
        }
        String order = result.replace("...", ellipsis(widest));
        List<Operand> open = withoutOnes(operands);
        Operand product = open.get(0);
        for (int i = 1; i < open.size(); i++) {
            String later = open.subList(i + 1, open.size()).stream()
                    .map(Operand::labels)
                    .collect(Collectors.joining());
            product = product(product, open.get(i), order + later);
        }
        return product.summed(order).ordered(order).array;
    }

    private static String ellipsis(int axes) {
        return IntStream.range(0, axes)
                .mapToObj(i -> Character.toString(ELLIPSIS + axes - 1 - i))
                .collect(Collectors.joining());
    }

    private static Operand diagonal(Operand operand) {
        String labels = operand.labels;
        for (int axis = 0; axis < labels.length(); axis++) {
            char label = labels.charAt(axis);
            int other = labels.indexOf(label, axis + 1);
            if (other >= 0) {
                return diagonal(diagonal(operand, axis, other));
            }
        }
        return operand;
    }

    /** Every (n + 1)-th element of the two axes laid out as one of n². */
    private static Operand diagonal(Operand operand, int axis, int other) {
        int rank = operand.labels.length();
        int[] rest = IntStream.range(0, rank)
                .filter(each -> each != axis && each != other)
                .toArray();
        int[] order =
                IntStream.concat(IntStream.of(rest), IntStream.of(axis, other)).toArray();
        Shape shape = operand.array.getShape();
        long extent = shape.get(axis);
        long[] dims = IntStream.concat(IntStream.of(rest), IntStream.of(axis))
                .mapToLong(shape::get)
                .toArray();
        dims[dims.length - 1] = extent * extent;
        NDIndex index = new NDIndex().addEllipseDim().addSliceDim(0, extent * extent, extent + 1);
        String labels = IntStream.of(rest)
                .mapToObj(each -> operand.labels.substring(each, each + 1))
                .collect(Collectors.joining("", "", operand.labels.substring(axis, axis + 1)));
        return new Operand(
                operand.array.transpose(order).reshape(new Shape(dims)).get(index), labels);
    }

    /** Drops axes of extent 1 that are broadcast to a longer one of another operand. */
    private static List<Operand> withoutOnes(List<Operand> operands) {
        return operands.stream()
                .map(operand -> {
                    String kept = operand.labels
                            .chars()
                            .filter(label -> operand.extent((char) label) != 1
                                    || operands.stream()
                                            .filter(other -> other.labels.indexOf(label) >= 0)
                                            .allMatch(other -> other.extent((char) label) == 1))
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining());
                    return operand.summed(kept);
                })
                .toList();
    }

    private static Operand product(Operand a, Operand b, String needed) {
        Operand left = a.summed(needed + b.labels);
        Operand right = b.summed(needed + a.labels);
        String both = common(left.labels, right.labels);
        String batch = common(both, needed);
        String contracted = lacking(both, needed);
        String rows = lacking(left.labels, right.labels);
        String columns = lacking(right.labels, left.labels);
        NDArray product = matrices(left, batch, rows, contracted).matMul(matrices(right, batch, contracted, columns));
        long[] dims = (batch + rows + columns)
                .chars()
                .mapToLong(label -> (left.labels.indexOf(label) >= 0 ? left : right).extent((char) label))
                .toArray();
        return new Operand(product.reshape(new Shape(dims)), batch + rows + columns);
    }

    /** Returns [batch, rows, columns], each group of axes laid out as one. */
    private static NDArray matrices(Operand operand, String batch, String rows, String columns) {
        NDArray ordered = operand.ordered(batch + rows + columns).array;
        Shape shape = ordered.getShape();
        int first = batch.length();
        int second = first + rows.length();
        return ordered.reshape(
                shape.slice(0, first).size(),
                shape.slice(first, second).size(),
                shape.slice(second).size());
    }

    private static String common(String labels, String others) {
        return filtered(labels, others, true);
    }

    private static String lacking(String labels, String others) {
        return filtered(labels, others, false);
    }

    private static String filtered(String labels, String others, boolean in) {
        return labels.chars()
                .filter(label -> others.indexOf(label) >= 0 == in)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
