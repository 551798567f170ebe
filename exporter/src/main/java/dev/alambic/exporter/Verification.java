package dev.alambic.exporter;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a block in its engine and its export in ONNX Runtime, and compares. */
final class Verification implements AutoCloseable {

    private final Block block;
    private final OnnxModel model;
    private final ExportOptions options;
    private final Divergence divergence;
    private final Session session;

    /** Largest output so far by name: a sample whose logits happen to cancel out says nothing of the rounding. */
    private final Map<String, Double> largest = new HashMap<>();

    Verification(Block block, OnnxModel model, ExportOptions options, Divergence divergence) {
        this.block = block;
        this.model = model;
        this.options = options;
        this.divergence = divergence;
        this.session = Session.open(model, SessionOptions.defaults());
    }

    /**
     * Runs both on {@code inputs}.
     *
     * @throws UnsupportedModelException if an output differs by more than the tolerance, or says nothing because it is
     *     not finite or everywhere the same
     */
    void check(Map<String, Tensor> inputs) {
        List<Tensor> expected = expected(inputs);
        Map<String, Tensor> actual = session.run(inputs);
        List<ValueInfo> outputs = model.graph().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            String name = outputs.get(i).name();
            String where = "output '" + name + "' for inputs " + inputs;
            Tensor result = Objects.requireNonNull(actual.get(name), name);
            requireSameType(where, expected.get(i), result);
            requireMeaningful(where, expected.get(i));
            Agreement agreement = Agreement.of(expected.get(i).reshaped(result.dims()), result);
            double reference = largest.merge(name, agreement.maxReference(), Math::max);
            boolean agrees = agreement.maxAbsoluteDifference() <= options.tolerance() * reference;
            if (!agrees && !isRounding(agreement, name, inputs)) {
                throw disagreement(where, agreement);
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Returns what the block itself computes; its arrays end with the call. */
    private List<Tensor> expected(Map<String, Tensor> inputs) {
        try (NDManager manager = Exporter.managerFor(block)) {
            NDList arrays = new NDList();
            inputs.forEach((name, tensor) -> arrays.add(EngineTensors.arrayOf(manager, tensor)));
            List<Tensor> results = new ArrayList<>();
            block.forward(new BorrowedParameters(manager), arrays, false)
                    .forEach(result -> results.add(EngineTensors.tensorOf(result)));
            return results;
        } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
            throw Exporter.failed(inputs, e);
        }
    }

    /** Axes of length 1 do not count: an engine's {@code squeeze()} drops the batch of one. */
    private static void requireSameType(String where, Tensor expected, Tensor actual) {
        if (expected.dataType() != actual.dataType() || !Arrays.equals(squeezed(expected), squeezed(actual))) {
            throw new UnsupportedModelException(
                    where + ": type and shape of the block (expected " + expected + ", was " + actual + ")");
        }
    }

    private static long[] squeezed(Tensor tensor) {
        return Arrays.stream(tensor.dims()).filter(dim -> dim != 1).toArray();
    }

    private static void requireMeaningful(String where, Tensor expected) {
        if (!expected.dataType().isFloating()) {
            return;
        }
        float[] values = expected.floats();
        boolean varied = values.length == 0 || (values.length == 1 && values[0] != 0);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UnsupportedModelException(
                        where + ": a comparison needs finite outputs of the block (was " + value + ")");
            }
            varied |= value != values[0];
        }
        if (!varied) {
            throw new UnsupportedModelException(where + ": a comparison needs outputs of the block that vary (expected"
                    + " different numbers, was " + values[0] + " everywhere); give the range of the inputs");
        }
    }

    /** See {@link Agreement#isRounding}. */
    private boolean isRounding(Agreement agreement, String output, Map<String, Tensor> inputs) {
        SessionOptions plain = SessionOptions.defaults().withOptimization(OptimizationLevel.NONE);
        try (Session unoptimized = Session.open(model, plain)) {
            Tensor one = Objects.requireNonNull(unoptimized.run(inputs).get(output), output);
            Tensor other = Objects.requireNonNull(session.run(inputs).get(output), output);
            return agreement.isRounding(other, one);
        }
    }

    private UnsupportedModelException disagreement(String where, Agreement agreement) {
        return new UnsupportedModelException(String.format(
                Locale.ROOT,
                "%s: agreement with the block (expected a difference of at most %.1e of the largest output, was %.3e of"
                        + " %.3e); %s",
                where,
                options.tolerance(),
                agreement.maxAbsoluteDifference(),
                agreement.maxReference(),
                divergence.describe()));
    }

    /** Hands a block its parameters without gradients, on arrays that end with {@code manager}. */
    private static final class BorrowedParameters extends ParameterStore {
        private final NDManager manager;

        BorrowedParameters(NDManager manager) {
            super(manager, false);
            this.manager = manager;
        }

        @Override
        public @Nullable NDArray getValue(@Nullable Parameter parameter, Device device, boolean training) {
            if (parameter == null) {
                return null;
            }
            NDArray array = parameter.getArray().stopGradient();
            array.attach(manager);
            return array;
        }
    }
}
