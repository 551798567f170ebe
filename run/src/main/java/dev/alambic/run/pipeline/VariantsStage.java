package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.ModelNames;
import dev.alambic.run.folder.PassRecords;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.measure.SampleFeeds;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.VariantsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the smaller forms of one model, each from its stripped form where there is one. */
final class VariantsStage {

    static final int CALIBRATION_BATCH = 32;

    private final RunFolder folder;
    private final String model;
    private final VariantsSpec spec;
    private final List<InputForm> inputs;
    private final Supplier<Dataset> train;
    private final Teller teller;

    VariantsStage(Teller teller, Recipe recipe, Supplier<Dataset> train) {
        this.folder = teller.folder();
        this.model = recipe.student() == null ? ModelNames.TEACHER : ModelNames.STUDENT;
        this.spec = recipe.variants();
        this.inputs = InputForm.of(recipe.export()).toList();
        this.train = train;
        this.teller = teller;
    }

    /** Returns the names of all forms that the recipe asks for. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (spec.strip()) {
            names.add(ModelNames.stripped(model));
        }
        if (spec.fp16() != VariantsSpec.Fp16.NONE) {
            names.add(ModelNames.fp16(model));
        }
        if (spec.int8() == VariantsSpec.Int8.DYNAMIC || spec.int8() == VariantsSpec.Int8.STATIC) {
            names.add(ModelNames.int8(model));
        }
        return names;
    }

    boolean isDone() {
        return names().stream().allMatch(folder::hasModel)
                && inputs.stream().allMatch(form -> all().map(form::named).allMatch(folder::hasModel));
    }

    private Stream<String> all() {
        return Stream.concat(Stream.of(model), names().stream());
    }

    /** Makes the forms that are not there yet. */
    void run() {
        if (spec.strip()) {
            make(ModelNames.stripped(model), model, Quantizer::strip);
        }
        String base = spec.strip() ? ModelNames.stripped(model) : model;
        switch (spec.fp16()) {
            case STORAGE -> make(ModelNames.fp16(model), base, plain -> Quantizer.fp16(plain, Fp16.STORAGE));
            case COMPUTE -> make(ModelNames.fp16(model), base, plain -> Quantizer.fp16(plain, Fp16.COMPUTE));
            case NONE -> {}
        }
        switch (spec.int8()) {
            case DYNAMIC -> make(ModelNames.int8(model), base, Quantizer::int8Dynamic);
            case STATIC -> make(ModelNames.int8(model), base, plain -> Quantizer.int8Static(plain, calibration(plain)));
            case NONE, TRAINED -> {}
        }
        inputs.forEach(form -> all().filter(name -> !folder.hasModel(form.named(name)))
                .forEach(name -> teller.write(form.named(name), form.of(OnnxModel.read(folder.model(name))))));
    }

    private void make(String name, String base, Function<OnnxModel, Result> change) {
        if (folder.hasModel(name)) {
            return;
        }
        teller.step(Stage.VARIANTS, "making " + name);
        Result result = change.apply(OnnxModel.read(folder.model(base)));
        PassRecords known = folder.readJson(RunFile.PASSES, PassRecords.class).orElse(PassRecords.none());
        PassRecords more = known.with(name, result);
        folder.writeJson(RunFile.PASSES, more);
        more.sentences(name).forEach(sentence -> teller.tell(new Event.Noted(name, sentence)));
        teller.write(name, result.model());
    }

    private Calibration calibration(OnnxModel plain) {
        return Calibration.of(SampleFeeds.spread(plain, train.get(), spec.calibrationSamples(), CALIBRATION_BATCH));
    }
}
