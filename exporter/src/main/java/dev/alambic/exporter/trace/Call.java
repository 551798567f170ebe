package dev.alambic.exporter.trace;

import dev.alambic.onnx.graph.Attribute;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A recorded call of an ONNX operator. */
record Call(String opType, List<Operand> operands, Map<String, Attribute> attributes, List<String> outputs) {
    Call {
        operands = List.copyOf(operands);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        outputs = List.copyOf(outputs);
    }

    String output() {
        return outputs.get(0);
    }

    @Override
    public String toString() {
        return String.join(", ", outputs) + " = " + opType
                + operands.stream().map(Operand::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
