package dev.alambic.cli.command;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.state.StatePairs;
import java.nio.file.Path;
import java.util.List;

/**
 * What a search learns ranges from, and what it judges accuracy by. They are never the same samples: those would
 * flatter integers.
 *
 * @param judged labelled
 * @param said both, in words
 */
record SearchData(InputSamples learned, Dataset judged, String said) {

    /** Reads both as the flags say; one source without parts is parted by its seed. */
    static SearchData read(CalibrationFlags flags, Path file, OnnxModel model) {
        Arguments arguments = flags.arguments();
        ModelData judged = ModelData.read(arguments, file, model, "validation");
        if (arguments.has("calibration")) {
            return of(flags.samples(file, model), judged);
        }
        ModelData learned = ModelData.read(arguments, file, model, "train");
        if (learned.part().equals(judged.part())) {
            long seed = arguments.whole("seed", 0).orElse(1L);
            List<ModelData> parts =
                    StatePairs.of(model).isEmpty() ? judged.parted(flags.most(), seed) : judged.parted(flags.most());
            learned = parts.get(0);
            judged = parts.get(1);
        }
        return of(flags.samples(model, learned), judged);
    }

    private static SearchData of(InputSamples learned, ModelData judged) {
        Dataset samples = judged.samples();
        return new SearchData(
                learned,
                samples,
                "ranges are learned from " + learned.source()
                        + ", " + Task.of(samples).measure().title() + " is judged on "
                        + Numbers.grouped(samples.size()) + " others, " + judged.part());
    }
}
