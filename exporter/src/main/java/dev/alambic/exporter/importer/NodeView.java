package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node as an operator reads it when the graph is built: its attributes, its constant inputs, the opset. */
record NodeView(Node node, long opset, Map<String, Tensor> constants) {

    boolean has(int input) {
        return node.input(input).isPresent();
    }

    /** Returns whether somebody may ask for output {@code index}. */
    boolean asksFor(int output) {
        return output < node.outputs().size() && !node.outputs().get(output).isEmpty();
    }

    /** Returns whether {@code input} is there and no constant, so that a gradient may have to pass. */
    boolean isComputed(int input) {
        return has(input) && constant(input).isEmpty();
    }

    /** Returns the constant that feeds {@code input}, or empty if it is left out or computed. */
    Optional<Tensor> constant(int input) {
        return node.input(input).map(constants::get);
    }

    long number(String attribute, long orElse) {
        return node.intAttribute(attribute, orElse);
    }

    boolean flag(String attribute, boolean orElse) {
        return number(attribute, orElse ? 1 : 0) != 0;
    }

    float real(String attribute, float orElse) {
        return node.floatAttribute(attribute, orElse);
    }

    String text(String attribute, String orElse) {
        return node.textAttribute(attribute, orElse);
    }

    Optional<long[]> numbers(String attribute) {
        return node.intsAttribute(attribute);
    }

    /** Returns the floats of the attribute, or empty if it is left out. */
    Optional<float[]> reals(String attribute) {
        return node.attributes().get(attribute) instanceof Attribute.OfFloats list
                ? Optional.of(floats(list.values()))
                : Optional.empty();
    }

    static float[] floats(List<Float> list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }

    /** Returns the texts of the attribute, none if it is left out. */
    List<String> texts(String attribute) {
        return node.attributes().get(attribute) instanceof Attribute.OfStrings texts
                ? texts.values().stream().map(Bytes::asUtf8).toList()
                : List.of();
    }

    /** Returns the list of the attribute, or {@code count} times {@code value} if it is left out. */
    long[] numbers(String attribute, int count, long value) {
        return numbers(attribute).orElseGet(() -> {
            long[] filled = new long[count];
            Arrays.fill(filled, value);
            return filled;
        });
    }

    DataType type(String attribute, DataType orElse) {
        long code = number(attribute, orElse.code());
        return DataType.ofCode(Math.toIntExact(code), node.label() + ", attribute " + attribute);
    }

    /** Returns the text of the attribute, which must be one of {@code allowed}; the first is the default. */
    String oneOf(String attribute, String... allowed) {
        String value = text(attribute, allowed[0]);
        if (!Arrays.asList(allowed).contains(value)) {
            throw refuse(attribute + " of " + String.join(", ", allowed), value);
        }
        return value;
    }

    /** Refuses constants that cannot be computed with, such as text. */
    void requireNumbers() {
        for (int i = 0; i < node.inputs().size(); i++) {
            Tensor tensor = constant(i).orElse(null);
            if (tensor != null && !Types.isComputed(tensor.dataType())) {
                throw refuse("constants of numbers", tensor);
            }
        }
    }

    /** Returns the exception that refuses this node. */
    UnsupportedModelException refuse(String expected, Object actual) {
        return new UnsupportedModelException(
                node.label() + ": cannot be trained (expected " + expected + ", was " + actual + ")");
    }

    /** Returns the exception that says the node breaks the standard. */
    InvalidModelException invalid(String rule, Object expected, Object actual) {
        return new InvalidModelException(node.label(), rule, expected.toString(), actual);
    }
}
