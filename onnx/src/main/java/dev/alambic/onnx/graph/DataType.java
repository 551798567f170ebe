package dev.alambic.onnx.graph;

import java.util.Locale;

/** The element type of a tensor, as {@code TensorProto.DataType} of the ONNX standard (IR version 14) numbers them. */
public enum DataType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4),
    FLOAT8E8M0(24, 8),
    UINT2(25, 2),
    INT2(26, 2);

    private static final DataType[] ALL = values();

    private final int code;
    private final int bits;

    DataType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** Returns the number that stands for this type in a file. */
    public int code() {
        return code;
    }

    /** Returns the width of one element in bits; 0 for strings. */
    public int bits() {
        return bits;
    }

    /** Returns the bytes that {@code elements} packed elements take; types below one byte share bytes. */
    public long byteSize(long elements) {
        return Math.addExact(Math.multiplyExact(elements, bits), 7) / 8;
    }

    /** Returns whether arithmetic on this type is floating point, whatever its width. */
    public boolean isFloating() {
        return switch (this) {
            case FLOAT,
                    DOUBLE,
                    FLOAT16,
                    BFLOAT16,
                    FLOAT8E4M3FN,
                    FLOAT8E4M3FNUZ,
                    FLOAT8E5M2,
                    FLOAT8E5M2FNUZ,
                    FLOAT8E8M0,
                    FLOAT4E2M1 -> true;
            default -> false;
        };
    }

    /**
     * Returns the type that {@code code} stands for in a file.
     *
     * @throws InvalidModelException if no type of the standard has this number
     */
    public static DataType ofCode(int code, String where) {
        if (code < 1 || code > ALL.length) {
            throw new InvalidModelException(where, "the element type is one of the standard", "1 to 26", code);
        }
        return ALL[code - 1];
    }

    /** Returns the name as type signatures write it, for example {@code float16}. */
    public String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
