package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model and how it was made.
 *
 * @param reports one for each pass, in the order they ran
 * @param general what the user should know besides the notes of passes: how the model was read and checked
 * @param sqnrDecibels how close the outputs are to those of the model before, on the inputs that it was checked on: the
 *     signal to noise ratio of the worst output of floats, dB; infinite if nothing differs or nothing was checked
 */
public record Result(OnnxModel model, List<PassReport> reports, List<String> general, double sqnrDecibels) {

    public Result {
        reports = List.copyOf(reports);
        general = List.copyOf(general);
    }

    /** Returns why there was nothing to do, where a pass said so and none changed the model. */
    public Optional<String> idle() {
        return reports.stream().anyMatch(PassReport::changed)
                ? Optional.empty()
                : notes().stream().filter(Outcome::isIdle).findFirst();
    }

    /** Returns the notes of reading and of all passes, each once, in the order they came up. */
    public List<String> notes() {
        return Stream.concat(general.stream(), reports.stream().flatMap(report -> report.notes().stream()))
                .distinct()
                .toList();
    }
}
