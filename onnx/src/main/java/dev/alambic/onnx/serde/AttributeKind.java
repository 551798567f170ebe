package dev.alambic.onnx.serde;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto.AttributeType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which field of an attribute counts; old files leave its type out, and then the field that is there tells it. */
final class AttributeKind {
    /** A kind that we interpret: what it is here, and the field of its value. */
    private record Form(Class<? extends Attribute> value, FieldDescriptor field) {}

    private static final Map<AttributeType, Form> FORMS = new EnumMap<>(AttributeType.class);

    static {
        add(AttributeType.FLOAT, Attribute.OfFloat.class, AttributeProto.F_FIELD_NUMBER);
        add(AttributeType.INT, Attribute.OfInt.class, AttributeProto.I_FIELD_NUMBER);
        add(AttributeType.STRING, Attribute.OfString.class, AttributeProto.S_FIELD_NUMBER);
        add(AttributeType.TENSOR, Attribute.OfTensor.class, AttributeProto.T_FIELD_NUMBER);
        add(AttributeType.GRAPH, Attribute.OfGraph.class, AttributeProto.G_FIELD_NUMBER);
        add(AttributeType.FLOATS, Attribute.OfFloats.class, AttributeProto.FLOATS_FIELD_NUMBER);
        add(AttributeType.INTS, Attribute.OfInts.class, AttributeProto.INTS_FIELD_NUMBER);
        add(AttributeType.STRINGS, Attribute.OfStrings.class, AttributeProto.STRINGS_FIELD_NUMBER);
        add(AttributeType.TENSORS, Attribute.OfTensors.class, AttributeProto.TENSORS_FIELD_NUMBER);
        add(AttributeType.GRAPHS, Attribute.OfGraphs.class, AttributeProto.GRAPHS_FIELD_NUMBER);
    }

    /** The fields that are no value. */
    private static final Set<Integer> NO_VALUE = Set.of(
            AttributeProto.NAME_FIELD_NUMBER,
            AttributeProto.REF_ATTR_NAME_FIELD_NUMBER,
            AttributeProto.DOC_STRING_FIELD_NUMBER,
            AttributeProto.TYPE_FIELD_NUMBER);

    private AttributeKind() {}

    private static void add(AttributeType kind, Class<? extends Attribute> value, int field) {
        FORMS.put(kind, new Form(value, AttributeProto.getDescriptor().findFieldByNumber(field)));
    }

    /** Returns the type of {@code proto}, inferred where it is missing; UNDEFINED for what we do not interpret. */
    static AttributeType of(AttributeProto proto) {
        if (!proto.getRefAttrName().isEmpty()) {
            return AttributeType.UNDEFINED;
        }
        List<FieldDescriptor> present = new ArrayList<>(proto.getAllFields().keySet());
        present.removeIf(field -> NO_VALUE.contains(field.getNumber()));
        return FORMS.entrySet().stream()
                .filter(form -> proto.getType() == AttributeType.UNDEFINED
                        ? present.equals(List.of(form.getValue().field()))
                        : proto.getType() == form.getKey())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(AttributeType.UNDEFINED);
    }

    /** Returns the type for writing {@code attribute}, which is not opaque. */
    static AttributeType of(Attribute attribute) {
        return FORMS.entrySet().stream()
                .filter(form -> form.getValue().value().isInstance(attribute))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("bug: no kind for " + attribute));
    }

    private static FieldDescriptor field(AttributeType kind) {
        return Objects.requireNonNull(FORMS.get(kind)).field();
    }

    /** Returns whether the field of {@code kind}, which we interpret, is there; a list is, also without elements. */
    static boolean hasValue(AttributeProto proto, AttributeType kind) {
        return field(kind).isRepeated() || proto.hasField(field(kind));
    }

    /** Clears the field of {@code kind}, except a scalar that is present but zero or empty. */
    static void clearValue(AttributeProto.Builder proto, AttributeType kind) {
        FieldDescriptor field = field(kind);
        boolean scalar = !field.isRepeated() && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE;
        if (!scalar || !proto.getField(field).equals(field.getDefaultValue())) {
            proto.clearField(field);
        }
    }
}
