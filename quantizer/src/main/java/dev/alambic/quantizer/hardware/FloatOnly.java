package dev.alambic.quantizer.hardware;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Node;
import java.util.List;

/**
 * Operators of the standard that cannot compute in float16: the standard has no such form, or the runtime none that
 * loads. All conditions must hold.
 *
 * @param operators any of them
 * @param below opsets before this one
 * @param attribute that has one of {@code values}, as text; empty if it does not matter
 * @param output index of the first output that must be there; 0 if it does not matter
 * @param source where it is written, or was seen
 */
public record FloatOnly(
        List<String> operators, int below, String attribute, List<String> values, int output, String source) {

    private static final List<FloatOnly> ALL = Resource.read("float-only.json", FloatOnly::of);

    private static FloatOnly of(Resource.Fields fields) {
        return new FloatOnly(
                fields.texts("operators"),
                fields.number("below", Integer.MAX_VALUE),
                fields.text("attribute", ""),
                fields.texts("values"),
                fields.number("output", 0),
                fields.text("source"));
    }

    /** Returns every entry. */
    public static List<FloatOnly> all() {
        return ALL;
    }

    /** Returns whether {@code node}, of the standard in the version {@code opset}, must compute in float32. */
    public static boolean concerns(Node node, long opset) {
        return ALL.stream().anyMatch(only -> only.holds(node, opset));
    }

    private boolean holds(Node node, long opset) {
        return operators.contains(node.opType())
                && opset < below
                && (attribute.isEmpty() || values.contains(text(node)))
                && node.outputs().stream().skip(output).anyMatch(name -> !name.isEmpty());
    }

    private String text(Node node) {
        Attribute value = node.attributes().get(attribute);
        return value instanceof Attribute.OfInt
                ? Long.toString(node.intAttribute(attribute, 0))
                : node.textAttribute(attribute, "");
    }
}
