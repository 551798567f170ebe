package dev.alambic.cli.command;

import dev.alambic.data.SampleSource;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.calibrate.CalibrationCache;
import dev.alambic.quantizer.calibrate.CalibrationMethod;
import dev.alambic.quantizer.calibrate.CalibrationProgress;
import dev.alambic.run.measure.SampleFeeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The samples that ranges are learned from, and how. */
record CalibrationFlags(Arguments arguments) {
    private static final int BATCH = 32;
    private static final long SAMPLES = 256;
    private static final int COMPARED = 32;

    static Flags addTo(Flags flags) {
        return addSource(flags)
                .value("samples", "N", "samples to take at most (default: 256)")
                .value("ranges", "HOW", "minmax (default), moving-average, percentile, entropy or mse")
                .value("percentile", "P", "the part that is kept (default: 99.99)")
                .value("cache", "FILE", "keep the ranges, and take them from there again");
    }

    /** Adds the flags that say which samples, but not what becomes of them. */
    static Flags addSource(Flags flags) {
        return StateFlags.addTo(ImageFlags.addTo(ModelData.addTo(flags)))
                .value("calibration", "PATH", "samples without labels: " + SampleSource.kinds());
    }

    /** Returns whether the user names samples, or the model lies in a run that has some. */
    boolean isThere(Path model) {
        return arguments.has("calibration") || ModelData.isKnown(arguments, model);
    }

    /** Reads the samples that the flags name. */
    InputSamples samples(Path file, OnnxModel model) {
        Optional<Path> path = arguments.path("calibration");
        if (path.isPresent()) {
            return new PictureReading(arguments, file, model).open(path.get(), most());
        }
        return samples(model, ModelData.read(arguments, file, model, "train"));
    }

    /** Returns as many of {@code data} as the flags ask for. */
    InputSamples samples(OnnxModel model, ModelData data) {
        int most = most();
        int count = Math.min(most, data.samples().size());
        return new InputSamples(
                SampleFeeds.spread(model, data.samples(), most, BATCH),
                count,
                count + " samples, " + data.part(),
                data.samples().form());
    }

    /** Returns how many samples to learn ranges from at most. */
    int most() {
        return arguments.whole("samples", 1, SAMPLES);
    }

    /** Returns some samples to compare and time models on, one at a time where the data can be taken apart. */
    List<Map<String, Tensor>> compared(Path file, OnnxModel model, InputSamples samples) {
        if (!StatePairs.of(model).isEmpty()) {
            return samples.first(most());
        }
        if (arguments.has("calibration")) {
            return StreamSupport.stream(samples.batches().spliterator(), false)
                    .limit(COMPARED)
                    .toList();
        }
        return SampleFeeds.spread(model, labelled(file, model, "train"), COMPARED, 1);
    }

    /** Reads the labelled data that the flags name. */
    Dataset labelled(Path file, OnnxModel model, String part) {
        return ModelData.read(arguments, file, model, part).samples();
    }

    /** Returns how ranges are learned from {@code samples}. */
    Calibration calibration(InputSamples samples, CalibrationProgress progress) {
        Calibration calibration =
                Calibration.of(samples.batches()).withMethod(method()).withProgress(progress);
        return arguments
                .path("cache")
                .map(file -> calibration.withCache(new CalibrationCache(file, known(samples))))
                .orElse(calibration);
    }

    /** Ranges are those of pictures in one form: learned from the same files in another, they are others. */
    private static String known(InputSamples samples) {
        return samples.form() == null ? samples.source() : samples.source() + ", " + samples.form();
    }

    private CalibrationMethod method() {
        String name = arguments
                .choice("ranges", List.of("minmax", "moving-average", "percentile", "entropy", "mse"))
                .orElse(arguments.has("percentile") ? "percentile" : "minmax");
        return switch (name) {
            case "minmax" -> CalibrationMethod.minMax();
            case "moving-average" -> CalibrationMethod.movingAverage();
            case "percentile" ->
                arguments
                        .number("percentile")
                        .<CalibrationMethod>map(CalibrationMethod.Percentile::new)
                        .orElseGet(CalibrationMethod::percentile);
            case "entropy" -> CalibrationMethod.entropy();
            default -> CalibrationMethod.meanSquaredError();
        };
    }
}
