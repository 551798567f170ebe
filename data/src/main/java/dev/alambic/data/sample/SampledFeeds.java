package dev.alambic.data.sample;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Samples as inputs of a model: joined along their first axis into batches of any size where the model leaves that axis
 * free, the same for all inputs that do, else as they are. After the last sample comes the first again.
 */
public final class SampledFeeds {

    private final InputSamples samples;
    private final Set<String> fixed;

    public SampledFeeds(InputSamples samples, OnnxModel model) {
        this.samples = samples;
        List<ValueInfo> inputs = model.graph().requiredInputs();
        boolean joins = joins(inputs);
        this.fixed = inputs.stream()
                .filter(input -> !joins || isFixed(input))
                .map(ValueInfo::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the first axes that are free mean the same, and no other axis does. */
    private static boolean joins(List<ValueInfo> inputs) {
        Set<Dim> firsts = inputs.stream()
                .filter(input -> !isFixed(input))
                .map(input -> dims(input).get(0))
                .collect(Collectors.toSet());
        return firsts.size() == 1
                && inputs.stream()
                        .flatMap(input -> dims(input).stream().skip(1))
                        .noneMatch(dim -> dim instanceof Dim.Named && firsts.contains(dim));
    }

    private static List<Dim> dims(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        return shape == null ? List.of() : shape.dims();
    }

    private static boolean isFixed(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        return shape == null || shape.rank() == 0 || shape.dim(0).isFixed();
    }

    /**
     * Returns {@code batch} samples, at least 1.
     *
     * @throws InvalidDataException if the samples have different sizes, so that they cannot be joined
     */
    public Map<String, Tensor> of(int batch) {
        List<Map<String, Tensor>> parts = new ArrayList<>();
        Iterator<Map<String, Tensor>> rest = samples.batches().iterator();
        long taken = 0;
        while (taken < batch) {
            rest = rest.hasNext() ? rest : samples.batches().iterator();
            if (!rest.hasNext()) {
                throw new InvalidDataException(samples.source() + ": no samples to run on");
            }
            Map<String, Tensor> part = rest.next();
            parts.add(part);
            taken += rows(part.values().iterator().next());
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        parts.get(0)
                .forEach((input, first) -> joined.put(
                        input,
                        fixed.contains(input)
                                ? first
                                : joined(
                                        parts.stream()
                                                .flatMap(part -> Stream.ofNullable(part.get(input)))
                                                .toList(),
                                        batch)));
        return joined;
    }

    private static long rows(Tensor tensor) {
        return tensor.rank() == 0 ? 1 : Math.max(1, tensor.dim(0));
    }

    private static Tensor joinedTexts(List<Tensor> parts, int batch) {
        long[] dims = parts.get(0).dims();
        long width = parts.get(0).elementCount() / rows(parts.get(0));
        dims[0] = batch;
        return Tensor.ofStrings(
                parts.stream()
                        .flatMap(part -> part.strings().stream())
                        .limit(batch * width)
                        .toList(),
                dims);
    }

    private Tensor joined(List<Tensor> parts, int batch) {
        Tensor first = parts.get(0);
        if (parts.size() == 1 && rows(first) == batch) {
            return first;
        }
        if (first.dataType() == DataType.STRING) {
            return joinedTexts(parts, batch);
        }
        long[] dims = first.dims();
        int row = Math.toIntExact(first.byteSize() / rows(first));
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(row, batch));
        for (Tensor part : parts) {
            if (part.rank() == 0 || part.byteSize() / rows(part) != row) {
                throw new InvalidDataException(samples.source() + ": samples of one size to be joined (expected "
                        + first + ", was " + part + ")");
            }
            ByteBuffer own = part.data();
            data.put(own.limit(Math.min(own.limit(), own.position() + data.remaining())));
        }
        dims[0] = batch;
        return Tensor.of(first.dataType(), dims, data.flip());
    }
}
