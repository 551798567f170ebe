package dev.alambic.cli.command;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Quality;
import dev.alambic.bench.Setting;
import dev.alambic.bench.quality.Answers;
import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.cli.run.ModelMetrics;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.data.Dataset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        Map<String, Quality> qualities = new LinkedHashMap<>();
        @Nullable Answers baseline = null;
        for (Candidate candidate : candidates) {
            OnnxModel model = OnnxModel.read(candidate.file());
            Dataset samples =
                    ModelData.read(arguments, candidate.file(), model, "test").samples();
            float[] logits = ModelMetrics.logits(model, candidate.file().toString(), samples, options);
            Answers answers = Answers.ofClasses(logits, samples.size());
            qualities.put(
                    candidate.name(),
                    answers.quality(Arrays.stream(samples.labels()).boxed().toList(), baseline));
            baseline = baseline == null ? answers : baseline;
        }
        return qualities;
    }
}
