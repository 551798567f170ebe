package dev.alambic.onnx.graph;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One call of an operator; unknown operators are as good as known ones.
 *
 * @param domain empty (or {@code ai.onnx}) for the operators of the standard
 * @param inputs names of values, empty where an optional input is left out
 * @param outputs names of values, empty where an optional output is left out
 * @param attributes in the order of the file
 * @param rest what the file says of the node beyond this record
 */
@RecordBuilder
public record Node(
        String name,
        String domain,
        String opType,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes,
        Bytes rest)
        implements NodeBuilder.With {

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** Returns a node of the standard domain, named after its first output, without attributes. */
    public static Node of(String opType, List<String> inputs, List<String> outputs) {
        return new Node(outputs.get(0), "", opType, inputs, outputs, Map.of(), Bytes.EMPTY);
    }

    /** Returns a node of the standard domain with one output. */
    public static Node of(String opType, List<String> inputs, String output) {
        return of(opType, inputs, List.of(output));
    }

    /** Returns whether this calls {@code op} of the standard domain. */
    public boolean is(String op) {
        return opType.equals(op) && isStandard();
    }

    /** Returns whether the operator is one of the standard domain. */
    public boolean isStandard() {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** Returns the name of input {@code index}, or empty if it is left out. */
    public Optional<String> input(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty()
                ? Optional.of(inputs.get(index))
                : Optional.empty();
    }

    /** Returns the name of the first output. */
    public String output() {
        return outputs.get(0);
    }

    /** Returns the name to use in messages: the node's own, or its first output's. */
    public String label() {
        return opType + " '" + (name.isEmpty() && !outputs.isEmpty() ? output() : name) + "'";
    }

    /**
     * Returns an integer attribute.
     *
     * @throws InvalidModelException if the attribute is there but is not an integer
     */
    public long intAttribute(String key, long orElse) {
        return attribute(key, Attribute.OfInt.class, "an integer")
                .map(Attribute.OfInt::value)
                .orElse(orElse);
    }

    /** Returns a float attribute; see {@link #intAttribute}. */
    public float floatAttribute(String key, float orElse) {
        return attribute(key, Attribute.OfFloat.class, "a float")
                .map(Attribute.OfFloat::value)
                .orElse(orElse);
    }

    /** Returns a string attribute; see {@link #intAttribute}. */
    public String textAttribute(String key, String orElse) {
        return attribute(key, Attribute.OfString.class, "a string")
                .map(text -> text.value().asUtf8())
                .orElse(orElse);
    }

    /** Returns a list of integers, or empty if it is not there; see {@link #intAttribute}. */
    public Optional<long[]> intsAttribute(String key) {
        return attribute(key, Attribute.OfInts.class, "a list of integers")
                .map(list -> list.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** Returns a tensor attribute, or empty if it is not there; see {@link #intAttribute}. */
    public Optional<Tensor> tensorAttribute(String key) {
        return attribute(key, Attribute.OfTensor.class, "a tensor").map(Attribute.OfTensor::value);
    }

    /**
     * Returns the value of this node, a {@code Constant}, however it is written; empty for another node and for a
     * sparse value.
     */
    public Optional<Tensor> constantValue() {
        return is("Constant")
                ? attributes.values().stream()
                        .flatMap(value -> value.asTensor().stream())
                        .findFirst()
                : Optional.empty();
    }

    /** Returns a subgraph, or empty if it is not there; see {@link #intAttribute}. */
    public Optional<Graph> graphAttribute(String key) {
        return attribute(key, Attribute.OfGraph.class, "a graph").map(Attribute.OfGraph::value);
    }

    private <A extends Attribute> Optional<A> attribute(String key, Class<A> kind, String expected) {
        Attribute attribute = attributes.get(key);
        if (attribute != null && !kind.isInstance(attribute)) {
            throw new InvalidModelException(
                    label(), "attribute " + key, expected, attribute.getClass().getSimpleName());
        }
        return Optional.ofNullable(attribute).map(kind::cast);
    }

    /**
     * Returns this node reading {@code value} as input {@code index}; those before it that are not there are left out.
     */
    public Node withInput(int index, String value) {
        List<String> changed = new ArrayList<>(inputs);
        while (changed.size() <= index) {
            changed.add("");
        }
        changed.set(index, value);
        return withInputs(changed);
    }

    /** Returns this node with every input name replaced by {@code rename} of it; subgraphs are left alone. */
    public Node renameInputs(UnaryOperator<String> rename) {
        return withInputs(inputs.stream().map(rename).toList());
    }

    /** Returns this node with every value that it reads or writes called {@code rename} of its name, likewise. */
    public Node rename(UnaryOperator<String> rename) {
        return renameInputs(rename).withOutputs(outputs.stream().map(rename).toList());
    }

    /** As {@link #rename}, in the subgraphs as well, whatever they define being renamed too. */
    public Node renameAll(UnaryOperator<String> rename) {
        return rename(rename).mapBodies(body -> body.renamedAll(rename));
    }

    public Node with(String key, Attribute value) {
        Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
        changed.put(key, value);
        return new Node(name, domain, opType, inputs, outputs, changed, rest);
    }

    public Node with(String key, long value) {
        return with(key, new Attribute.OfInt(value));
    }

    public Node with(String key, float value) {
        return with(key, new Attribute.OfFloat(value));
    }

    public Node with(String key, String value) {
        return with(key, new Attribute.OfString(Bytes.utf8(value)));
    }

    public Node with(String key, long[] values) {
        return with(key, new Attribute.OfInts(Arrays.stream(values).boxed().toList()));
    }

    public Node with(String key, Tensor value) {
        return with(key, new Attribute.OfTensor(value));
    }

    public Node with(String key, Graph value) {
        return with(key, new Attribute.OfGraph(value));
    }

    public Node without(String key) {
        Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
        changed.remove(key);
        return new Node(name, domain, opType, inputs, outputs, changed, rest);
    }

    /** Returns the subgraphs among the attributes. */
    public List<Graph> subgraphs() {
        return attributes.values().stream().flatMap(Node::graphsOf).toList();
    }

    /** Returns this node with each of its subgraphs changed by {@code change}; itself if nothing changes. */
    public Node mapBodies(UnaryOperator<Graph> change) {
        Node changed = this;
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            Attribute made = attribute.getValue().mapGraphs(change);
            changed = made.equals(attribute.getValue()) ? changed : changed.with(attribute.getKey(), made);
        }
        return changed;
    }

    private static Stream<Graph> graphsOf(Attribute attribute) {
        if (attribute instanceof Attribute.OfGraph one) {
            return Stream.of(one.value());
        }
        return attribute instanceof Attribute.OfGraphs many ? many.values().stream() : Stream.empty();
    }

    /** Returns the call as {@code y = Conv(x, w)}, without attributes. */
    @Override
    public String toString() {
        return String.join(", ", outputs) + " = " + opType + "(" + String.join(", ", inputs) + ")";
    }
}
