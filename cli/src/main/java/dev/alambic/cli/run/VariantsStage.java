package dev.alambic.cli.run;

import dev.alambic.cli.recipe.Recipe;
import dev.alambic.cli.recipe.VariantsSpec;
import dev.alambic.cli.terminal.Console;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes the smaller forms of one model, each from its stripped form where there is one. */
final class VariantsStage {

    static final int CALIBRATION_BATCH = 32;

    private final RunFolder folder;
    private final String model;
    private final VariantsSpec spec;
    private final Dataset train;
    private final Console console;
    private final List<String> made = new ArrayList<>();

    VariantsStage(RunFolder folder, Recipe recipe, Dataset train, Console console) {
        this.folder = folder;
        this.model = recipe.student() == null ? Models.TEACHER : Models.STUDENT;
        this.spec = recipe.variants();
        this.train = train;
        this.console = console;
    }

    /** Returns the names of all forms, those that were there already included. */
    List<String> run() {
        if (spec.strip()) {
            make(Models.stripped(model), model, Quantizer::strip);
        }
        String base = spec.strip() ? Models.stripped(model) : model;
        switch (spec.fp16()) {
            case STORAGE -> make(Models.fp16(model), base, plain -> Quantizer.fp16(plain, Fp16.STORAGE));
            case COMPUTE -> make(Models.fp16(model), base, plain -> Quantizer.fp16(plain, Fp16.COMPUTE));
            case NONE -> {}
        }
        switch (spec.int8()) {
            case DYNAMIC -> make(Models.int8(model), base, Quantizer::int8Dynamic);
            case STATIC -> make(Models.int8(model), base, plain -> Quantizer.int8Static(plain, calibration(plain)));
            case NONE, TRAINED -> {}
        }
        return List.copyOf(made);
    }

    private void make(String name, String base, Function<OnnxModel, Result> change) {
        if (!folder.hasModel(name)) {
            console.progress("making " + name);
            Result result = change.apply(OnnxModel.read(folder.model(base)));
            PassRecords known =
                    folder.readJson(folder.passesFile(), PassRecords.class).orElse(PassRecords.none());
            folder.writeJson(folder.passesFile(), known.with(name, result));
            result.model().write(folder.model(name));
        }
        made.add(name);
    }

    private Calibration calibration(OnnxModel plain) {
        return Calibration.of(SampleFeeds.spread(plain, train, spec.calibrationSamples(), CALIBRATION_BATCH));
    }
}
