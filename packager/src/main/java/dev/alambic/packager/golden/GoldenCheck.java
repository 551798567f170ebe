package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.RowOrder;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.archive.InvalidPackageException;
import dev.alambic.packager.manifest.Golden;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs golden vectors on a model and says which do not come out as expected. */
public final class GoldenCheck {
    private final Golden golden;
    private final Function<String, ByteBuffer> files;
    private final Map<String, Double> tolerances;
    private final StatePairs states;

    /**
     * @param states what goes on from case to case
     * @param files the content of a file by its name
     */
    public GoldenCheck(Golden golden, StatePairs states, Function<String, ByteBuffer> files) {
        this.golden = golden;
        this.states = states;
        this.files = files;
        this.tolerances = golden.tolerances().stream()
                .collect(Collectors.toMap(
                        Golden.Tolerance::output, Golden.Tolerance::absolute, Math::max, LinkedHashMap::new));
    }

    /**
     * Runs every case.
     *
     * @param order which results of the model come in an order that says nothing
     * @return what does not match, one line each
     * @throws InvalidPackageException if a file does not have the size that its type and shape say
     */
    public List<String> run(Path model, RowOrder order) {
        List<String> misses = new ArrayList<>();
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            for (Golden.Case each : golden.cases()) {
                Map<String, Tensor> inputs = new LinkedHashMap<>(each.goesOn() ? state : Map.of());
                inputs.putAll(tensors(each.inputs()));
                Map<String, Tensor> wanted = tensors(each.outputs());
                Set<String> asked = new LinkedHashSet<>(wanted.keySet());
                asked.addAll(states.outputByInput().values());
                Map<String, Tensor> answers = order.aligned(wanted, session.run(inputs, asked));
                states.outputByInput()
                        .forEach((input, output) -> state.compute(input, (name, old) -> answers.get(output)));
                wanted.forEach((name, expected) -> {
                    Tensor answer = answers.get(name);
                    double allowed = tolerances.getOrDefault(name, 0.0);
                    double difference = answer == null ? Double.POSITIVE_INFINITY : Difference.of(expected, answer);
                    if (!(difference <= allowed)) {
                        misses.add(String.format(
                                Locale.ROOT,
                                "case '%s': output '%s' differs by %.3g (allowed %.3g)",
                                each.name(),
                                name,
                                difference,
                                allowed));
                    }
                });
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidPackageException("golden vectors: not for this model: " + e.getMessage(), e);
        }
        return misses;
    }

    private Map<String, Tensor> tensors(List<Golden.TensorFile> written) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        written.forEach(each -> tensors.put(each.name(), tensor(each)));
        return tensors;
    }

    private Tensor tensor(Golden.TensorFile written) {
        ByteBuffer content = files.apply(written.file());
        try {
            DataType type = Arrays.stream(DataType.values())
                    .filter(each -> each.lowerName().equals(written.type()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no element type " + written.type()));
            long[] shape = written.shape().stream().mapToLong(Long::longValue).toArray();
            return TensorFiles.read(written.file(), content, type, shape);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidPackageException(written.file() + ": not what the manifest says: " + e.getMessage(), e);
        }
    }
}
