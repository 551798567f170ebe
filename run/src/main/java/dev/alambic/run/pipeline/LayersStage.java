package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.diff.ModelDiff;
import dev.alambic.quantizer.diff.ValueDifference;
import dev.alambic.report.run.LayerErrors;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.LayerRecords;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.StepWords;
import dev.alambic.run.measure.SampleFeeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Measures how far each layer of the lossy forms lies from the model that they were made from. */
record LayersStage(Teller teller, StepWords words, Function<String, Dataset> test) {

    private static final int SAMPLES = 64;

    boolean isDone() {
        return teller.folder().has(RunFile.LAYERS);
    }

    void run(List<String> models) {
        Map<String, LayerErrors> errors = new LinkedHashMap<>();
        for (String model : models) {
            String from = words.of(model).from();
            if (ModelNames.isLossy(model) && teller.folder().hasModel(from)) {
                teller.step(Stage.LAYERS, "comparing the layers of " + model);
                errors.put(model, errors(model, from));
            }
        }
        teller.folder().writeJson(RunFile.LAYERS, new LayerRecords(errors));
    }

    private LayerErrors errors(String model, String from) {
        OnnxModel before =
                Quantizer.prepare(OnnxModel.read(teller.folder().model(from))).model();
        OnnxModel after = OnnxModel.read(teller.folder().model(model));
        ModelDiff diff = ModelDiff.of(before, after, SampleFeeds.spread(before, test.apply(from), SAMPLES, 1));
        return new LayerErrors(
                from,
                diff.coverage().samples(),
                diff.outputs().stream()
                        .map(output -> layer(output.value(), output))
                        .toList(),
                diff.layers().stream()
                        .filter(layer -> LayerName.isLayer(layer.operator()))
                        .map(layer -> layer(LayerName.of(before.graph(), layer.value()), layer))
                        .toList());
    }

    private static LayerErrors.Layer layer(String name, ValueDifference difference) {
        return new LayerErrors.Layer(name, difference.operator(), Math.pow(10, -difference.sqnrDecibels() / 20));
    }
}
