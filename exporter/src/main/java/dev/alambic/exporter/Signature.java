package dev.alambic.exporter;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What goes into a block and what its results are called.
 *
 * <pre>{@code
 * Signature.of("image", DataType.FLOAT, "batch", 1, 28, 28).output("logits")
 * Signature.of("tokens", DataType.INT64, "batch", "sequence").range("tokens", 0, 30_522)
 * }</pre>
 *
 * @param inputs in the order of the block's list; an extent that is a symbol is free in the exported model
 * @param outputs names of the results in the order of the block's list; if empty, "output", or "output_0", "output_1",
 *     …
 * @param ranges for an input, the range of the random values that the export is verified on
 * @param sizes for a symbol, the sizes that the export tries
 */
public record Signature(
        List<ValueInfo> inputs, List<String> outputs, Map<String, Range> ranges, Map<String, Sizes> sizes) {

    /** Values from {@code low} to {@code high}, the upper end left out; integers are whole numbers. */
    public record Range(double low, double high) {
        public Range {
            if (!(low < high)) {
                throw new IllegalArgumentException(
                        "range: low is below high (expected low < " + high + ", was " + low + ")");
            }
        }
    }

    /** The sizes of a symbol: two to trace at, two others to verify at. */
    public record Sizes(List<Long> traced, List<Long> verified) {
        public Sizes {
            traced = List.copyOf(traced);
            verified = List.copyOf(verified);
            if (traced.size() != 2 || verified.size() != 2 || traced.get(0).equals(traced.get(1))) {
                throw new IllegalArgumentException("sizes: two different to trace at and two to verify at (was "
                        + traced + " and " + verified + ")");
            }
        }
    }

    /** Sizes of a batch, then of sequences: primes, so that products tell their factors. */
    private static final List<Sizes> TRIED = List.of(
            new Sizes(List.of(2L, 3L), List.of(1L, 4L)),
            new Sizes(List.of(7L, 11L), List.of(4L, 9L)),
            new Sizes(List.of(13L, 17L), List.of(8L, 14L)),
            new Sizes(List.of(19L, 23L), List.of(16L, 21L)));

    /** Sizes of a batch of free images: an extent of features may well be one more in the second trace, not three. */
    private static final Sizes TRIED_BATCH_OF_IMAGES = new Sizes(List.of(2L, 5L), List.of(1L, 4L));

    /**
     * Sizes of images. They are traced at one below and one above a multiple of 32, so that halving rounds at each step
     * in one of the two, and what is twice a half is not taken for the whole.
     */
    private static final List<Sizes> TRIED_IMAGES = List.of(
            new Sizes(List.of(63L, 65L), List.of(48L, 75L)),
            new Sizes(List.of(95L, 97L), List.of(80L, 101L)),
            new Sizes(List.of(31L, 33L), List.of(16L, 37L)));

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        ranges = Map.copyOf(ranges);
        sizes = Map.copyOf(sizes);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("signature: a block has an input (expected at least 1, was 0)");
        }
        Set<String> names = new LinkedHashSet<>(outputs);
        inputs.forEach(input -> names.add(input.name()));
        if (names.size() != inputs.size() + outputs.size()) {
            throw new IllegalArgumentException(
                    "signature: names of inputs and outputs differ (was " + inputs + " and " + outputs + ")");
        }
    }

    /**
     * Returns the signature of a block with one input.
     *
     * @param dims each a size, or the name of a free size
     */
    public static Signature of(String input, DataType elementType, Object... dims) {
        return new Signature(List.of(value(input, elementType, dims)), List.of(), Map.of(), Map.of());
    }

    /** Returns this signature with one more input; see {@link #of}. */
    public Signature and(String input, DataType elementType, Object... dims) {
        List<ValueInfo> more = new ArrayList<>(inputs);
        more.add(value(input, elementType, dims));
        return new Signature(more, outputs, ranges, sizes);
    }

    /** Returns this signature with the next result called {@code name}. */
    public Signature output(String name) {
        List<String> more = new ArrayList<>(outputs);
        more.add(name);
        return new Signature(inputs, more, ranges, sizes);
    }

    /**
     * Returns this signature with {@code input} verified on random values from {@code low} to below {@code high}. The
     * default is a standard normal distribution for floating types, 0 and 1 for integers.
     */
    public Signature range(String input, double low, double high) {
        Map<String, Range> more = new LinkedHashMap<>(ranges);
        more.put(input, new Range(low, high));
        return new Signature(inputs, outputs, more, sizes);
    }

    /** Returns this signature with the sizes that {@code symbol} is tried at, for a block that needs larger ones. */
    public Signature sizes(String symbol, Sizes tried) {
        Map<String, Sizes> more = new LinkedHashMap<>(sizes);
        more.put(symbol, tried);
        return new Signature(inputs, outputs, ranges, more);
    }

    private static ValueInfo value(String name, DataType elementType, Object... dims) {
        return ValueInfo.of(name, elementType, Shape.symbolic(dims));
    }

    static Shape shapeOf(ValueInfo input) {
        return Objects.requireNonNull(
                Objects.requireNonNull(input.type(), "type").shape(), "shape");
    }

    static DataType typeOf(ValueInfo input) {
        return Objects.requireNonNull(input.type(), "type").elementType();
    }

    /**
     * Returns the sizes of every symbol, in the order in which the inputs name them; a symbol that is first seen behind
     * batch and channels of an input of rank 4 or more is of an image.
     */
    Map<String, Sizes> symbols() {
        Map<String, Boolean> ofImages = new LinkedHashMap<>();
        for (ValueInfo input : inputs) {
            List<Dim> dims = shapeOf(input).dims();
            for (int axis = 0; axis < dims.size(); axis++) {
                if (dims.get(axis) instanceof Dim.Named named) {
                    ofImages.putIfAbsent(named.symbol(), dims.size() >= 4 && axis >= 2);
                }
            }
        }
        List<Sizes> plain = new ArrayList<>(TRIED);
        if (ofImages.containsValue(true)) {
            plain.set(0, TRIED_BATCH_OF_IMAGES);
        }
        Iterator<Sizes> others = plain.iterator();
        Iterator<Sizes> images = TRIED_IMAGES.iterator();
        Map<String, Sizes> result = new LinkedHashMap<>();
        ofImages.forEach((name, ofImage) -> result.put(name, tried(name, ofImage ? images : others)));
        return result;
    }

    private Sizes tried(String symbol, Iterator<Sizes> defaults) {
        Sizes given = sizes.get(symbol);
        if (given == null && !defaults.hasNext()) {
            throw new IllegalArgumentException(
                    "symbol '" + symbol + "': as many free sizes have defaults (was one more); give the sizes to try");
        }
        return given == null ? defaults.next() : given;
    }
}
