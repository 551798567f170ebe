package dev.alambic.data.sample;

import dev.alambic.data.picture.PictureForm;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a model, read one after the other and again on each pass.
 *
 * @param batches by input name
 * @param count how many samples those are
 * @param source where they come from, for messages
 * @param form how they were made of pictures; null if they were not
 */
public record InputSamples(
        Iterable<Map<String, Tensor>> batches,
        int count,
        String source,
        @Nullable PictureForm form) {

    /** Samples that were not made of pictures. */
    public InputSamples(Iterable<Map<String, Tensor>> batches, int count, String source) {
        this(batches, count, source, null);
    }

    /** Returns the same samples, made of pictures in this form. */
    public InputSamples madeOf(@Nullable PictureForm pictures) {
        return new InputSamples(batches, count, source, pictures);
    }

    /** Returns samples of which each is made when it is asked for. */
    public static <T> InputSamples of(List<T> items, Function<T, Map<String, Tensor>> reader, String source) {
        return new InputSamples(() -> items.stream().map(reader).iterator(), items.size(), source);
    }

    /**
     * Returns the first samples, each by itself where a batch can be cut along its first axis: where {@code inputs},
     * those of the model, leave it free, and all call it the same.
     */
    public List<Map<String, Tensor>> singles(int most, List<ValueInfo> inputs) {
        List<Map<String, Tensor>> singles = new ArrayList<>();
        boolean isFree = inputs.stream().map(InputSamples::firstAxis).distinct().count() == 1
                && inputs.stream().allMatch(InputSamples::hasFreeFirstAxis);
        for (Map<String, Tensor> batch : batches) {
            OptionalLong rows = isFree ? rows(batch) : OptionalLong.empty();
            for (long row = 0; row < rows.orElse(1) && singles.size() < most; row++) {
                singles.add(rows.isPresent() ? cut(batch, row, row + 1) : batch);
            }
            if (singles.size() == most) {
                break;
            }
        }
        return singles;
    }

    private static boolean hasFreeFirstAxis(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        return shape != null && shape.rank() > 0 && !shape.dim(0).isFixed();
    }

    private static Dim firstAxis(ValueInfo input) {
        TensorType type = input.type();
        Shape shape = type == null ? null : type.shape();
        return shape == null || shape.rank() == 0 ? Dim.unknown() : shape.dim(0);
    }

    /** Returns the number of samples of a batch, if all its tensors have as many. */
    public static OptionalLong rows(Map<String, Tensor> batch) {
        long[] extents = batch.values().stream()
                .mapToLong(tensor -> tensor.rank() == 0 ? -1 : tensor.dim(0))
                .distinct()
                .toArray();
        return extents.length == 1 && extents[0] >= 0 ? OptionalLong.of(extents[0]) : OptionalLong.empty();
    }

    /** Returns the samples {@code from} to below {@code to} of a batch whose tensors all have them. */
    public static Map<String, Tensor> cut(Map<String, Tensor> batch, long from, long to) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        batch.forEach((name, tensor) -> {
            long[] dims = tensor.dims();
            if (tensor.dataType() == DataType.STRING) {
                int width = Math.toIntExact(tensor.elementCount() / dims[0]);
                dims[0] = to - from;
                part.put(
                        name,
                        Tensor.ofStrings(
                                tensor.strings().subList(Math.toIntExact(from * width), Math.toIntExact(to * width)),
                                dims));
                return;
            }
            long row = tensor.byteSize() / dims[0];
            ByteBuffer data = tensor.data();
            data.position(Math.toIntExact(from * row)).limit(Math.toIntExact(to * row));
            dims[0] = to - from;
            part.put(name, Tensor.of(tensor.dataType(), dims, data));
        });
        return part;
    }

    /** Joins tensors of one type and row along their first axis. */
    public static Tensor join(List<Tensor> parts) {
        Tensor first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        long[] dims = first.dims();
        dims[0] = parts.stream().mapToLong(part -> part.dim(0)).sum();
        long bytes = parts.stream().mapToLong(Tensor::byteSize).sum();
        ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(bytes));
        parts.forEach(part -> data.put(part.data()));
        return Tensor.of(first.dataType(), dims, data.flip());
    }

    /** Returns the first batches as they are. */
    public List<Map<String, Tensor>> first(int most) {
        return StreamSupport.stream(batches.spliterator(), false).limit(most).toList();
    }
}
