package dev.alambic.cli.samples;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.NumpyFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays of NumPy as inputs: by name, or in order if none of the names is an input. Where the first axis holds more
 * samples than the model takes at once, it is cut.
 */
final class NumpySamples {
    private static final int BATCH = 32;

    private final List<ValueInfo> inputs;

    NumpySamples(List<ValueInfo> inputs) {
        this.inputs = inputs;
    }

    List<Map<String, Tensor>> read(Path file) {
        Map<String, Tensor> arrays = named(NumpyFile.read(file), file);
        long samples = arrays.values().stream()
                .mapToLong(array -> array.rank() == 0 ? 1 : array.dim(0))
                .min()
                .orElse(1);
        long batch = batch();
        boolean even = arrays.values().stream().allMatch(array -> array.rank() > 0 && array.dim(0) == samples);
        if (!even || samples <= batch) {
            return List.of(arrays);
        }
        List<Map<String, Tensor>> parts = new ArrayList<>();
        for (long start = 0; start + batch <= samples || (start < samples && batch == BATCH); start += batch) {
            long from = start;
            long to = Math.min(samples, start + batch);
            Map<String, Tensor> part = new LinkedHashMap<>();
            arrays.forEach((name, array) -> part.put(name, rows(array, from, to)));
            parts.add(part);
        }
        return parts;
    }

    private Map<String, Tensor> named(Map<String, Tensor> arrays, Path file) {
        List<String> names = inputs.stream().map(ValueInfo::name).toList();
        if (arrays.keySet().containsAll(names)) {
            Map<String, Tensor> wanted = new LinkedHashMap<>(arrays);
            wanted.keySet().retainAll(names);
            return wanted;
        }
        if (arrays.size() != names.size() || names.stream().anyMatch(arrays::containsKey)) {
            throw new InvalidDataException(
                    file + ": an array for each input (expected " + names + ", was " + arrays.keySet() + ")");
        }
        Map<String, Tensor> inOrder = new LinkedHashMap<>();
        arrays.values().forEach(array -> inOrder.put(names.get(inOrder.size()), array));
        return inOrder;
    }

    /** Returns how many samples go into one run: what the model fixes, or {@value #BATCH}. */
    private long batch() {
        Shape shape = inputs.get(0).type() == null ? null : inputs.get(0).type().shape();
        return shape != null && shape.rank() > 0 && shape.dim(0) instanceof Dim.Fixed fixed ? fixed.size() : BATCH;
    }

    private static Tensor rows(Tensor array, long from, long to) {
        long[] dims = array.dims();
        int row = Math.toIntExact(array.byteSize() / dims[0]);
        ByteBuffer data = array.data();
        data.position(Math.toIntExact(from * row)).limit(Math.toIntExact(to * row));
        dims[0] = to - from;
        return Tensor.of(array.dataType(), dims, data);
    }
}
