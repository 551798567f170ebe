package dev.alambic.cli.command;

import dev.alambic.data.SampleSource;
import dev.alambic.data.format.ReadingOptions;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.picture.ImageSize;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.picture.PixelCheck;
import dev.alambic.data.picture.Preset;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.data.sample.RawSamples;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.state.StatePairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where a command line makes pictures the input of a model: it says once a command how they are read, and
 * warns where the model seems to want them otherwise.
 *
 * @param file of the model
 */
record PictureReading(Arguments arguments, Path file, OnnxModel model) {

    /** Marks of what a command has read: pictures, and samples without labels or labelled data that were none. */
    private static final String PICTURES = "pictures";

    private static final String SAMPLES = "samples";
    private static final String DATA = "data";

    /** Opens samples without labels. */
    InputSamples open(Path path, int most) {
        InputSamples samples = SampleSource.open(
                path,
                model,
                new ReadingOptions(ImageFlags.read(arguments, file, model), TableFlags.unlabelled(arguments)),
                most,
                StateFlags.sequence(arguments));
        if (samples.form() != null) {
            say(samples.form(), () -> firstOf(samples));
        } else {
            arguments.mark(SAMPLES);
            refuse(path.toString(), !arguments.has("data") || arguments.isMarked(DATA));
        }
        return samples;
    }

    /** Refuses flags of pictures where no samples were any, and none are to come. */
    private void refuse(String source, boolean isLast) {
        if (isLast && !arguments.isMarked(PICTURES)) {
            ImageFlags.requireNone(arguments, source);
        }
    }

    private static List<float[]> firstOf(InputSamples samples) {
        List<float[]> pictures = new ArrayList<>();
        for (Map<String, Tensor> feeds : samples.batches()) {
            if (pictures.size() == PixelCheck.PICTURES) {
                break;
            }
            feeds.values().forEach(tensor -> pictures.add(tensor.floats()));
        }
        return pictures;
    }

    /** Returns labelled data as the model takes them, pictures in its form. */
    LoadedData formed(LoadedData data) {
        if (!(data.all().input() instanceof InputMeaning.Image own)) {
            arguments.mark(DATA);
            refuse(
                    data.all().name(),
                    !(arguments.has("calibration") || arguments.has("inputs")) || arguments.isMarked(SAMPLES));
            return data;
        }
        ImageOptions options = ImageFlags.read(arguments, file, model);
        InputMeaning said = ModelInfo.of(model).input();
        List<ValueInfo> inputs = StatePairs.of(model).others(model.graph());
        if (inputs.size() != 1) {
            return data;
        }
        // files of pictures have a size that was chosen for them, others their own
        PictureForm form = own.fit() == null
                ? PictureForm.ofOneSize(inputs.get(0), said, options, ImageSize.of(own))
                : PictureForm.of(inputs.get(0), said, options);
        LoadedData formed = data.inForm(form);
        say(form, () -> spread(formed.all()));
        return own.equals(said) ? data : formed;
    }

    private static List<float[]> spread(Dataset data) {
        List<float[]> pictures = new ArrayList<>();
        int count = Math.min(PixelCheck.PICTURES, data.size());
        for (int i = 0; i < count; i++) {
            float[] values = new float[data.sampleSize()];
            data.copySample((int) ((long) i * data.size() / count), values, 0);
            pictures.add(values);
        }
        return pictures;
    }

    /** Reads what a model of pictures is asked about; another size is refused if no flag says what to do with it. */
    RawSamples asked(String input) {
        ImageOptions options = ImageFlags.read(arguments, file, model);
        ValueInfo taken = model.graph().requiredInputs().get(0);
        InputMeaning said = ModelInfo.of(model).input();
        boolean isSaid = options.fit() != null || (said instanceof InputMeaning.Image image && image.fit() != null);
        ImageOptions exact = isSaid ? options : options.withFit(Fit.EXACT);
        List<PictureForm> forms = new ArrayList<>();
        RawSamples samples = SampleSource.pictures(input, said, TableFlags.unlabelled(arguments), own -> {
            forms.add(
                    own == null
                            ? PictureForm.of(taken, said, exact)
                            : PictureForm.ofOneSize(taken, said, options, own));
            return forms.get(0);
        });
        forms.forEach(form -> say(form, List::of));
        if (forms.isEmpty()) {
            ImageFlags.requireNone(arguments, input);
        }
        return samples;
    }

    /** Returns the same for another form of the model. */
    PictureReading of(OnnxModel other) {
        return new PictureReading(arguments, file, other);
    }

    /**
     * Returns the model as it takes a picture: one that takes the bytes of pictures of any size says the size of this
     * one, so that it is the model that brings them to its own.
     */
    OnnxModel taking(String input) {
        ModelInfo info = ModelInfo.of(model);
        Path picture = Path.of(input);
        if (!(info.input() instanceof InputMeaning.Image image)
                || image.fit() == null
                || arguments.has("fit")
                || !ByteInput.isTaken(model.graph().requiredInputs(), image)) {
            return model;
        }
        return PictureForm.sizeOf(picture)
                .map(own -> info.withInput(new InputMeaning.Image(
                                image.channels(), own.height(), own.width(), image.min(), image.max()))
                        .applyTo(model))
                .orElse(model);
    }

    private String words(PictureForm form) {
        List<ValueInfo> inputs = model.graph().requiredInputs();
        if (!(ModelInfo.of(model).input() instanceof InputMeaning.Image image) || !ByteInput.isTaken(inputs, image)) {
            return "images read as " + form.said();
        }
        return image.fit() == null && !PictureForm.isSized(inputs.get(0))
                ? "images fed as bytes in their own size, which the model brings to its own"
                : "images read as " + form.said() + ", fed as bytes, NHWC";
    }

    /** The first pictures in their form. */
    @FunctionalInterface
    private interface Some {
        List<float[]> pictures();
    }

    private void say(PictureForm form, Some some) {
        arguments.mark(PICTURES);
        if (!arguments.say(words(form)) || ModelInfo.of(model).input() != null) {
            return;
        }
        Optional<String> warning = PixelCheck.of(model, form).flatMap(check -> check.warning(some.pictures()));
        if (warning.isPresent()) {
            arguments.say("warning: " + warning.get());
        } else if (form.by().isEmpty() && form.size().channels() == 3) {
            arguments.say("hint: nobody says which values of pixels this model expects (0 to 1 is taken): say it by"
                    + " --preprocess " + String.join(", ", Preset.labels()).replaceFirst(", (?=\\w+$)", " or "));
        }
    }
}
