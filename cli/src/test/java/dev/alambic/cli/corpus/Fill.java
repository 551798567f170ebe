package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a tensor of the corpus holds: {@code normal 0.1}, {@code below 50}, {@code = 1, 2} and alike; empty: by shape.
 */
record Fill(String text) {

    /** Returns the tensor; {@code others} are those that it may be made of. */
    Tensor tensor(DataType type, long[] dims, Random random, Function<String, Tensor> others) {
        String[] words = text.split(" +");
        return switch (words[0]) {
            case "transpose" -> transposed(others.apply(words[1]));
            case "copy" -> others.apply(words[1]);
            case "=" -> listed(type, dims, text.substring(1).strip());
            default -> numbers(type, dims, source(words, type, dims, random));
        };
    }

    private static DoubleSupplier source(String[] words, DataType type, long[] dims, Random random) {
        double first = words.length > 1 ? Double.parseDouble(words[1]) : 0;
        double second = words.length > 2 ? Double.parseDouble(words[2]) : 0;
        return switch (words[0]) {
            case "" -> type.isFloating() ? normal(random, usual(dims)) : () -> random.nextInt(8);
            case "normal" -> normal(random, first);
            case "uniform" -> () -> first + random.nextDouble() * (second - first);
            case "below" -> () -> random.nextInt((int) first);
            case "range" ->
                new DoubleSupplier() {
                    private double next;

                    @Override
                    public double getAsDouble() {
                        return next++;
                    }
                };
            default -> throw new IllegalArgumentException("no fill " + words[0]);
        };
    }

    private static DoubleSupplier normal(Random random, double scale) {
        return () -> random.nextGaussian() * scale;
    }

    /** Returns the spread at which layers about keep the size of what they are given. */
    private static double usual(long[] dims) {
        long largest = LongStream.of(dims).max().orElse(1);
        long count = LongStream.of(dims).reduce(1, (a, b) -> a * b);
        return dims.length < 2 ? 0.1 : Math.sqrt(1.5 * largest / Math.max(1, count));
    }

    private static Tensor listed(DataType type, long[] dims, String text) {
        List<String> parts = text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        int count = (int) LongStream.of(dims).reduce(1, (a, b) -> a * b);
        List<String> all = parts.size() == 1
                ? IntStream.range(0, count).mapToObj(i -> parts.get(0)).toList()
                : parts;
        if (type == DataType.STRING) {
            return Tensor.ofStrings(all.stream().map(Bytes::utf8).toList(), dims);
        }
        double[] values = all.stream().mapToDouble(Double::parseDouble).toArray();
        int[] at = {0};
        return numbers(type, dims, () -> values[at[0]++]);
    }

    private static Tensor numbers(DataType type, long[] dims, DoubleSupplier source) {
        if (type.bits() != 4) {
            return Tensor.filled(type, source, dims);
        }
        int count = (int) LongStream.of(dims).reduce(1, (a, b) -> a * b);
        byte[] packed = new byte[(count + 1) / 2];
        for (int i = 0; i < count; i++) {
            packed[i / 2] |= (byte) (((int) source.getAsDouble() & 15) << (4 * (i % 2)));
        }
        return Tensor.of(type, dims, ByteBuffer.wrap(packed));
    }

    private static Tensor transposed(Tensor matrix) {
        float[] from = matrix.floats();
        int rows = (int) matrix.dim(0);
        int columns = (int) matrix.dim(1);
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            to[i % columns * rows + i / columns] = from[i];
        }
        return Tensor.ofFloats(matrix.dataType(), to, columns, rows);
    }
}
