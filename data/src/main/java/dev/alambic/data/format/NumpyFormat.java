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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of NumPy as inputs: by name, or in order if none of the names is an input. Samples may be stacked in a file:
 * along the first axis of the inputs where it holds more than the model takes at once, or along one axis more than the
 * inputs have. For a model with state these are calls that follow each other, and so are files of one call each in a
 * folder; of a state, which may be left out, the first counts.
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
        List<Cut> cuts = files.stream()
                .map(file -> Cut.of(named(NumpyFile.read(file), request, file), file, request))
                .toList();
        String source = request.path().toString();
        if (!request.states().isEmpty()) {
            List<Map<String, Tensor>> steps = Sequences.joined(sequences(cuts), request);
            return Optional.of(InputSamples.of(steps, step -> step, source));
        }
        List<Place> places = new ArrayList<>();
        cuts.forEach(cut -> {
            for (long i = 0; i < cut.samples; i++) {
                places.add(new Place(cut, i));
            }
        });
        List<Place> taken = request.spread(places);
        InputSamples batches = InputSamples.of(batches(taken), NumpyFormat::joined, source);
        return Optional.of(new InputSamples(batches.batches(), taken.size(), source));
    }

    /** One sample, or what the model takes at once, in a file. */
    private record Place(Cut cut, long index) {}

    /** Joins samples that lie behind each other in a file, where the model takes several at once. */
    private static List<List<Place>> batches(List<Place> taken) {
        List<List<Place>> batches = new ArrayList<>();
        List<Place> open = new ArrayList<>();
        for (Place place : taken) {
            boolean goesOn = !open.isEmpty()
                    && open.size() < BATCH
                    && place.cut.isJoinable
                    && open.get(0).cut.file.equals(place.cut.file);
            if (!goesOn) {
                open = new ArrayList<>();
                batches.add(open);
            }
            open.add(place);
        }
        return batches;
    }

    private static Map<String, Tensor> joined(List<Place> batch) {
        return batch.get(0).cut.samples(batch.stream().map(Place::index).toList());
    }

    /** Files that hold one call each are one sequence a folder, others one each. */
    private static List<List<Map<String, Tensor>>> sequences(List<Cut> cuts) {
        List<List<Map<String, Tensor>>> sequences = new ArrayList<>();
        Path folder = null;
        for (Cut cut : cuts) {
            Path own = cut.samples == 1 ? cut.file.resolveSibling("") : null;
            if (own == null || !Objects.equals(own, folder)) {
                sequences.add(new ArrayList<>());
            }
            List<Map<String, Tensor>> sequence = sequences.get(sequences.size() - 1);
            for (long i = 0; i < cut.samples; i++) {
                sequence.add(cut.samples(List.of(i)));
            }
            folder = own;
        }
        return sequences;
    }

    /**
     * The samples of a file.
     *
     * @param arrays by input
     * @param states initial values by input; they are not cut
     * @param samples how many there are
     * @param rows along the first axis that are one sample; 0 where an axis more than the inputs' counts the samples
     * @param isJoinable whether the model takes several samples at once
     */
    private record Cut(
            Path file,
            Map<String, Tensor> arrays,
            Map<String, Tensor> states,
            long samples,
            long rows,
            boolean isJoinable) {

        static Cut of(Map<String, Tensor> all, Path file, SampleRequest request) {
            Map<String, Tensor> arrays = request.states().continued(all);
            arrays.forEach((name, array) -> {
                if (array.rank() > 0 && array.dim(0) == 0) {
                    throw new InvalidDataException(
                            file + ": array '" + name + "'", "it holds samples", "1 or more", "0");
                }
            });
            List<ValueInfo> inputs = request.inputs();
            long count = InputSamples.rows(arrays).orElse(0);
            boolean stacked =
                    count > 0 && inputs.stream().allMatch(input -> isStacked(input, arrays.get(input.name())));
            Map<String, Tensor> states = states(all, request);
            if (stacked) {
                return new Cut(file, arrays, states, count, 0, false);
            }
            long fixed = fixedBatch(inputs);
            long rows = fixed > 0 ? fixed : 1;
            if (count <= rows) {
                return new Cut(file, arrays, states, 1, Math.max(1, count), false);
            }
            return new Cut(file, arrays, states, count / rows, rows, fixed == 0);
        }

        private static Map<String, Tensor> states(Map<String, Tensor> all, SampleRequest request) {
            Map<String, Tensor> states = new LinkedHashMap<>();
            for (ValueInfo input : request.model().graph().requiredInputs()) {
                Tensor given = all.get(input.name());
                if (given != null && request.states().inputs().contains(input.name())) {
                    boolean stacked = isStacked(input, given) && given.dim(0) > 0;
                    states.put(
                            input.name(),
                            stacked
                                    ? without(InputSamples.cut(Map.of("", given), 0, 1)
                                            .get(""))
                                    : given);
                }
            }
            return states;
        }

        /** Returns the samples of these places in one batch; whole arrays where there is one sample alone. */
        Map<String, Tensor> samples(List<Long> places) {
            Map<String, Tensor> made = new LinkedHashMap<>(states);
            if (samples == 1 && rows > 0) {
                made.putAll(arrays);
                return made;
            }
            List<Map<String, Tensor>> parts = places.stream()
                    .map(place -> InputSamples.cut(arrays, place * Math.max(1, rows), (place + 1) * Math.max(1, rows)))
                    .toList();
            arrays.keySet()
                    .forEach(name -> made.put(
                            name,
                            rows == 0
                                    ? without(parts.get(0).get(name))
                                    : InputSamples.join(parts.stream()
                                            .flatMap(part -> Optional.ofNullable(part.get(name)).stream())
                                            .toList())));
            return made;
        }

        private static Tensor without(@Nullable Tensor stacked) {
            Tensor one = Objects.requireNonNull(stacked);
            return one.reshaped(Arrays.copyOfRange(one.dims(), 1, one.rank()));
        }

        private static boolean isStacked(ValueInfo input, @Nullable Tensor array) {
            Shape shape = input.type() == null ? null : input.type().shape();
            return shape != null && array != null && array.rank() == shape.rank() + 1;
        }
    }

    private static Map<String, Tensor> named(Map<String, Tensor> arrays, SampleRequest request, Path file) {
        List<String> needed = request.inputs().stream().map(ValueInfo::name).toList();
        List<String> all = request.model().graph().requiredInputs().stream()
                .map(ValueInfo::name)
                .toList();
        if (arrays.keySet().containsAll(needed)) {
            Map<String, Tensor> wanted = new LinkedHashMap<>(arrays);
            wanted.keySet().retainAll(all);
            return wanted;
        }
        List<String> names = arrays.size() == needed.size() ? needed : all;
        if (arrays.size() != names.size() || all.stream().anyMatch(arrays::containsKey)) {
            throw new InvalidDataException(
                    file + ": an array for each input (expected " + needed + ", was " + arrays.keySet() + ")");
        }
        Map<String, Tensor> inOrder = new LinkedHashMap<>();
        arrays.values().forEach(array -> inOrder.put(names.get(inOrder.size()), array));
        return inOrder;
    }

    /** Returns how many samples the model fixes; 0 if it leaves that free. */
    private static long fixedBatch(List<ValueInfo> inputs) {
        Shape shape = inputs.get(0).type() == null ? null : inputs.get(0).type().shape();
        return shape != null && shape.rank() > 0 && shape.dim(0) instanceof Dim.Fixed fixed ? fixed.size() : 0;
    }
}
