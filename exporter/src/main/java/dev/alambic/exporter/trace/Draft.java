package dev.alambic.exporter.trace;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call under construction; {@link #emit()} records it. */
final class Draft {

    private final Recorder recorder;
    private final String opType;
    private final List<Operand> operands = new ArrayList<>();
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();

    Draft(Recorder recorder, String opType) {
        this.recorder = recorder;
        this.opType = opType;
    }

    Draft input(String name) {
        operands.add(new Operand.Ref(name));
        return this;
    }

    /** Adds an input, left out if {@code value} is null. */
    Draft input(@Nullable Value value) {
        return value == null ? absent() : input(value.name());
    }

    Draft absent() {
        operands.add(new Operand.Absent());
        return this;
    }

    /** Adds an input of int64 numbers; {@code role} is its name in the standard. */
    Draft ints(String role, long... values) {
        operands.add(Operand.Ints.of(role, values));
        return this;
    }

    Draft with(String key, long value) {
        attributes.put(key, new Attribute.OfInt(value));
        return this;
    }

    Draft with(String key, float value) {
        attributes.put(key, new Attribute.OfFloat(value));
        return this;
    }

    Draft with(String key, String value) {
        attributes.put(key, new Attribute.OfString(Bytes.utf8(value)));
        return this;
    }

    Draft with(String key, long[] values) {
        attributes.put(key, new Attribute.OfInts(Arrays.stream(values).boxed().toList()));
        return this;
    }

    Draft with(String key, Graph value) {
        attributes.put(key, new Attribute.OfGraph(value));
        return this;
    }

    Draft with(String key, List<String> values) {
        attributes.put(
                key, new Attribute.OfStrings(values.stream().map(Bytes::utf8).toList()));
        return this;
    }

    /** Records the call and returns the name of its only output. */
    String emit() {
        return emit(1).get(0);
    }

    /** Records the call and returns the names of its outputs. */
    List<String> emit(int outputs) {
        while (operands.get(operands.size() - 1) instanceof Operand.Absent) {
            operands.remove(operands.size() - 1);
        }
        List<String> names = new ArrayList<>(Collections.nCopies(outputs, ""));
        names.replaceAll(empty -> recorder.fresh(opType));
        recorder.record(new Call(opType, operands, attributes, names));
        return names;
    }
}
