package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Seeded random inputs on which a model runs, to see shapes and to compare what passes make.
 *
 * <p>A size that the caller of the model chooses is bound to 2; where the model does not run with that (the sides of an
 * image), the sizes after the first axis are bound to larger ones, until it runs.
 */
public final class Probe {
    private static final List<Long> SIZES = List.of(2L, 32L, 224L);
    private static final long SAMPLES = 2;
    private static final long SEED = 20_240_229;

    private final OnnxModel model;
    private final long size;
    private final Map<String, Tensor> inputs;
    private final Map<String, Tensor> outputs;

    private Probe(OnnxModel model, long size, Session session) {
        this.model = model;
        this.size = size;
        this.inputs = made(SAMPLES, SEED);
        this.outputs = session.run(inputs);
    }

    private Map<String, Tensor> made(long samples, long seed) {
        return RandomInputs.of(
                model, FreeExtents.sizes(model.graph(), (axis, decided) -> axis == 0 ? samples : size), seed);
    }

    /**
     * Returns inputs on which {@code model} runs.
     *
     * @throws UnsupportedModelException if it runs on none of those tried
     */
    public static Probe of(OnnxModel model) {
        try (SessionFolder folder = SessionFolder.create()) {
            return of(model, folder);
        }
    }

    /** As {@link #of(OnnxModel)}, loading the model from {@code folder}. */
    public static Probe of(OnnxModel model, SessionFolder folder) {
        model.graph().requiredInputs().forEach(RandomInputs::require);
        List<RuntimeException> failures = new ArrayList<>();
        try (Session session = folder.open(model, SessionOptions.once())) {
            return Attempts.first(SIZES, size -> new Probe(model, size, session), failures::add)
                    .orElseThrow(() -> new UnsupportedModelException(
                            "the model does not run on random inputs, so that no pass can be checked on it",
                            failures.get(0)));
        }
    }

    /** Returns two samples. */
    public Map<String, Tensor> inputs() {
        return inputs;
    }

    /** Returns what the model gave on the {@link #inputs}, by name. */
    public Map<String, Tensor> outputs() {
        return outputs;
    }

    /** Returns {@code count} inputs of the same sizes, made one after the other as they are asked for. */
    public Iterable<Map<String, Tensor>> samples(int count, long seed) {
        return () -> LongStream.range(0, count)
                .mapToObj(i -> made(SAMPLES, seed + i))
                .iterator();
    }

    /** Returns one sample of the same sizes, with values of another seed. */
    public Map<String, Tensor> single(long seed) {
        return made(1, seed);
    }
}
