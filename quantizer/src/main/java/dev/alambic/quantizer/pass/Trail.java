package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.Overrides;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.RowOrder;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionFolder;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outputs along a run of passes, compared on the same inputs. Where inputs have a default, exact passes are
 * compared on other values of those as well, since a pass might have taken the default for a constant.
 *
 * <p>Exact passes that follow each other are compared as one step, since loading a model is what takes the time; only
 * if that step fails are they gone through one by one for the one to blame.
 */
final class Trail implements AutoCloseable {

    /** What a pass made. */
    private record Step(Pass pass, OnnxModel model) {
        boolean isExact() {
            return pass.promise() == Pass.Promise.EXACT;
        }
    }

    /** Share of the outputs that must be numbers, so that comparing them says something. */
    private static final double LEAST_NUMBERS = 1e-3;

    private final SessionFolder folder = SessionFolder.create();
    private final OnnxModel first;
    private final Probe probe;
    private final RowOrder order;
    private final List<Step> unchecked = new ArrayList<>();
    private final Map<String, Tensor> overrides;
    private OnnxModel last;
    private Map<String, Tensor> outputs;

    /** @throws UnsupportedModelException if {@code model} does not run on random inputs or gives NaN */
    Trail(OnnxModel model) {
        this.first = model;
        this.last = model;
        this.order = RowOrder.of(model.graph());
        try {
            this.probe = Probe.of(model, folder);
            this.outputs = probe.outputs();
            if (probe.numbers() < LEAST_NUMBERS) {
                String on = model.about().samples().isEmpty()
                        ? "inputs that were made; give samples of yours"
                        : "samples that were given";
                throw new UnsupportedModelException("nothing can be checked: the outputs are NaN on the " + on);
            }
            this.overrides = Overrides.of(model, probe.inputs(), folder);
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
        Step end = steps.get(steps.size() - 1);
        if (steps.size() > 1) {
            try {
                return check(end);
            } catch (AssertionError e) {
                steps.forEach(this::check);
                throw e;
            }
        }
        return check(end);
    }

    /** Returns how much {@code pass}, which is not exact, moved each output. */
    Map<String, Double> lossy(Pass pass, OnnxModel made) {
        return check(new Step(pass, made));
    }

    private Map<String, Double> check(Step step) {
        Map<String, Tensor> actual = order.aligned(outputs, outputs(step, step.model, probe.inputs()));
        Map<String, Agreement> errors = errors(outputs, actual);
        require(step, errors, "");
        if (step.isExact() && !overrides.isEmpty()) {
            checkOverridden(step);
        }
        outputs = actual;
        last = step.model;
        Map<String, Double> relative = new LinkedHashMap<>();
        errors.forEach((name, error) -> relative.put(name, error.relative()));
        return relative;
    }

    /**
     * Returns how close the last outputs are to the first: the SQNR of the worst output of floats, dB; of a model with
     * state over calls that follow each other as well, each model with the state that it gave itself.
     */
    double sqnrDecibels() {
        return Math.min(single(), Replay.sqnrDecibels(first, last, probe, folder));
    }

    private double single() {
        return probe.outputs().entrySet().stream()
                .filter(output -> output.getValue().dataType().isFloating())
                .filter(output -> Double.isFinite(
                        error(output.getValue(), outputs.get(output.getKey())).relative()))
                .mapToDouble(output ->
                        Agreement.sqnrDecibels(output.getValue(), Objects.requireNonNull(outputs.get(output.getKey()))))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private void checkOverridden(Step step) {
        Map<String, Tensor> feeds = new LinkedHashMap<>(probe.inputs());
        feeds.putAll(overrides);
        OnnxModel before = Overrides.freed(last, overrides.keySet());
        // a lossy pass may have given these inputs another form
        Optional<Map<String, Tensor>> expected = Attempts.first(List.of(before), model -> run(model, feeds));
        expected.ifPresent(known -> {
            OnnxModel after = Overrides.freed(step.model, overrides.keySet());
            require(
                    step,
                    errors(known, order.aligned(known, outputs(step, after, feeds))),
                    " with other values for " + overrides.keySet());
        });
    }

    private void require(Step step, Map<String, Agreement> errors, String when) {
        double tolerance = Tolerance.of(first);
        errors.forEach((name, agreement) -> {
            double error = agreement.relative();
            boolean moved = step.isExact() && error > tolerance && !isRounding(name, agreement);
            if (Double.isNaN(error) || moved) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "bug: %s changed output '%s'%s (expected at most %.0e of its largest value, was %.3g)",
                        step.pass.name(),
                        name,
                        when,
                        tolerance,
                        error));
            }
        });
    }

    /**
     * Returns what {@code model}, which {@code step} made, gives.
     *
     * @throws UnsupportedModelException if the runtime cannot run what the pass made, legal as it is
     * @throws AssertionError if the pass broke the model: the one that was given still runs
     */
    private Map<String, Tensor> outputs(Step step, OnnxModel model, Map<String, Tensor> feeds) {
        try {
            return run(model, feeds);
        } catch (UncheckedIOException | EndlessRunException e) {
            throw e; // the disk or the time, not the pass
        } catch (UnsupportedModelException e) {
            throw new UnsupportedModelException(
                    "the model that " + step.pass.name() + " makes does not run here: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            run(first, probe.inputs());
            throw new AssertionError("bug: " + step.pass.name() + " broke the model: " + e.getMessage(), e);
        }
    }

    /** Runs a model with all rewritings of the runtime, as its users will. */
    private Map<String, Tensor> run(OnnxModel model, Map<String, Tensor> feeds) {
        try (Session session = folder.open(model, SessionOptions.once())) {
            return session.run(feeds, outputs.keySet());
        }
    }

    /** Returns what the first model gives, of the nodes as they are written. */
    private Map<String, Tensor> plainOutputs() {
        SessionOptions plain = SessionOptions.once().withOptimization(OptimizationLevel.NONE);
        try (Session session = folder.open(first, plain)) {
            return session.run(probe.inputs(), outputs.keySet());
        }
    }

    /** See {@link Agreement#isRounding}. */
    private boolean isRounding(String output, Agreement agreement) {
        if (!(agreement.relative() <= Pipeline.MOST_ROUNDING)) {
            return false;
        }
        Tensor optimized = Objects.requireNonNull(run(first, probe.inputs()).get(output), output);
        Tensor plain = Objects.requireNonNull(plainOutputs().get(output), output);
        return agreement.isRounding(optimized, plain);
    }

    private static Map<String, Agreement> errors(Map<String, Tensor> reference, Map<String, Tensor> actual) {
        Map<String, Agreement> errors = new LinkedHashMap<>();
        reference.forEach((name, expected) -> errors.put(name, error(expected, actual.get(name))));
        return errors;
    }

    private static Agreement error(Tensor expected, @Nullable Tensor actual) {
        if (actual == null
                || actual.dataType() != expected.dataType()
                || !Arrays.equals(actual.dims(), expected.dims())) {
            return new Agreement(Double.POSITIVE_INFINITY, 1);
        }
        return Agreement.of(expected, actual);
    }

    @Override
    public void close() {
        folder.close();
    }
}
