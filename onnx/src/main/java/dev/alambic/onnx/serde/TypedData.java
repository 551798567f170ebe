package dev.alambic.onnx.serde;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Elements in the field of their type instead of {@code raw_data}: {@code float_data}, {@code double_data} (complex
 * numbers as pairs in these two), {@code int64_data}, {@code uint64_data}, and {@code int32_data} for all types of at
 * most 32 bits, where types below one byte stand packed, one byte an entry.
 */
record TypedData(FieldDescriptor field, int widestEntry, Reader reader, Writer writer) {
    private static final TypedData FLOATS = of(
            TensorProto.FLOAT_DATA_FIELD_NUMBER,
            Float.BYTES,
            (proto, entry, type, out, where) -> out.putFloat(proto.getFloatData(entry)),
            (in, type, proto) -> proto.addFloatData(in.getFloat()));
    private static final TypedData DOUBLES = of(
            TensorProto.DOUBLE_DATA_FIELD_NUMBER,
            Double.BYTES,
            (proto, entry, type, out, where) -> out.putDouble(proto.getDoubleData(entry)),
            (in, type, proto) -> proto.addDoubleData(in.getDouble()));
    private static final TypedData LONGS = of(
            TensorProto.INT64_DATA_FIELD_NUMBER,
            Long.BYTES,
            (proto, entry, type, out, where) -> out.putLong(proto.getInt64Data(entry)),
            (in, type, proto) -> proto.addInt64Data(in.getLong()));
    private static final TypedData UNSIGNED =
            of(TensorProto.UINT64_DATA_FIELD_NUMBER, Long.BYTES, TypedData::readUnsigned, TypedData::writeUnsigned);
    private static final TypedData INTS =
            of(TensorProto.INT32_DATA_FIELD_NUMBER, Integer.BYTES, TypedData::readInt, TypedData::writeInt);

    /** Appends one entry to {@code out}, as it stands in {@code raw_data}. */
    private interface Reader {
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where);
    }

    /** Adds the next element of {@code in} as an entry. */
    private interface Writer {
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto);
    }

    private static TypedData of(int field, int widestEntry, Reader reader, Writer writer) {
        return new TypedData(TensorProto.getDescriptor().findFieldByNumber(field), widestEntry, reader, writer);
    }

    private static void readUnsigned(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
        long value = proto.getUint64Data(entry);
        if (type == DataType.UINT64) {
            out.putLong(value);
        } else {
            checkFits(value, 0, 0xffffffffL, type, where);
            out.putInt((int) value);
        }
    }

    private static void writeUnsigned(ByteBuffer in, DataType type, TensorProto.Builder proto) {
        proto.addUint64Data(type == DataType.UINT64 ? in.getLong() : Integer.toUnsignedLong(in.getInt()));
    }

    private static void readInt(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
        int value = proto.getInt32Data(entry);
        switch (type) {
            case INT32 -> out.putInt(value);
            case INT16 -> out.putShort((short) checkFits(value, Short.MIN_VALUE, Short.MAX_VALUE, type, where));
            case UINT16, FLOAT16, BFLOAT16 -> out.putShort((short) checkFits(value, 0, 0xffff, type, where));
            case INT8 -> out.put((byte) checkFits(value, Byte.MIN_VALUE, Byte.MAX_VALUE, type, where));
            default -> out.put((byte) checkFits(value, 0, 0xff, type, where));
        }
    }

    private static void writeInt(ByteBuffer in, DataType type, TensorProto.Builder proto) {
        proto.addInt32Data(
                switch (type) {
                    case INT32 -> in.getInt();
                    case INT16 -> in.getShort();
                    case UINT16, FLOAT16, BFLOAT16 -> Short.toUnsignedInt(in.getShort());
                    case INT8 -> in.get();
                    default -> Byte.toUnsignedInt(in.get());
                });
    }

    /** Returns the field for elements of {@code type}, which is not STRING. */
    static TypedData of(DataType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> FLOATS;
            case DOUBLE, COMPLEX128 -> DOUBLES;
            case INT64 -> LONGS;
            case UINT32, UINT64 -> UNSIGNED;
            default -> INTS;
        };
    }

    /**
     * Returns the entries as little-endian bytes.
     *
     * @param byteSize what the type and extents of the tensor ask for
     */
    ByteBuffer decode(TensorProto proto, DataType type, long byteSize, String where) {
        long expected = byteSize / entryBytes(type);
        if (count(proto) != expected) {
            throw new InvalidModelException(where, "there is one entry an element", expected, count(proto));
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(byteSize)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < expected; i++) {
            reader.read(proto, i, type, out, where);
        }
        return out.flip();
    }

    /** Adds the elements of {@code in}, little-endian, to {@code proto}. */
    void encode(ByteBuffer in, DataType type, TensorProto.Builder proto) {
        while (in.hasRemaining()) {
            writer.write(in, type, proto);
        }
    }

    /** Returns the bytes of one entry: that of the part of a complex number, and 1 for packed types. */
    private int entryBytes(DataType type) {
        return Math.min(widestEntry, Math.max(1, type.bits() / Byte.SIZE));
    }

    private static long checkFits(long value, long min, long max, DataType type, String where) {
        if (value < min || value > max) {
            throw new InvalidModelException(
                    where, "an entry fits " + type.lowerName(), min + " to " + max, Long.toString(value));
        }
        return value;
    }

    int count(TensorProto proto) {
        return proto.getRepeatedFieldCount(field);
    }

    void clear(TensorProto.Builder proto) {
        proto.clearField(field);
    }
}
