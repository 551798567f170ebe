package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Upsample, which became Resize at opset 10, and Resize, whose way to reach a pixel of the input was fixed until 11:
 * {@code x_original = x_resized / scale}, and of nearest pixels the one below where an axis grows and the one above
 * where it shrinks.
 */
final class Resizing {

    private Resizing() {}

    static List<Node> upsampleToResize(RaisedGraph at, Node node) {
        return List.of(node.withOpType("Resize"));
    }

    static List<Node> resize(RaisedGraph at, Node node) {
        Node made = node.withInputs(List.of(
                        node.inputs().get(0),
                        at.add(node.output() + "_roi", Tensor.ofFloats(new float[0], 0)),
                        node.inputs().get(1)))
                .with("coordinate_transformation_mode", "asymmetric");
        boolean nearest = node.textAttribute("mode", "nearest").equals("nearest");
        return List.of(nearest ? made.with("nearest_mode", nearestMode(at, node)) : made);
    }

    private static String nearestMode(RaisedGraph at, Node node) {
        float[] scales = at.constant(node.inputs().get(1))
                .orElseThrow(
                        () -> at.refusal(node, "the rounding of nearest pixels depends on scales that are computed"))
                .floats();
        boolean grows = false;
        boolean shrinks = false;
        for (float scale : scales) {
            grows |= scale > 1;
            shrinks |= scale < 1;
        }
        if (grows && shrinks) {
            throw at.refusal(node, "one axis grows and another shrinks");
        }
        return shrinks ? "ceil" : "floor";
    }

    /** Opset 13: an input that does not count is left out; before, it was there without elements. */
    static List<Node> leaveOutEmpty(RaisedGraph at, Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        for (int i = 1; i < Math.min(3, inputs.size()); i++) {
            boolean empty = at.constant(inputs.get(i))
                    .filter(tensor -> tensor.elementCount() == 0)
                    .isPresent();
            if (empty) {
                inputs.set(i, "");
            }
        }
        return List.of(node.withInputs(inputs));
    }
}
