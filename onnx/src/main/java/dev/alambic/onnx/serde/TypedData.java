package dev.alambic.onnx.serde;

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
enum TypedData {
    FLOATS(Float.BYTES) {
        @Override
        int count(TensorProto proto) {
            return proto.getFloatDataCount();
        }

        @Override
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
            out.putFloat(proto.getFloatData(entry));
        }

        @Override
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto) {
            proto.addFloatData(in.getFloat());
        }

        @Override
        void clear(TensorProto.Builder proto) {
            proto.clearFloatData();
        }
    },
    DOUBLES(Double.BYTES) {
        @Override
        int count(TensorProto proto) {
            return proto.getDoubleDataCount();
        }

        @Override
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
            out.putDouble(proto.getDoubleData(entry));
        }

        @Override
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto) {
            proto.addDoubleData(in.getDouble());
        }

        @Override
        void clear(TensorProto.Builder proto) {
            proto.clearDoubleData();
        }
    },
    LONGS(Long.BYTES) {
        @Override
        int count(TensorProto proto) {
            return proto.getInt64DataCount();
        }

        @Override
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
            out.putLong(proto.getInt64Data(entry));
        }

        @Override
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto) {
            proto.addInt64Data(in.getLong());
        }

        @Override
        void clear(TensorProto.Builder proto) {
            proto.clearInt64Data();
        }
    },
    UNSIGNED(Long.BYTES) {
        @Override
        int count(TensorProto proto) {
            return proto.getUint64DataCount();
        }

        @Override
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
            long value = proto.getUint64Data(entry);
            if (type == DataType.UINT64) {
                out.putLong(value);
            } else {
                checkFits(value, 0, 0xffffffffL, type, where);
                out.putInt((int) value);
            }
        }

        @Override
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto) {
            proto.addUint64Data(type == DataType.UINT64 ? in.getLong() : Integer.toUnsignedLong(in.getInt()));
        }

        @Override
        void clear(TensorProto.Builder proto) {
            proto.clearUint64Data();
        }
    },
    INTS(Integer.BYTES) {
        @Override
        int count(TensorProto proto) {
            return proto.getInt32DataCount();
        }

        @Override
        void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where) {
            int value = proto.getInt32Data(entry);
            switch (type) {
                case INT32 -> out.putInt(value);
                case INT16 -> out.putShort((short) checkFits(value, Short.MIN_VALUE, Short.MAX_VALUE, type, where));
                case UINT16, FLOAT16, BFLOAT16 -> out.putShort((short) checkFits(value, 0, 0xffff, type, where));
                case INT8 -> out.put((byte) checkFits(value, Byte.MIN_VALUE, Byte.MAX_VALUE, type, where));
                default -> out.put((byte) checkFits(value, 0, 0xff, type, where));
            }
        }

        @Override
        void write(ByteBuffer in, DataType type, TensorProto.Builder proto) {
            proto.addInt32Data(
                    switch (type) {
                        case INT32 -> in.getInt();
                        case INT16 -> in.getShort();
                        case UINT16, FLOAT16, BFLOAT16 -> Short.toUnsignedInt(in.getShort());
                        case INT8 -> in.get();
                        default -> Byte.toUnsignedInt(in.get());
                    });
        }

        @Override
        void clear(TensorProto.Builder proto) {
            proto.clearInt32Data();
        }
    };

    private final int widestEntry;

    TypedData(int widestEntry) {
        this.widestEntry = widestEntry;
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
            read(proto, i, type, out, where);
        }
        return out.flip();
    }

    /** Adds the elements of {@code in}, little-endian, to {@code proto}. */
    void encode(ByteBuffer in, DataType type, TensorProto.Builder proto) {
        while (in.hasRemaining()) {
            write(in, type, proto);
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

    abstract int count(TensorProto proto);

    abstract void read(TensorProto proto, int entry, DataType type, ByteBuffer out, String where);

    abstract void write(ByteBuffer in, DataType type, TensorProto.Builder proto);

    abstract void clear(TensorProto.Builder proto);
}
