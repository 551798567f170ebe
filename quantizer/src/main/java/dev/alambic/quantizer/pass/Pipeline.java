package dev.alambic.quantizer.pass;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.onnx.runtime.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs passes in order and holds each to its word.
 *
 * <p>After each pass that changed the model: the laws of the graph are verified, what the pass ensures is checked, and
 * the outputs before and after are compared in ONNX Runtime on seeded random inputs. An exact pass that changes an
 * output by more than {@link #EXACT_TOLERANCE} of its largest value, or makes it NaN, is a bug and is named. Each pass
 * that changed the model is added to the {@linkplain ModelMetadata#HISTORY history} in its metadata.
 */
public final class Pipeline {

    /** What an exact pass may change, as a part of the largest output: some tens of float32 roundings. */
    public static final double EXACT_TOLERANCE = 1e-5;

    private final List<Pass> passes;

    private Pipeline(List<Pass> passes) {
        this.passes = List.copyOf(passes);
    }

    public static Pipeline of(List<? extends Pass> passes) {
        return new Pipeline(List.copyOf(passes));
    }

    /**
     * Returns what the passes make of {@code model}.
     *
     * @throws UnsupportedModelException if a pass cannot run on the model, or if the model gives NaN on random inputs,
     *     so that nothing can be compared
     * @throws dev.alambic.onnx.InvalidModelException if the model breaks the laws of the graph
     * @throws AssertionError if a pass breaks its promise
     */
    public Result run(OnnxModel model) {
        ModelVerifier.verify(model);
        Run run = new Run(model);
        passes.forEach(run::accept);
        return new Result(run.model, run.reports);
    }

    /** The state of one run. */
    private static final class Run {
        private final Probe probe;
        private final List<PassReport> reports = new ArrayList<>();
        private OnnxModel model;
        private Map<String, Tensor> outputs;

        Run(OnnxModel model) {
            this.model = model;
            this.probe = Probe.of(model);
            this.outputs = probe.outputs(model);
            outputs.forEach((name, tensor) -> {
                if (Double.isNaN(Agreement.of(tensor, tensor).relative())) {
                    throw new UnsupportedModelException(
                            "output '" + name + "' is NaN on random inputs, so that no pass can be checked");
                }
            });
        }

        void accept(Pass pass) {
            pass.requires(model);
            Outcome outcome = pass.apply(model);
            OnnxModel made = outcome.model();
            boolean changed = !made.equals(model);
            Map<String, Double> errors = changed ? check(pass, made) : Map.of();
            ModelSize before = ModelSize.of(model);
            if (changed) {
                model = remember(made, pass.name());
            }
            reports.add(new PassReport(pass.name(), changed, before, ModelSize.of(made), errors, outcome.notes()));
        }

        private Map<String, Double> check(Pass pass, OnnxModel made) {
            Map<String, Tensor> actual;
            try {
                ModelVerifier.verify(made);
                pass.ensures(made);
                actual = probe.outputs(made);
            } catch (RuntimeException e) {
                throw new AssertionError("bug: " + pass.name() + " broke the model: " + e.getMessage(), e);
            }
            Map<String, Double> errors = errors(actual);
            errors.forEach((name, error) -> {
                if (Double.isNaN(error) || (pass.promise() == Pass.Promise.EXACT && error > EXACT_TOLERANCE)) {
                    throw new AssertionError(String.format(
                            Locale.ROOT,
                            "bug: %s changed output '%s' (expected at most %.0e of its largest value, was %.3g)",
                            pass.name(),
                            name,
                            EXACT_TOLERANCE,
                            error));
                }
            });
            outputs = actual;
            return errors;
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
    }

    private static OnnxModel remember(OnnxModel model, String step) {
        String history = model.metadata().getOrDefault(ModelMetadata.HISTORY, "");
        return model.withMetadata(ModelMetadata.HISTORY, history.isEmpty() ? step : history + "; " + step);
    }
}
