package dev.alambic.run.folder;

import dev.alambic.quantizer.pass.PassReport;
import dev.alambic.quantizer.pass.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the passes that made the smaller forms reported, as {@code passes.json} holds it.
 *
 * @param models the passes that changed something, by the name of the model
 */
public record PassRecords(Map<String, List<PassRecord>> models) {

    /**
     * One pass.
     *
     * @param relativeError of its outputs on random inputs, the largest; see {@link PassReport#worstError()}
     */
    record PassRecord(String pass, double relativeError, List<String> notes) {

        /** Returns what it had to say. */
        public Stream<String> sentences() {
            return notes.stream().map(note -> pass + ": " + note);
        }
    }

    public static PassRecords none() {
        return new PassRecords(Map.of());
    }

    public PassRecords with(String model, Result made) {
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
    public List<String> sentences(String model) {
        return models.getOrDefault(model, List.of()).stream()
                .flatMap(PassRecord::sentences)
                .distinct()
                .toList();
    }
}
