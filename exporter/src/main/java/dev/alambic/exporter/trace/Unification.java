package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph that explains two traces of the same block at other sizes: the calls of the first, with what is constant
 * stored ({@link Folding}) and the numbers that differ written as expressions ({@link IntegerInputs}, {@link Sizes}).
 */
public final class Unification {

    private final Trace first;
    private final Trace second;
    private final Graph.Builder graph;
    private final Folding folding;
    private final Sizes sizes;
    private final IntegerInputs numbers;
    private final DataSizes dataSizes;
    private final List<String> outputNames;
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<Tensor, String> scalars = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final Set<String> sized = new HashSet<>();

    private Unification(Trace first, Trace second, List<Symbol> symbols, List<String> outputs, Graph.Builder graph) {
        this.first = first;
        this.second = second;
        this.graph = graph;
        this.folding = new Folding(first, second);
        this.sizes = new Sizes(symbols, graph);
        this.numbers = new IntegerInputs(first, second, sizes, graph);
        this.dataSizes = new DataSizes(first);
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
        Correspondence.require(first, second);
        return Graph.build(
                "block", graph -> new Unification(first, second, symbols, outputs, graph.inputs(inputs)).build());
    }

    private void build() {
        requireFreeNames();
        requireComputed();
        reserveNames();
        nameOutputs();
        first.leaves().filter(folding::isNeeded).filter(folding::isFolded).forEach(this::store);
        for (int i = 0; i < first.calls().size(); i++) {
            emit(first.calls().get(i), second.calls().get(i));
        }
        for (int i = 0; i < outputNames.size(); i++) {
            output(first.outputs().get(i), outputNames.get(i));
        }
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

    private void requireComputed() {
        if (first.outputs().stream().allMatch(first::isConstant)) {
            throw new UnsupportedModelException("outputs " + outputNames
                    + ": one is computed from the inputs (expected an operation, was constants alone)");
        }
    }

    private void reserveNames() {
        outputNames.forEach(graph::fresh);
        first.calls().forEach(call -> call.outputs().forEach(graph::fresh));
    }

    /** Lets the node that computes a result write the output's name, unless another output has that node's value. */
    private void nameOutputs() {
        for (int i = 0; i < outputNames.size(); i++) {
            String value = first.outputs().get(i);
            if (first.isComputed(value) && !folding.isFolded(value)) {
                renamed.putIfAbsent(value, outputNames.get(i));
            }
        }
    }

    private String name(String value) {
        return renamed.getOrDefault(value, value);
    }

    // ---- constants

    /** Stores a constant; equal numbers are stored once, and so is what is computed alike. */
    private void store(String name) {
        String canonical = folding.canonical(name);
        if (!canonical.equals(name) && first.knows(canonical)) {
            store(canonical);
            renamed.put(name, name(canonical));
        } else if (stored.add(name)) {
            storeOnce(name);
        }
    }

    private void storeOnce(String name) {
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

    /** Computes a constant that the block made from sizes, where it is first needed. */
    private void computeConstant(String name) {
        boolean made = first.isConstant(name) && !first.isComputed(name) && !folding.isFolded(name);
        if (made && sized.add(name)) {
            new SizedConstant(sizes, graph).emit(name, first.real(name), second.real(name));
        }
    }

    // ---- calls

    private void emit(Call call, Call other) {
        List<String> wanted = call.outputs().stream().filter(folding::isNeeded).toList();
        wanted.stream().filter(folding::isFolded).forEach(this::store);
        if (wanted.stream().allMatch(folding::isFolded)) {
            return;
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < call.operands().size(); i++) {
            inputs.add(input(call, call.operands().get(i), other.operands().get(i)));
        }
        List<String> outputs = call.outputs().stream()
                .map(name -> folding.isFolded(name) ? "" : name(name))
                .toList();
        graph.node(new Node(call.output(), "", call.opType(), inputs, outputs, call.attributes(), Bytes.EMPTY));
        wanted.forEach(this::learn);
    }

    private String input(Call call, Operand operand, Operand other) {
        if (operand instanceof Operand.Ref ref) {
            computeConstant(ref.name());
            return name(ref.name());
        }
        return operand instanceof Operand.Ints ints ? numbers.emit(call, ints, (Operand.Ints) other) : "";
    }

    private void learn(String value) {
        if (first != second && first.knows(value) && !folding.isFolded(value)) {
            sizes.learn(
                    name(value),
                    first.real(value).getShape().getShape(),
                    second.real(value).getShape().getShape());
        }
    }

    // ---- outputs

    private void output(String value, String name) {
        NDArray one = first.real(value);
        graph.output(ValueInfo.of(name, EngineTensors.typeOf(one.getDataType()), shape(value)));
        if (!name(value).equals(name)) {
            computeConstant(value);
            graph.node(Node.of("Identity", List.of(name(value)), name));
        }
    }

    private Shape shape(String value) {
        long[] left = first.real(value).getShape().getShape();
        long[] right = second.real(value).getShape().getShape();
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            dims.add(dataSizes.contains(value) ? Dim.unknown() : dim(left[i], right[i]));
        }
        return new Shape(dims);
    }

    private Dim dim(long left, long right) {
        return left == right
                ? Dim.of(left)
                : sizes.name(left, right).map(Dim::of).orElse(Dim.unknown());
    }
}
