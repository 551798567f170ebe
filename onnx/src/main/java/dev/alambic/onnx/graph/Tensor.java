package dev.alambic.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * An immutable dense tensor: element type, extents, and the elements in row-major order.
 *
 * <p>The elements are little-endian bytes in one buffer, which may be on the heap, a slice of a file read whole, or a
 * mapped region of an external data file; nothing is copied on the way. Types below one byte are packed, the first
 * element in the low bits. Strings are held as a list instead. One tensor is smaller than 2 GiB.
 */
public final class Tensor {

    /** How the elements stood in the file; writing keeps it, so that a model read and written is equal. */
    public enum Storage {
        /** In {@code raw_data}; the default. */
        RAW,
        /** In the field of the element type, such as {@code float_data}. */
        TYPED
    }

    /** About so many bytes, or strings, make the hash. */
    private static final int HASHED = 64;

    private final DataType dataType;
    private final long[] dims;
    private final ByteBuffer data;
    private final List<Bytes> strings;
    private final Storage storage;
    private final Bytes rest;

    private Tensor(DataType dataType, long[] dims, ByteBuffer data, List<Bytes> strings, Storage storage, Bytes rest) {
        this.dataType = dataType;
        this.dims = dims;
        this.data = data;
        this.strings = strings;
        this.storage = storage;
        this.rest = rest;
    }

    /**
     * Returns a tensor over {@code data} from its position to its limit, without copying.
     *
     * @param data little-endian elements; must not be changed afterwards
     * @throws IllegalArgumentException if the number of bytes does not fit the type and extents
     */
    public static Tensor of(DataType dataType, long[] dims, ByteBuffer data) {
        if (dataType == DataType.STRING) {
            throw new IllegalArgumentException("strings are not bytes; use ofStrings");
        }
        long expected = dataType.byteSize(elements(dims));
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("a tensor of " + dataType.lowerName() + Arrays.toString(dims) + " takes "
                    + expected + " bytes, was " + data.remaining());
        }
        return new Tensor(dataType, dims.clone(), readOnly(data), List.of(), Storage.RAW, Bytes.EMPTY);
    }

    public static Tensor ofFloats(float[] values, long... dims) {
        ByteBuffer buffer = allocate(values.length, Float.BYTES);
        buffer.asFloatBuffer().put(values);
        return of(DataType.FLOAT, dims, buffer);
    }

    public static Tensor ofLongs(long[] values, long... dims) {
        ByteBuffer buffer = allocate(values.length, Long.BYTES);
        buffer.asLongBuffer().put(values);
        return of(DataType.INT64, dims, buffer);
    }

    public static Tensor ofInts(int[] values, long... dims) {
        ByteBuffer buffer = allocate(values.length, Integer.BYTES);
        buffer.asIntBuffer().put(values);
        return of(DataType.INT32, dims, buffer);
    }

    /** Returns a tensor of a one-byte type (INT8, UINT8, BOOL or an 8-bit float) with a copy of {@code values}. */
    public static Tensor ofBytes(DataType dataType, byte[] values, long... dims) {
        return of(dataType, dims, ByteBuffer.wrap(values.clone()));
    }

    public static Tensor ofStrings(List<Bytes> values, long... dims) {
        if (values.size() != elements(dims)) {
            throw new IllegalArgumentException("a tensor of " + Arrays.toString(dims) + " has " + elements(dims)
                    + " strings, was " + values.size());
        }
        return new Tensor(
                DataType.STRING, dims.clone(), ByteBuffer.allocate(0), List.copyOf(values), Storage.RAW, Bytes.EMPTY);
    }

    public static Tensor scalar(float value) {
        return ofFloats(new float[] {value});
    }

    public static Tensor scalar(long value) {
        return ofLongs(new long[] {value});
    }

    /**
     * Returns a tensor of the numbers that {@code source} gives, rounded towards zero for whole ones.
     *
     * @param dataType of numbers that take whole bytes, or BOOL
     */
    public static Tensor filled(DataType dataType, DoubleSupplier source, long... dims) {
        int elements = Math.toIntExact(elements(dims));
        if (dataType.isFloating()) {
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = (float) source.getAsDouble();
            }
            return ofFloats(dataType, values, dims);
        }
        ByteBuffer data = allocate(elements, dataType.bits() / Byte.SIZE);
        for (int i = 0; i < elements; i++) {
            long value = (long) source.getAsDouble();
            for (int shift = 0; shift < dataType.bits(); shift += Byte.SIZE) {
                data.put((byte) (value >> shift));
            }
        }
        return of(dataType, dims, data.flip());
    }

    /** Returns float32 {@code values} rounded to {@code dataType}, which is FLOAT, DOUBLE, FLOAT16 or BFLOAT16. */
    public static Tensor ofFloats(DataType dataType, float[] values, long... dims) {
        ByteBuffer buffer = allocate(values.length, dataType.bits() / 8);
        for (float value : values) {
            switch (dataType) {
                case FLOAT -> buffer.putFloat(value);
                case DOUBLE -> buffer.putDouble(value);
                case FLOAT16 -> buffer.putShort(HalfFloat.toFloat16(value));
                case BFLOAT16 -> buffer.putShort(HalfFloat.toBfloat16(value));
                default -> throw new IllegalArgumentException("not a floating-point type to convert to: " + dataType);
            }
        }
        return of(dataType, dims, buffer.flip());
    }

    private static ByteBuffer allocate(int elements, int bytesEach) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytesEach)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer readOnly(ByteBuffer buffer) {
        return buffer.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long elements(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("extents are at least 0, was " + Arrays.toString(dims));
            }
            product = Math.multiplyExact(product, dim);
        }
        return product;
    }

    public DataType dataType() {
        return dataType;
    }

    /** Returns a copy of the extents; empty for a scalar. */
    public long[] dims() {
        return dims.clone();
    }

    public int rank() {
        return dims.length;
    }

    public long dim(int axis) {
        return dims[axis];
    }

    /** Returns how many elements lie from one position along {@code axis} to the next. */
    public int inner(int axis) {
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner = Math.multiplyExact(inner, Math.toIntExact(dims[i]));
        }
        return inner;
    }

    public long elementCount() {
        return elements(dims);
    }

    public long byteSize() {
        return data.capacity();
    }

    public Storage storage() {
        return storage;
    }

    /** Returns what the file says of this tensor beyond its type, extents and elements. */
    public Bytes rest() {
        return rest;
    }

    /** Returns the elements: a fresh read-only view, little-endian, position 0. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the elements of a STRING tensor; empty for the other types. */
    public List<Bytes> strings() {
        return strings;
    }

    /**
     * Returns a copy of the elements as float32; DOUBLE is rounded.
     *
     * @throws IllegalStateException if the type is not FLOAT, DOUBLE, FLOAT16 or BFLOAT16
     */
    public float[] floats() {
        ByteBuffer source = data();
        float[] values = new float[Math.toIntExact(elementCount())];
        switch (dataType) {
            case FLOAT -> source.asFloatBuffer().get(values);
            case DOUBLE -> fill(values, i -> (float) source.getDouble(i * Double.BYTES));
            case FLOAT16 -> fill(values, i -> HalfFloat.fromFloat16(source.getShort(i * Short.BYTES)));
            case BFLOAT16 -> fill(values, i -> HalfFloat.fromBfloat16(source.getShort(i * Short.BYTES)));
            default -> throw new IllegalStateException("not a floating-point tensor: " + this);
        }
        return values;
    }

    /** Returns one element, given its position in row-major order. */
    @FunctionalInterface
    private interface FloatAt {
        float get(int index);
    }

    private static void fill(float[] values, FloatAt source) {
        for (int i = 0; i < values.length; i++) {
            values[i] = source.get(i);
        }
    }

    /**
     * Returns a copy of the elements as long; BOOL gives 0 and 1.
     *
     * @throws IllegalStateException if the type is not an integer of at least 8 bits, or BOOL
     */
    public long[] longs() {
        ByteBuffer source = data();
        long[] values = new long[Math.toIntExact(elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dataType) {
                case INT64, UINT64 -> source.getLong(i * Long.BYTES);
                case INT32 -> source.getInt(i * Integer.BYTES);
                case UINT32 -> Integer.toUnsignedLong(source.getInt(i * Integer.BYTES));
                case INT16 -> source.getShort(i * Short.BYTES);
                case UINT16 -> Short.toUnsignedLong(source.getShort(i * Short.BYTES));
                case INT8 -> source.get(i);
                case UINT8, BOOL -> Byte.toUnsignedLong(source.get(i));
                default -> throw new IllegalStateException("not an integer tensor: " + this);
            };
        }
        return values;
    }

    /**
     * Returns the same elements under other extents of the same product, sharing the buffer.
     *
     * @throws IllegalArgumentException if the product differs
     */
    public Tensor reshaped(long... newDims) {
        if (elements(newDims) != elementCount()) {
            throw new IllegalArgumentException(
                    "cannot see " + Arrays.toString(dims) + " as " + Arrays.toString(newDims));
        }
        return new Tensor(dataType, newDims.clone(), data, strings, storage, rest);
    }

    /** Returns this tensor with the marks of the file it was read from. */
    public Tensor stored(Storage newStorage, Bytes newRest) {
        return new Tensor(dataType, dims, data, strings, newStorage, newRest);
    }

    /** Compares type, extents and elements, bit by bit; how they stood in a file does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && dataType == tensor.dataType
                && Arrays.equals(dims, tensor.dims)
                && data.equals(tensor.data)
                && strings.equals(tensor.strings);
    }

    /** Looks at some elements only, all over the tensor: enough to tell weights of a network from each other. */
    @Override
    public int hashCode() {
        int hash = 31 * dataType.hashCode() + Arrays.hashCode(dims);
        int size = data.capacity();
        int step = size / HASHED | 1; // odd, so that it is not the same byte of each number
        for (int i = 0; i < size; i += step) {
            hash = 31 * hash + data.get(i);
        }
        int strided = Math.max(1, strings.size() / HASHED);
        for (int i = 0; i < strings.size(); i += strided) {
            hash = 31 * hash + strings.get(i).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        return dataType.lowerName() + Arrays.toString(dims);
    }
}
