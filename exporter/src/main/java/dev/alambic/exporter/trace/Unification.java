package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.Bytes;
import dev.alambic.onnx.Dim;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Shape;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph that explains two traces of the same block at other sizes.
 *
 * <p>Both must have made the same calls. A constant that is the same in both is stored and what computed it is dropped;
 * so is what no output needs. Numbers that differ become expressions of the symbols.
 */
public final class Unification {

    private final Trace first;
    private final Trace second;
    private final Graph.Builder graph;
    private final Sizes sizes;
    private final List<String> outputNames;
    private final Map<String, Boolean> folded = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<Tensor, String> scalars = new HashMap<>();

    private Unification(Trace first, Trace second, List<Symbol> symbols, List<String> outputs, Graph.Builder graph) {
        this.first = first;
        this.second = second;
        this.graph = graph;
        this.sizes = new Sizes(symbols, graph);
        this.outputNames = outputs;
    }

    /**
     * Returns the graph of a block.
     *
     * @param second a trace at sizes that differ in every symbol; {@code first} itself if there are no symbols
     * @param inputs the inputs of the graph, named as in the traces
     * @param outputs names for the results
     * @throws UnsupportedModelException if the traces differ in more than sizes, or a size has no expression
     */
    public static Graph unify(
            Trace first, Trace second, List<Symbol> symbols, List<ValueInfo> inputs, List<String> outputs) {
        return Graph.build(
                "block", graph -> new Unification(first, second, symbols, outputs, graph.inputs(inputs)).build());
    }

    private void build() {
        requireFreeNames();
        requireSameCalls();
        Set<String> needed = needed();
        reserveNames();
        nameOutputs(needed);
        first.leaves().filter(needed::contains).forEach(this::leaf);
        for (int i = 0; i < first.calls().size(); i++) {
            emit(first.calls().get(i), second.calls().get(i), needed);
        }
        for (int i = 0; i < outputNames.size(); i++) {
            output(first.outputs().get(i), second.outputs().get(i), outputNames.get(i));
        }
    }

    // ---- agreement of the traces

    private void requireSameCalls() {
        List<Call> left = first.calls();
        List<Call> right = second.calls();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!alike(left.get(i), right.get(i))) {
                throw differing(left.get(i), right.get(i));
            }
        }
        if (left.size() != right.size() || !first.outputs().equals(second.outputs())) {
            throw differing(left.size() + " operations", right.size() + " operations");
        }
    }

    private static boolean alike(Call left, Call right) {
        if (!left.opType().equals(right.opType())
                || !left.outputs().equals(right.outputs())
                || !left.attributes().equals(right.attributes())
                || left.operands().size() != right.operands().size()) {
            return false;
        }
        for (int i = 0; i < left.operands().size(); i++) {
            if (!alike(left.operands().get(i), right.operands().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean alike(Operand left, Operand right) {
        if (left instanceof Operand.Ints one && right instanceof Operand.Ints other) {
            return one.values().size() == other.values().size();
        }
        return left.equals(right);
    }

    private static UnsupportedModelException differing(Object left, Object right) {
        String details = left instanceof Call one && right instanceof Call other
                ? left + " " + one.attributes() + " at one size, " + right + " " + other.attributes()
                : left + " at one size, " + right;
        return new UnsupportedModelException("block: what is computed does not depend on the free sizes (expected the"
                + " same operations at every size, was " + details + " at another)");
    }

    // ---- what is needed

    /** Returns the names that the outputs need, from stored constants on. */
    private Set<String> needed() {
        Set<String> needed = new LinkedHashSet<>(first.outputs());
        for (int i = first.calls().size() - 1; i >= 0; i--) {
            Call call = first.calls().get(i);
            if (call.outputs().stream().anyMatch(name -> needed.contains(name) && !isFolded(name))) {
                for (Operand operand : call.operands()) {
                    if (operand instanceof Operand.Ref ref) {
                        needed.add(ref.name());
                    }
                }
            }
        }
        return needed;
    }

    /** Returns whether {@code name} is stored as a constant. */
    private boolean isFolded(String name) {
        return folded.computeIfAbsent(
                name,
                key -> first.isConstant(key)
                        && first.knows(key)
                        && (first == second || first.isParameter(key) || same(first.real(key), second.real(key))));
    }

    private static boolean same(NDArray left, NDArray right) {
        return left.getShape().equals(right.getShape()) && left.contentEquals(right);
    }

    // ---- names

    private void requireFreeNames() {
        for (String name : outputNames) {
            if (first.knows(name) || first.isComputed(name)) {
                throw new IllegalArgumentException(
                        "output '" + name + "': a name that no input, parameter or layer has (was taken)");
            }
        }
    }

    private void reserveNames() {
        outputNames.forEach(graph::fresh);
        first.calls().forEach(call -> call.outputs().forEach(graph::fresh));
    }

    /** Lets the node that computes a result write the output's name, unless another output has that node's value. */
    private void nameOutputs(Set<String> needed) {
        for (int i = 0; i < outputNames.size(); i++) {
            String value = first.outputs().get(i);
            if (needed.contains(value) && first.isComputed(value) && !isFolded(value)) {
                renamed.putIfAbsent(value, outputNames.get(i));
            }
        }
    }

    private String name(String value) {
        return renamed.getOrDefault(value, value);
    }

    // ---- emission

    private void leaf(String name) {
        if (isFolded(name)) {
            store(name);
        } else if (first.isConstant(name)) {
            new SizedConstant(sizes, graph).emit(name, first.real(name), second.real(name));
        }
    }

    /** Stores a constant; equal numbers are stored once. */
    private void store(String name) {
        Tensor tensor = EngineTensors.tensorOf(first.real(name));
        if (tensor.rank() > 0 || first.isParameter(name)) {
            graph.initializer(name, tensor);
            return;
        }
        String known = scalars.putIfAbsent(tensor, name);
        if (known == null) {
            graph.initializer(name, tensor);
        } else {
            renamed.put(name, known);
        }
    }

    private void emit(Call call, Call other, Set<String> needed) {
        List<String> wanted = call.outputs().stream().filter(needed::contains).toList();
        wanted.stream().filter(this::isFolded).forEach(this::store);
        if (wanted.stream().allMatch(this::isFolded)) {
            return;
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < call.operands().size(); i++) {
            inputs.add(input(call, i, other.operands().get(i)));
        }
        List<String> outputs = call.outputs().stream()
                .map(name -> isFolded(name) ? "" : name(name))
                .toList();
        graph.node(new Node(call.output(), "", call.opType(), inputs, outputs, call.attributes(), Bytes.EMPTY));
    }

    private String input(Call call, int position, Operand other) {
        Operand operand = call.operands().get(position);
        if (operand instanceof Operand.Ref ref) {
            return name(ref.name());
        }
        return operand instanceof Operand.Ints ints ? numbers(call, ints, (Operand.Ints) other) : "";
    }

    private String numbers(Call call, Operand.Ints left, Operand.Ints right) {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < left.values().size(); i++) {
            long one = left.values().get(i);
            long other = right.values().get(i);
            elements.add(one == other ? one : element(call, elements, left, i, other));
        }
        String name = call.output() + "/" + left.role();
        if (elements.stream().allMatch(Long.class::isInstance)) {
            long[] values =
                    elements.stream().mapToLong(element -> (Long) element).toArray();
            return graph.initializer(name, Tensor.ofLongs(values, values.length));
        }
        return sizes.vector(name, elements);
    }

    /**
     * Returns a number that stands for a size in Reshape (0 copies it, -1 is what remains) or Expand (1), else an
     * expression.
     */
    private Object element(Call call, List<Object> before, Operand.Ints left, int i, long other) {
        long one = left.values().get(i);
        if (call.opType().equals("Reshape")) {
            if (inputHas(call, i, one, other)) {
                return 0L;
            }
            if (!left.values().contains(-1L) && !before.contains(-1L)) {
                return -1L;
            }
        }
        if (call.opType().equals("Expand") && inputHas(call, i - left.values().size(), one, other)) {
            return 1L;
        }
        return expression(call.toString(), one, other);
    }

    /** Returns whether the first operand has these sizes at {@code axis}, counted from the end if negative. */
    private boolean inputHas(Call call, int axis, long one, long other) {
        if (!(call.operands().get(0) instanceof Operand.Ref ref) || !first.knows(ref.name())) {
            return false;
        }
        long[] left = first.real(ref.name()).getShape().getShape();
        long[] right = second.real(ref.name()).getShape().getShape();
        int at = axis < 0 ? axis + left.length : axis;
        return at >= 0 && at < left.length && left[at] == one && right[at] == other;
    }

    private Sizes.Expression expression(String where, long one, long other) {
        return sizes.explain(one, other)
                .orElseThrow(() -> new UnsupportedModelException(where
                        + ": a size is a linear expression of the free sizes of the inputs (expected factor * symbol +"
                        + " offset, was " + one + " in one trace and " + other + " in another)"));
    }

    private void output(String value, String other, String name) {
        NDArray one = first.real(value);
        graph.output(ValueInfo.of(name, EngineTensors.typeOf(one.getDataType()), shape(one, second.real(other))));
        if (!name(value).equals(name)) {
            if (isFolded(value)) {
                throw new UnsupportedModelException("output '" + name
                        + "': it is computed from the inputs (expected an operation, was a constant)");
            }
            graph.node(Node.of("Identity", List.of(name(value)), name));
        }
    }

    private Shape shape(NDArray one, NDArray other) {
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < one.getShape().dimension(); i++) {
            long left = one.getShape().get(i);
            long right = other.getShape().get(i);
            dims.add(
                    left == right
                            ? Dim.of(left)
                            : sizes.explain(left, right)
                                    .map(size -> Dim.of(size.toString()))
                                    .orElse(Dim.unknown()));
        }
        return new Shape(dims);
    }
}
