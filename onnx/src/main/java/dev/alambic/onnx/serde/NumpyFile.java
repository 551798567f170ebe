package dev.alambic.onnx.serde;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Arrays as NumPy stores them: one in a {@code .npy} file, several in a {@code .npz} archive. Numbers and booleans in
 * little-endian row-major order; pickled objects are never read.
 *
 * <p>Source: NumPy reference, section numpy.lib.format.
 */
public final class NumpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LARGEST_HEADER = 1 << 16;
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*\\(([\\d,\\s]*)\\),?\\s*\\}\\s*");
    private static final Map<String, DataType> TYPES = Map.ofEntries(
            Map.entry("<f4", DataType.FLOAT),
            Map.entry("<f8", DataType.DOUBLE),
            Map.entry("<f2", DataType.FLOAT16),
            Map.entry("<i8", DataType.INT64),
            Map.entry("<i4", DataType.INT32),
            Map.entry("<i2", DataType.INT16),
            Map.entry("|i1", DataType.INT8),
            Map.entry("<u8", DataType.UINT64),
            Map.entry("<u4", DataType.UINT32),
            Map.entry("<u2", DataType.UINT16),
            Map.entry("|u1", DataType.UINT8),
            Map.entry("|b1", DataType.BOOL));

    private NumpyFile() {}

    /**
     * Reads {@code file}, whose name ends with {@code .npy} or {@code .npz}.
     *
     * @return the arrays by name, in the order of the file; that of a {@code .npy} file has an empty name
     * @throws InvalidModelException if the file is missing, broken, or holds something else than numbers
     */
    public static Map<String, Tensor> read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")
                    ? archive(in, file)
                    : Map.of("", array(in, file.toString()));
        } catch (EOFException e) {
            throw new InvalidModelException(file + ": ends in the middle of an array", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> archive(InputStream in, Path file) throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName().replaceFirst("\\.npy$", "");
            arrays.put(name, array(zip, file + "[" + name + "]"));
        }
        if (arrays.isEmpty()) {
            throw new InvalidModelException(file.toString(), "an archive of arrays", "at least one array", "none");
        }
        return arrays;
    }

    private static Tensor array(InputStream in, String where) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2
                || !ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new InvalidModelException(where, "an array of NumPy", "a file that starts with NUMPY", "other bytes");
        }
        int wide = start[MAGIC.length] >= 2 ? Integer.BYTES : Short.BYTES;
        ByteBuffer size = ByteBuffer.wrap(exactly(in, wide)).order(ByteOrder.LITTLE_ENDIAN);
        long length =
                wide == Integer.BYTES ? Integer.toUnsignedLong(size.getInt()) : Short.toUnsignedLong(size.getShort());
        if (length > LARGEST_HEADER) {
            throw new InvalidModelException(where, "the header is short", LARGEST_HEADER + " bytes", length);
        }
        String header = new String(exactly(in, (int) length), StandardCharsets.ISO_8859_1);
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw new InvalidModelException(
                    where, "the header of an array", "descr, fortran_order and shape", header.strip());
        }
        DataType type = TYPES.get(parts.group(1));
        if (type == null) {
            throw new InvalidModelException(where, "little-endian numbers or booleans", TYPES.keySet(), parts.group(1));
        }
        long[] dims = Pattern.compile(",")
                .splitAsStream(parts.group(3))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        if (parts.group(2).equals("True") && dims.length > 1) {
            throw new InvalidModelException(where, "row-major order", "fortran_order False", "True");
        }
        return Tensor.of(type, dims, ByteBuffer.wrap(exactly(in, bytes(type, dims, where))));
    }

    private static int bytes(DataType type, long[] dims, String where) {
        long elements = 1;
        for (long dim : dims) {
            elements = dim == 0 || elements <= Integer.MAX_VALUE / dim ? elements * dim : Long.MAX_VALUE;
            if (elements > Integer.MAX_VALUE || type.byteSize(elements) > Integer.MAX_VALUE - Long.BYTES) {
                throw new InvalidModelException(where, "an array is smaller than 2 GiB", "fewer elements", "more");
            }
        }
        return (int) type.byteSize(elements);
    }

    /** Reads as many bytes, in pieces, so that a false length allocates nothing that the file does not hold. */
    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}
