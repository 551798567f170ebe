package dev.alambic.onnx.serde;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An operator that a model defines itself, as nodes.
 *
 * @param inputs names that the nodes know the operands by; a call may leave out any
 * @param outputs names of the values that are returned
 * @param defaults values of the attributes that a call may leave out
 * @param opsets version of each operator domain that the nodes use
 */
public record LocalFunction(
        Key key,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> defaults,
        List<Node> nodes,
        Map<String, Long> opsets) {

    public LocalFunction {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
        nodes = List.copyOf(nodes);
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    }

    /** What a call names a function by; the overload is empty, mostly. */
    public record Key(String domain, String name, String overload) {

        @Override
        public String toString() {
            return "function '" + (domain.isEmpty() ? "" : domain + ".") + name
                    + (overload.isEmpty() ? "" : ":" + overload) + "'";
        }
    }
}
