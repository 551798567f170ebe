package dev.alambic.quantizer.search;

import dev.alambic.quantizer.int8.Int8Unit;
import dev.alambic.quantizer.pass.ModelSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Judges models, each once, and remembers what it found. */
final class Journal {
    private final Candidates candidates;
    private final List<String> units;
    private final Measures measures;
    private final SearchOptions options;
    private final Consumer<Try> listener;
    private final List<Trial> trials = new ArrayList<>();
    private final Map<List<String>, Trial> byFloatUnits = new LinkedHashMap<>();

    Journal(Candidates candidates, Measures measures, SearchOptions options, Consumer<Try> listener) {
        this.candidates = candidates;
        this.units = candidates.units().stream().map(Int8Unit::name).toList();
        this.measures = measures;
        this.options = options;
        this.listener = listener;
    }

    List<String> units() {
        return units;
    }

    SearchOptions options() {
        return options;
    }

    /** Returns whether no further model may be judged. */
    boolean isFull() {
        return judged() >= options.maxTries();
    }

    /** Returns whether only tries are left that the search for speed needs. */
    boolean isHalfFull() {
        return judged() >= options.maxTries() / 2;
    }

    private long judged() {
        return trials.stream().filter(Trial::isJudged).count();
    }

    List<Trial> trials() {
        return trials;
    }

    /** Takes note of a model that is no mixture of units; the first one is the float model. */
    Trial note(Trial.Form form) {
        Trial trial = new Trial(form, ModelSize.of(form.model().get()).bytes());
        trials.add(trial);
        return trial;
    }

    /** Takes note of the model in which these units stay float, or returns what is known of it. */
    Trial note(Collection<String> floatUnits) {
        List<String> ordered = ordered(floatUnits);
        Trial known = byFloatUnits.get(ordered);
        if (known == null) {
            known = note(new Trial.Form(Trial.INT8, ordered, () -> candidates.quantized(Set.copyOf(ordered))));
            byFloatUnits.put(ordered, known);
        }
        return known;
    }

    /** Measures the quality of a model, once. */
    Trial judge(Trial trial) {
        if (!trial.isJudged()) {
            double quality = measures.quality().applyAsDouble(trial.model());
            double floating =
                    trial == trials.get(0) ? quality : trials.get(0).row().quality();
            trial.judged(quality, options.bound().isMet(floating, quality));
            listener.accept(trial.row());
        }
        return trial;
    }

    /** Judges the model in which these units stay float. */
    Trial judge(Collection<String> floatUnits) {
        return judge(note(floatUnits));
    }

    private List<String> ordered(Collection<String> floatUnits) {
        return units.stream().filter(floatUnits::contains).toList();
    }

    double closeness(Collection<String> floatUnits) {
        return measures.closeness().applyAsDouble(candidates.quantized(Set.copyOf(ordered(floatUnits))));
    }

    /** Times what is not timed yet, side by side with the float model. */
    void time(Collection<Trial> wanted) {
        Trial floating = trials.get(0);
        List<Trial> timed = Stream.concat(Stream.of(floating), wanted.stream())
                .distinct()
                .filter(trial -> trial == floating || !trial.isTimed())
                .toList();
        if (timed.size() == 1 && floating.isTimed()) {
            return;
        }
        List<Double> micros = measures.latencies()
                .medianMicros(timed.stream().map(trial -> trial.model()).toList());
        // the machine may be busier than the last time: what counts is the speed-up
        double baseline =
                floating.isTimed() ? floating.row().time().orElseThrow().micros() : micros.get(0);
        for (int i = 0; i < timed.size(); i++) {
            double speedUp = micros.get(0) / micros.get(i);
            timed.get(i).timed(baseline / speedUp, speedUp);
            listener.accept(timed.get(i).row());
        }
    }
}
