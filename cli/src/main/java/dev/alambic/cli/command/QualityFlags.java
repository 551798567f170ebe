package dev.alambic.cli.command;

import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.measure.ModelMetrics;
import java.util.List;
import java.util.Map;

/** How good the answers of the models are, measured beside their speed. */
final class QualityFlags {

    private QualityFlags() {}

    /**
     * Returns the quality of each model: by labels if data is given, else by the answers of the first model to what the
     * models are fed.
     */
    static Map<String, Quality> measure(
            Arguments arguments, List<Candidate> candidates, BenchInputs inputs, Setting setting) {
        SessionOptions options = SessionOptions.defaults().withProvider(setting.provider());
        if (arguments.has("data")) {
            return labelled(arguments, candidates, options);
        }
        return candidates.size() < 2 ? Map.of() : OutputTrial.measure(candidates, inputs::samples, List.of(), options);
    }

    private static Map<String, Quality> labelled(
            Arguments arguments, List<Candidate> candidates, SessionOptions options) {
        return ModelMetrics.qualities(
                candidates,
                candidate -> ModelData.read(arguments, candidate.file(), OnnxModel.read(candidate.file()), "test")
                        .samples(),
                options);
    }
}
