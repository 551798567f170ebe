package dev.alambic.cli.run;

import dev.alambic.cli.recipe.VariantsSpec;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Fp16;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.trainer.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes the smaller forms of the student, each from the stripped student where there is one. */
final class VariantsStage {

    private static final int CALIBRATION_BATCH = 32;

    private final RunFolder folder;
    private final VariantsSpec spec;
    private final Dataset train;
    private final Console console;
    private final List<String> made = new ArrayList<>();

    VariantsStage(RunFolder folder, VariantsSpec spec, Dataset train, Console console) {
        this.folder = folder;
        this.spec = spec;
        this.train = train;
        this.console = console;
    }

    /** Returns the names of all forms, those that were there already included. */
    List<String> run() {
        if (spec.strip()) {
            make(Models.STRIPPED, Models.STUDENT, Quantizer::strip);
        }
        String base = spec.strip() ? Models.STRIPPED : Models.STUDENT;
        switch (spec.fp16()) {
            case STORAGE -> make(Models.FP16, base, model -> Quantizer.fp16(model, Fp16.STORAGE));
            case COMPUTE -> make(Models.FP16, base, model -> Quantizer.fp16(model, Fp16.COMPUTE));
            case NONE -> {}
        }
        switch (spec.int8()) {
            case DYNAMIC -> make(Models.INT8, base, Quantizer::int8Dynamic);
            case STATIC -> make(Models.INT8, base, model -> Quantizer.int8Static(model, calibration(model)));
            case NONE -> {}
        }
        return List.copyOf(made);
    }

    private void make(String name, String base, Function<OnnxModel, Result> change) {
        if (!folder.hasModel(name)) {
            console.progress("making " + name);
            change.apply(OnnxModel.read(folder.model(base))).model().write(folder.model(name));
        }
        made.add(name);
    }

    private Calibration calibration(OnnxModel model) {
        return Calibration.of(SampleFeeds.spread(model, train, spec.calibrationSamples(), CALIBRATION_BATCH));
    }
}
