package dev.alambic.quantizer.pass;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.canonical.Canonical;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes in order and holds each to its word.
 *
 * <p>After each pass that changed the model: the laws of the graph are verified, what the pass ensures is checked, and
 * the outputs before and after are compared in ONNX Runtime on seeded random inputs, those of exact passes that follow
 * each other in one comparison. An exact pass that changes an output by more than {@link #EXACT_TOLERANCE} of its
 * largest value, or makes it NaN, is a bug and is named; unless it is the rounding of a deep network, at most
 * {@link #MOST_ROUNDING} and twice what the runtime's own optimizations of the first model move the output by. Each
 * pass that changed the model is added to the {@linkplain ModelMetadata#HISTORY history} in its metadata.
 */
public final class Pipeline {

    /** What an exact pass may change, as a part of the largest output: some tens of float32 roundings. */
    public static final double EXACT_TOLERANCE = 1e-5;

    /** What rounding may change at most where the runtime's own optimizations change as much. */
    public static final double MOST_ROUNDING = 1e-3;

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
     * @throws dev.alambic.onnx.graph.InvalidModelException if the model breaks the laws of the graph
     * @throws AssertionError if a pass breaks its promise
     */
    public Result run(OnnxModel model) {
        ModelVerifier.verify(model);
        if (model.about().isTrusted()) {
            return run(model, null);
        }
        try (Trail trail = new Trail(model)) {
            return run(model, trail);
        }
    }

    private Result run(OnnxModel model, @Nullable Trail trail) {
        Run run = new Run(model, trail);
        passes.forEach(run::accept);
        run.settle();
        List<String> notes = new ArrayList<>(model.about().notes());
        if (trail == null) {
            notes.add("unchecked: nothing of this was run");
        }
        return new Result(
                run.model, run.reports, notes, trail == null ? Double.POSITIVE_INFINITY : trail.sqnrDecibels());
    }

    /** The state of one run. */
    private static final class Run {
        private final @Nullable Trail trail;
        private final List<PassReport> reports = new ArrayList<>();
        private OnnxModel model;
        private int lastExact = -1;

        Run(OnnxModel model, @Nullable Trail trail) {
            this.model = model;
            this.trail = trail;
        }

        void accept(Pass pass) {
            if (pass instanceof Repeated repeated) {
                int first = reports.size();
                repeated.passes().forEach(this::accept);
                for (int round = 1; round < Repeated.MOST_ROUNDS && changedAgain(repeated, first); round++) {
                    // another round
                }
            } else {
                PassReport report = step(pass, reports.size());
                reports.add(report);
            }
        }

        /** Runs each pass once more and adds what it did to its report; returns whether one changed the model. */
        private boolean changedAgain(Repeated repeated, int first) {
            boolean changed = false;
            for (int i = 0; i < repeated.passes().size(); i++) {
                PassReport more = step(repeated.passes().get(i), first + i);
                if (more.changed()) {
                    reports.set(first + i, reports.get(first + i).followedBy(more));
                    changed = true;
                }
            }
            return changed;
        }

        /** Runs {@code pass}, whose report is to stand at {@code place}. */
        private PassReport step(Pass pass, int place) {
            pass.requires(model);
            boolean exact = pass.promise() == Pass.Promise.EXACT;
            if (!exact) {
                settle();
            }
            Outcome outcome = pass.apply(model);
            OnnxModel made = carried(outcome.model());
            boolean changed = !made.equals(model);
            Map<String, Double> errors = Map.of();
            ModelSize before = ModelSize.of(model);
            if (changed) {
                checkStructure(pass, made);
                model = remember(made, pass.name());
                if (trail != null && exact) {
                    trail.exact(pass, made);
                    lastExact = place;
                } else if (trail != null) {
                    errors = trail.lossy(pass, made);
                }
            }
            return new PassReport(pass.name(), changed, before, ModelSize.of(made), errors, outcome.notes());
        }

        /** Checks the exact passes since the last check; what they moved stands with the last of them. */
        void settle() {
            Map<String, Double> errors = trail == null ? Map.of() : trail.settle();
            if (!errors.isEmpty()) {
                reports.set(lastExact, reports.get(lastExact).withRelativeError(errors));
            }
        }

        private static void checkStructure(Pass pass, OnnxModel made) {
            try {
                ModelVerifier.verify(made);
                pass.ensures(made);
            } catch (UnsupportedModelException | UncheckedIOException e) {
                throw e; // what the pass cannot help
            } catch (RuntimeException e) {
                throw new AssertionError("bug: " + pass.name() + " broke the model: " + e.getMessage(), e);
            }
        }
    }

    /** Returns {@code model} in a format that can carry its initializers. */
    private static OnnxModel carried(OnnxModel model) {
        long format = Canonical.format(model.content());
        return format == model.irVersion() ? model : model.withIrVersion(format);
    }

    private static OnnxModel remember(OnnxModel model, String step) {
        String history = model.metadata().getOrDefault(ModelMetadata.HISTORY, "");
        return model.withMetadata(ModelMetadata.HISTORY, history.isEmpty() ? step : history + "; " + step);
    }
}
