package dev.alambic.exporter;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a block in its engine and its export in ONNX Runtime, and compares. */
final class Verification implements AutoCloseable {

    private final Block block;
    private final ExportOptions options;
    private final Session session;

    Verification(Block block, OnnxModel model, ExportOptions options) {
        this.block = block;
        this.options = options;
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
        List<ValueInfo> outputs = session.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            String name = outputs.get(i).name();
            compare("output '" + name + "' for inputs " + inputs, expected.get(i), actual.get(name));
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
        }
    }

    private void compare(String where, Tensor expected, @Nullable Tensor actual) {
        if (actual == null
                || !Arrays.equals(squeezed(expected), squeezed(actual))
                || expected.dataType() != actual.dataType()) {
            throw new UnsupportedModelException(
                    where + ": type and shape of the block (expected " + expected + ", was " + actual + ")");
        }
        if (!expected.dataType().isFloating()) {
            requireEqual(where, expected, actual);
            return;
        }
        float[] reference = expected.floats();
        requireMeaningful(where, reference);
        double largest = 0;
        double difference = 0;
        float[] values = actual.floats();
        for (int i = 0; i < reference.length; i++) {
            largest = Math.max(largest, Math.abs(reference[i]));
            difference = Math.max(difference, Math.abs((double) reference[i] - values[i]));
        }
        if (!(difference <= options.tolerance() * largest)) {
            throw new UnsupportedModelException(String.format(
                    Locale.ROOT,
                    "%s: agreement with the block (expected a difference of at most %.1e of the largest output, was %.3e"
                            + " of %.3e)",
                    where,
                    options.tolerance(),
                    difference,
                    largest));
        }
    }

    /** Axes of length 1 do not count: an engine's {@code squeeze()} drops the batch of one. */
    private static long[] squeezed(Tensor tensor) {
        return Arrays.stream(tensor.dims()).filter(dim -> dim != 1).toArray();
    }

    private static void requireEqual(String where, Tensor expected, Tensor actual) {
        if (!Arrays.equals(expected.longs(), actual.longs())) {
            throw new UnsupportedModelException(
                    where + ": agreement with the block (expected equal integers, was others)");
        }
    }

    private static void requireMeaningful(String where, float[] values) {
        boolean varied = values.length < 2;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new UnsupportedModelException(
                        where + ": a comparison needs finite outputs of the block (was " + value + ")");
            }
            varied |= value != values[0];
        }
        if (!varied || (values.length == 1 && values[0] == 0)) {
            throw new UnsupportedModelException(where + ": a comparison needs outputs of the block that vary (expected"
                    + " different numbers, was " + values[0] + " everywhere); give the range of the inputs");
        }
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
