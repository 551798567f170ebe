package dev.alambic.onnx.serde;

import com.google.protobuf.ByteString;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto.AttributeType;
import java.util.ArrayList;
import java.util.List;

/** Which field of an attribute counts; old files leave its type out, and then the field that is there tells it. */
final class AttributeKind {

    private AttributeKind() {}

    /** Returns the type of {@code proto}, inferred where it is missing; UNDEFINED for what we do not interpret. */
    static AttributeType of(AttributeProto proto) {
        if (!proto.getRefAttrName().isEmpty()) {
            return AttributeType.UNDEFINED;
        }
        if (proto.getType() == AttributeType.UNDEFINED) {
            List<AttributeType> present = present(proto);
            return present.size() == 1 ? present.get(0) : AttributeType.UNDEFINED;
        }
        return switch (proto.getType()) {
            case SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS -> AttributeType.UNDEFINED;
            default -> proto.getType();
        };
    }

    /** Returns the type for writing {@code attribute}, which is not opaque. */
    static AttributeType of(Attribute attribute) {
        if (attribute instanceof Attribute.OfFloat) {
            return AttributeType.FLOAT;
        } else if (attribute instanceof Attribute.OfInt) {
            return AttributeType.INT;
        } else if (attribute instanceof Attribute.OfString) {
            return AttributeType.STRING;
        } else if (attribute instanceof Attribute.OfTensor) {
            return AttributeType.TENSOR;
        } else if (attribute instanceof Attribute.OfGraph) {
            return AttributeType.GRAPH;
        } else if (attribute instanceof Attribute.OfFloats) {
            return AttributeType.FLOATS;
        } else if (attribute instanceof Attribute.OfInts) {
            return AttributeType.INTS;
        } else if (attribute instanceof Attribute.OfStrings) {
            return AttributeType.STRINGS;
        } else if (attribute instanceof Attribute.OfTensors) {
            return AttributeType.TENSORS;
        } else if (attribute instanceof Attribute.OfGraphs) {
            return AttributeType.GRAPHS;
        }
        throw new AssertionError("bug: no kind for " + attribute);
    }

    private static List<AttributeType> present(AttributeProto proto) {
        List<AttributeType> kinds = new ArrayList<>();
        add(kinds, proto.hasF(), AttributeType.FLOAT);
        add(kinds, proto.hasI(), AttributeType.INT);
        add(kinds, proto.hasS(), AttributeType.STRING);
        add(kinds, proto.hasT(), AttributeType.TENSOR);
        add(kinds, proto.hasG(), AttributeType.GRAPH);
        add(kinds, proto.getFloatsCount() > 0, AttributeType.FLOATS);
        add(kinds, proto.getIntsCount() > 0, AttributeType.INTS);
        add(kinds, proto.getStringsCount() > 0, AttributeType.STRINGS);
        add(kinds, proto.getTensorsCount() > 0, AttributeType.TENSORS);
        add(kinds, proto.getGraphsCount() > 0, AttributeType.GRAPHS);
        boolean other = proto.hasTp()
                || proto.getTypeProtosCount() > 0
                || proto.hasSparseTensor()
                || proto.getSparseTensorsCount() > 0;
        add(kinds, other, AttributeType.UNDEFINED);
        return kinds;
    }

    private static void add(List<AttributeType> kinds, boolean present, AttributeType kind) {
        if (present) {
            kinds.add(kind);
        }
    }

    /** Returns whether the field of {@code kind} is there; a list is, also without elements. */
    static boolean hasValue(AttributeProto proto, AttributeType kind) {
        return switch (kind) {
            case FLOAT -> proto.hasF();
            case INT -> proto.hasI();
            case STRING -> proto.hasS();
            case TENSOR -> proto.hasT();
            case GRAPH -> proto.hasG();
            default -> true;
        };
    }

    /** Clears the field of {@code kind}, except a scalar that is present but zero or empty. */
    static void clearValue(AttributeProto.Builder proto, AttributeType kind) {
        switch (kind) {
            case FLOAT -> {
                if (Float.floatToRawIntBits(proto.getF()) != 0) {
                    proto.clearF();
                }
            }
            case INT -> {
                if (proto.getI() != 0) {
                    proto.clearI();
                }
            }
            case STRING -> {
                if (!proto.getS().equals(ByteString.EMPTY)) {
                    proto.clearS();
                }
            }
            case TENSOR -> proto.clearT();
            case GRAPH -> proto.clearG();
            case FLOATS -> proto.clearFloats();
            case INTS -> proto.clearInts();
            case STRINGS -> proto.clearStrings();
            case TENSORS -> proto.clearTensors();
            case GRAPHS -> proto.clearGraphs();
            default -> throw new AssertionError("bug: no value field of " + kind);
        }
    }
}
