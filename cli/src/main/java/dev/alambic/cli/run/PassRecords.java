package dev.alambic.cli.run;

import dev.alambic.quantizer.pass.PassReport;
import dev.alambic.quantizer.pass.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the passes that made the smaller forms reported, as {@code passes.json} holds it.
 *
 * @param models the passes that changed something, by the name of the model
 */
record PassRecords(Map<String, List<PassRecord>> models) {

    /**
     * One pass.
     *
     * @param relativeError the largest on random inputs, see {@link PassReport#worstError()}
     */
    record PassRecord(String pass, double relativeError, List<String> notes) {

        /** Returns what a reader may want to know of it; nothing if it did its duty without a word. */
        List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            if (relativeError > 0) {
                sentences.add(String.format(
                        Locale.ROOT, "%s moved outputs by up to %.2g of their largest value", pass, relativeError));
            }
            notes.forEach(note -> sentences.add(pass + ": " + note));
            return sentences;
        }
    }

    static PassRecords none() {
        return new PassRecords(Map.of());
    }

    PassRecords with(String model, Result made) {
        Map<String, List<PassRecord>> more = new LinkedHashMap<>(models);
        more.put(
                model,
                made.reports().stream()
                        .filter(report -> report.changed() || !report.notes().isEmpty())
                        .map(report -> new PassRecord(report.pass(), report.worstError(), report.notes()))
                        .toList());
        return new PassRecords(more);
    }

    /** Returns what there is to say of a model. */
    List<String> sentences(String model) {
        return models.getOrDefault(model, List.of()).stream()
                .flatMap(pass -> pass.sentences().stream())
                .distinct()
                .toList();
    }
}
