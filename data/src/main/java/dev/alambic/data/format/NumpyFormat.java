package dev.alambic.data.format;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.NumpyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arrays of NumPy as inputs: by name, or in order if none of the names is an input. Where the first axis holds more
 * samples than the model takes at once, it is cut.
 */
final class NumpyFormat implements DataFormat {
    private static final Set<String> ENDINGS = Set.of("npz", "npy");
    private static final int BATCH = 32;

    @Override
    public Names names() {
        return new Names("", ".npz", ".npz files");
    }

    @Override
    public Optional<InputSamples> tensors(SampleRequest request) {
        List<Path> files = request.ending(ENDINGS);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<ValueInfo> inputs = request.inputs();
        List<Map<String, Tensor>> all = files.stream()
                .flatMap(file -> batches(named(NumpyFile.read(file), inputs, file), batch(inputs)).stream())
                .toList();
        return Optional.of(InputSamples.of(
                request.spread(all), batch -> batch, request.path().toString()));
    }

    private static List<Map<String, Tensor>> batches(Map<String, Tensor> arrays, long batch) {
        long samples = InputSamples.rows(arrays).orElse(0);
        if (samples <= batch) {
            return List.of(arrays);
        }
        List<Map<String, Tensor>> parts = new ArrayList<>();
        for (long start = 0; start + batch <= samples || (start < samples && batch == BATCH); start += batch) {
            parts.add(InputSamples.cut(arrays, start, Math.min(samples, start + batch)));
        }
        return parts;
    }

    private static Map<String, Tensor> named(Map<String, Tensor> arrays, List<ValueInfo> inputs, Path file) {
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
    private static long batch(List<ValueInfo> inputs) {
        Shape shape = inputs.get(0).type() == null ? null : inputs.get(0).type().shape();
        return shape != null && shape.rank() > 0 && shape.dim(0) instanceof Dim.Fixed fixed ? fixed.size() : BATCH;
    }
}
