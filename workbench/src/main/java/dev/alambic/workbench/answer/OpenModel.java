package dev.alambic.workbench.answer;

import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.LabelPrediction;
import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.Prediction;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.task.Task;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.EndlessRunException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.workbench.shelf.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that can be asked by many threads at once, in one session. */
public final class OpenModel {
    private static final int WARM_UP = 3;

    private final ModelInfo info;
    private final @Nullable InputMeaning input;
    private final Answerer answerer;
    private final @Nullable PictureForm form;
    private final @Nullable Tokenizer tokenizer;

    private OpenModel(
            ModelInfo info,
            @Nullable InputMeaning input,
            Answerer answerer,
            @Nullable PictureForm form,
            @Nullable Tokenizer tokenizer) {
        this.info = info;
        this.input = input;
        this.answerer = answerer;
        this.form = form;
        this.tokenizer = tokenizer;
    }

    static OpenModel open(Path file) {
        OnnxModel model = OnnxModel.read(file);
        ModelInfo info = ModelInfo.of(model);
        List<ValueInfo> inputs = model.graph().requiredInputs();
        PictureForm form = form(info.input(), inputs);
        InputMeaning input = info.input() == null && form != null ? form.meaning() : info.input();
        if (input == null) {
            throw new Refusal(422, "does not say what its input means, and takes no pictures");
        }
        Answerer answerer = answerer(model);
        try {
            Tokenizer tokenizer = input instanceof InputMeaning.Text text ? Tokenizer.of(text) : null;
            OpenModel open = new OpenModel(info, input, answerer, form, tokenizer);
            open.warm();
            return open;
        } catch (RuntimeException | Error e) {
            answerer.close();
            throw e;
        }
    }

    /** The first call of a session takes many times longer than those that follow: let it be nobody's. */
    private void warm() {
        try {
            for (int i = 0; i < WARM_UP; i++) {
                answer(new float[sampleSize()]);
            }
        } catch (UnsupportedModelException | EndlessRunException | IllegalArgumentException e) {
            // zeros are no sample to this model; whoever asks it is told by its answer
        }
    }

    private static Answerer answerer(OnnxModel model) {
        if (Task.isMultiLabel(model)) {
            return Labeller.open(model, SessionOptions.defaults());
        }
        return Task.isRegression(model)
                ? Regressor.open(model, SessionOptions.defaults())
                : Classifier.open(model, SessionOptions.defaults());
    }

    /**
     * Returns the form of pictures of any size; one that the model does not say what to do with lies whole on black.
     */
    private static @Nullable PictureForm form(@Nullable InputMeaning input, List<ValueInfo> inputs) {
        if (input instanceof InputMeaning.Image image) {
            return image.fit() == null ? PictureForm.of(image, Fit.PAD) : PictureForm.of(image);
        }
        boolean pictures = input == null
                && inputs.size() == 1
                && PictureForm.takesPictures(inputs.get(0))
                && PictureForm.isSized(inputs.get(0));
        return pictures
                ? PictureForm.of(inputs.get(0), null, ImageOptions.defaults().withFit(Fit.PAD))
                : null;
    }

    public ModelInfo info() {
        return info;
    }

    /** Returns what a sample means. */
    public @Nullable InputMeaning input() {
        return input;
    }

    /** Returns how pictures are read; null for a model that takes none. */
    @Nullable
    PictureForm form() {
        return form;
    }

    /** Returns what cuts texts; null for a model that takes none. */
    @Nullable
    Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Returns what the model does, as recipes call it. */
    String task() {
        return answerer instanceof Regressor
                ? "regression"
                : answerer instanceof Labeller ? "multiLabel" : "classification";
    }

    int sampleSize() {
        return answerer.sampleSize();
    }

    /**
     * What is said of a sample.
     *
     * @param label the class, or the labels; null where numbers are answered
     * @param values the probabilities of classes or labels, or the numbers, by name
     */
    record Answer(@Nullable String label, Map<String, Double> values) {}

    Answer answer(float[] sample) {
        if (answerer instanceof Classifier classifier) {
            Prediction said = classifier.predict(sample);
            return new Answer(said.label(), said.probabilities());
        }
        if (answerer instanceof Labeller labeller) {
            LabelPrediction said = labeller.predict(sample);
            return new Answer(
                    said.labels().isEmpty() ? "none" : String.join(", ", said.labels()), said.probabilities());
        }
        if (answerer instanceof Regressor regressor) {
            return new Answer(null, regressor.predict(sample));
        }
        throw new AssertionError("bug: no answer of " + answerer);
    }

    void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        answerer.close();
    }
}
