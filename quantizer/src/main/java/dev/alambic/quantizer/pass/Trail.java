package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.SessionFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The outputs along a run of passes, compared on the same random inputs.
 *
 * <p>Exact passes that follow each other are compared as one step, since loading a model is what takes the time; only
 * if that step fails are they gone through one by one for the one to blame.
 */
final class Trail implements AutoCloseable {

    /** What a pass made. */
    private record Step(Pass pass, OnnxModel model) {}

    /** How much of what the runtime's own optimizations move an exact pass may move as well. */
    private static final double OWN_ROUNDINGS = 2;

    private final SessionFolder folder = SessionFolder.create();
    private final OnnxModel first;
    private final Probe probe;
    private final List<Step> unchecked = new ArrayList<>();
    private Map<String, Tensor> outputs;

    /** @throws UnsupportedModelException if {@code model} does not run on random inputs or gives NaN */
    Trail(OnnxModel model) {
        this.first = model;
        try {
            this.probe = Probe.of(model, folder);
            this.outputs = probe.outputs();
            outputs.forEach((name, tensor) -> {
                if (Double.isNaN(Agreement.of(tensor, tensor).relative())) {
                    throw new UnsupportedModelException(
                            "output '" + name + "' is NaN on random inputs, so that no pass can be checked");
                }
            });
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** Takes note of what an exact pass made; {@link #settle} checks it. */
    void exact(Pass pass, OnnxModel made) {
        unchecked.add(new Step(pass, made));
    }

    /** Returns how much the exact passes since the last check moved each output; empty if there were none. */
    Map<String, Double> settle() {
        if (unchecked.isEmpty()) {
            return Map.of();
        }
        List<Step> steps = List.copyOf(unchecked);
        unchecked.clear();
        Map<String, Tensor> start = outputs;
        Step last = steps.get(steps.size() - 1);
        if (steps.size() > 1) {
            try {
                return check(last);
            } catch (AssertionError e) {
                outputs = start;
                steps.forEach(this::check);
                throw e;
            }
        }
        return check(last);
    }

    /** Returns how much {@code pass}, which is not exact, moved each output. */
    Map<String, Double> lossy(Pass pass, OnnxModel made) {
        return check(new Step(pass, made));
    }

    private Map<String, Double> check(Step step) {
        Map<String, Tensor> actual;
        try {
            actual = probe.outputs(step.model, folder);
        } catch (RuntimeException e) {
            throw new AssertionError("bug: " + step.pass.name() + " broke the model: " + e.getMessage(), e);
        }
        Map<String, Double> errors = errors(actual);
        boolean exact = step.pass.promise() == Pass.Promise.EXACT;
        errors.forEach((name, error) -> {
            boolean moved = exact && error > Pipeline.EXACT_TOLERANCE && !isRounding(name, error);
            if (Double.isNaN(error) || moved) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "bug: %s changed output '%s' (expected at most %.0e of its largest value, was %.3g)",
                        step.pass.name(),
                        name,
                        Pipeline.EXACT_TOLERANCE,
                        error));
            }
        });
        outputs = actual;
        return errors;
    }

    /**
     * Returns whether {@code error} is the rounding of a deep network: the order of additions that the runtime's
     * optimizations change in the first model moves the output about as much.
     */
    private boolean isRounding(String output, double error) {
        if (error > Pipeline.MOST_ROUNDING) {
            return false;
        }
        Tensor optimized = Objects.requireNonNull(probe.outputs().get(output), output);
        Tensor plain = Objects.requireNonNull(probe.plainOutputs(first, folder).get(output), output);
        return error <= OWN_ROUNDINGS * Agreement.of(optimized, plain).relative();
    }

    private Map<String, Double> errors(Map<String, Tensor> actual) {
        Map<String, Double> errors = new LinkedHashMap<>();
        outputs.forEach((name, expected) -> {
            Tensor value = actual.get(name);
            errors.put(
                    name,
                    value != null && Arrays.equals(value.dims(), expected.dims())
                            ? Agreement.of(expected, value).relative()
                            : Double.NaN);
        });
        return errors;
    }

    @Override
    public void close() {
        folder.close();
    }
}
