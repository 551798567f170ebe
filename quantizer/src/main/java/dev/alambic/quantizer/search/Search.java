package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds the fastest form of a model that meets a bound, and never one slower than float32.
 *
 * <pre>{@code
 * Candidates candidates = Int8Candidates.of(model, calibration, Int8Options.defaults(), sample);
 * Measures measures = Measures.of(OutputSqnr.of(candidates.floating(), samples), latencies);
 * SearchResult result = Search.run(candidates, Map.of(), measures, SearchOptions.of(Bound.minSqnr(25)));
 * }</pre>
 *
 * <p>The float model, all integers, and the other forms are judged and timed first. If all integers are not good
 * enough, {@link MixedSearch} finds the units that must stay float, unless nothing made of integers is faster than
 * float. With these, or with all integers, {@link SpeedVariants} are timed, and judged as long as they may be faster
 * than what is good enough. Everything that meets the bound and is faster than float then competes by the measured
 * time; of equally fast forms the smallest is taken. The same measurements give the same result.
 */
public final class Search {
    private static final double CLEARLY_SMALLER = 0.75;

    private final Candidates candidates;
    private final Journal journal;
    private List<Sensitivity> sensitivities = List.of();

    private Search(Candidates candidates, Journal journal) {
        this.candidates = candidates;
        this.journal = journal;
    }

    /** Searches silently; see {@link #run(Candidates, Map, Measures, SearchOptions, Consumer)}. */
    public static SearchResult run(
            Candidates candidates, Map<String, Supplier<OnnxModel>> forms, Measures measures, SearchOptions options) {
        return run(candidates, forms, measures, options, row -> {});
    }

    /**
     * Searches.
     *
     * @param forms other forms to compare with, by name: {@code dynamic}, {@code fp16 storage}, ...
     * @param listener hears of each model once its quality is known, and again once its time is
     */
    public static SearchResult run(
            Candidates candidates,
            Map<String, Supplier<OnnxModel>> forms,
            Measures measures,
            SearchOptions options,
            Consumer<Try> listener) {
        Search search = new Search(candidates, new Journal(candidates, measures, options, listener));
        search.start(forms);
        search.mix();
        return search.result();
    }

    private void start(Map<String, Supplier<OnnxModel>> forms) {
        journal.judge(journal.note(new Trial.Form("float", List.of(), candidates::floating)));
        if (!journal.units().isEmpty()) {
            journal.judge(List.of());
        }
        List<Trial> others = forms.entrySet().stream()
                .map(form -> journal.note(new Trial.Form(form.getKey(), List.of(), form.getValue())))
                .toList();
        journal.time(List.copyOf(journal.trials()));
        others.stream()
                .filter(form -> form.speedUp() >= 1 - journal.options().noise())
                .forEach(journal::judge);
    }

    private void mix() {
        if (journal.units().isEmpty()) {
            return;
        }
        Trial all = journal.judge(List.of());
        if (all.row().meetsBound()) {
            tryVariants(Set.of());
        } else if (isFaster(all) || tryVariants(Set.of())) {
            MixedSearch mixed = new MixedSearch(journal);
            Set<String> needed = mixed.run();
            sensitivities = mixed.sensitivities();
            if (!needed.isEmpty()) {
                journal.time(List.of(journal.judge(needed)));
                tryVariants(needed);
            }
        }
    }

    /**
     * Times the variants in which {@code needed} is float, and judges those that may be the result, the fastest first.
     *
     * @return whether any of them is faster than float
     */
    private boolean tryVariants(Set<String> needed) {
        List<Trial> variants =
                SpeedVariants.of(candidates, needed).stream().map(journal::note).toList();
        journal.time(variants);
        variants.stream()
                .filter(this::isFaster)
                .sorted(Comparator.comparingDouble(Trial::speedUp).reversed())
                .takeWhile(variant -> !journal.isFull()
                        && variant.speedUp() * (1 + journal.options().noise()) >= bestSpeedUp())
                .forEach(journal::judge);
        return variants.stream().anyMatch(this::isFaster);
    }

    private double bestSpeedUp() {
        return journal.trials().stream()
                .filter(trial -> trial.row().meetsBound())
                .mapToDouble(Trial::speedUp)
                .max()
                .orElse(0);
    }

    private boolean isFaster(Trial trial) {
        return trial.speedUp() >= 1 + journal.options().noise();
    }

    private SearchResult result() {
        Trial floating = journal.trials().get(0);
        List<Trial> eligible = journal.trials().stream()
                .filter(trial -> trial.row().meetsBound() && trial.isTimed() && isFaster(trial))
                .toList();
        double best =
                eligible.stream().mapToDouble(trial -> trial.speedUp()).max().orElse(1);
        Trial chosen = eligible.stream()
                .filter(trial -> trial.speedUp() * (1 + journal.options().noise()) >= best)
                .min(Comparator.comparingLong(trial -> trial.row().bytes()))
                .orElse(floating);
        List<Try> rows = journal.trials().stream().map(Trial::row).toList();
        return new SearchResult(
                finished(chosen),
                chosen.row(),
                rows,
                sensitivities,
                journal.options().bound(),
                conclusion(floating, chosen));
    }

    private OnnxModel finished(Trial chosen) {
        return chosen.isInt8() ? candidates.finished(Set.copyOf(chosen.row().floatUnits())) : chosen.model();
    }

    private String conclusion(Trial floating, Trial chosen) {
        Bound bound = journal.options().bound();
        if (chosen == floating) {
            return integers(bound) + "the model stays float" + sameSpeed(floating);
        }
        if (!chosen.isInt8()) {
            String fastest = chosen.row().form() + speed(chosen);
            return isIntegerWithin() ? fastest + ", with " + bound : integers(bound) + "the fastest is " + fastest;
        }
        String mixture = chosen.row().floatUnits().isEmpty()
                ? "all integers"
                : "integers but for " + chosen.row().floatUnits().size() + " of "
                        + journal.units().size() + " units";
        return mixture + speed(chosen) + ", with " + bound;
    }

    /** Names the form that is as fast as float and clearly smaller, if there is one. */
    private String sameSpeed(Trial floating) {
        return journal.trials().stream()
                .filter(trial -> trial.row().meetsBound() && trial.isTimed())
                .filter(trial -> trial.speedUp() >= 1 - journal.options().noise())
                .filter(trial ->
                        trial.row().bytes() <= CLEARLY_SMALLER * floating.row().bytes())
                .min(Comparator.comparingLong(trial -> trial.row().bytes()))
                .map(trial -> String.format(
                        Locale.ROOT,
                        "; %s is as fast, in %.0f %% of the bytes",
                        trial.row().form(),
                        100.0 * trial.row().bytes() / floating.row().bytes()))
                .orElse("");
    }

    private boolean isIntegerWithin() {
        return journal.trials().stream()
                .anyMatch(trial ->
                        trial.isInt8() && trial.isTimed() && trial.row().meetsBound() && isFaster(trial));
    }

    /** Says why integers are not the answer. */
    private String integers(Bound bound) {
        List<Trial> integers = journal.trials().stream()
                .filter(trial -> trial.isInt8() && trial.isTimed())
                .toList();
        if (integers.isEmpty()) {
            return "nothing in this model can run on integers: ";
        }
        double fastest =
                integers.stream().mapToDouble(trial -> trial.speedUp()).max().orElse(0);
        if (fastest < 1 + journal.options().noise()) {
            return String.format(
                    Locale.ROOT, "integers are not faster on this machine (%.2f x float at best): ", fastest);
        }
        return "integers do not keep to the bound of " + bound + ": ";
    }

    private static String speed(Trial trial) {
        return String.format(Locale.ROOT, " at %.2f x the speed of float", trial.speedUp());
    }
}
