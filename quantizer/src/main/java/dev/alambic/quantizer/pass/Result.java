package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import java.util.List;

/**
 * A model and how it was made.
 *
 * @param reports one for each pass, in the order they ran
 */
public record Result(OnnxModel model, List<PassReport> reports) {

    public Result {
        reports = List.copyOf(reports);
    }

    /** Returns the notes of all passes, each once, in the order they came up. */
    public List<String> notes() {
        return reports.stream()
                .flatMap(report -> report.notes().stream())
                .distinct()
                .toList();
    }
}
