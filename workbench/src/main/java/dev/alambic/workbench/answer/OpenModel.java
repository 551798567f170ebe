package dev.alambic.workbench.answer;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.LabelPrediction;
import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.MultiTasker;
import dev.alambic.data.answer.NumberPrediction;
import dev.alambic.data.answer.Prediction;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.answer.TaskAnswer;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.task.Classify;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that can be asked by many threads at once, in one session. */
public final class OpenModel {
    private static final int WARM_UP = 3;
    private static final int SIGNIFICANT = 4;

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
        if (Task.isMultiTask(model)) {
            return MultiTasker.open(model, SessionOptions.defaults());
        }
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
    public @Nullable PictureForm form() {
        return form;
    }

    /** Returns what cuts texts; null for a model that takes none. */
    public @Nullable Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Returns what the model does, as recipes call it. */
    String task() {
        if (answerer instanceof MultiTasker) {
            return MultiTask.NAME;
        }
        return answerer instanceof Regressor
                ? Regress.NAME
                : answerer instanceof Labeller ? MultiLabel.NAME : Classify.NAME;
    }

    /** Returns whether the channels of a pixel lie together in a sample, not each channel by itself. */
    public boolean isPixelwise() {
        return form != null && input instanceof InputMeaning.Image image && form.sampleShape()[0] != image.channels();
    }

    /** Returns the number of values of a sample. */
    public int sampleSize() {
        return answerer.sampleSize();
    }

    /**
     * What is said of a sample.
     *
     * @param label the class, or the labels, or what is said in each of several tasks; null where numbers are answered
     * @param values the probabilities of classes or labels, or the numbers, by name; of several tasks the probabilities
     */
    public record Answer(@Nullable String label, Map<String, Double> values) {}

    /**
     * Answers.
     *
     * @param sample raw units, [values]
     * @throws UnsupportedModelException if it is none that this model takes
     */
    public Answer answer(float[] sample) {
        if (answerer instanceof Classifier classifier) {
            return answer(classifier.predict(sample));
        }
        if (answerer instanceof Labeller labeller) {
            return answer(labeller.predict(sample));
        }
        if (answerer instanceof MultiTasker tasks) {
            return joined(tasks.predict(sample));
        }
        if (answerer instanceof Regressor regressor) {
            return new Answer(null, regressor.predict(sample));
        }
        throw new AssertionError("bug: no answer of " + answerer);
    }

    private static Answer answer(TaskAnswer said) {
        if (said instanceof Prediction one) {
            return new Answer(one.label(), one.probabilities());
        }
        if (said instanceof LabelPrediction several) {
            return new Answer(
                    several.labels().isEmpty() ? "none" : String.join(", ", several.labels()), several.probabilities());
        }
        return new Answer(null, ((NumberPrediction) said).numbers());
    }

    /**
     * Joins what is said in several tasks: the words of all, and the probabilities, or the numbers where it has none.
     */
    private static Answer joined(Map<String, TaskAnswer> tasks) {
        List<String> labels = new ArrayList<>();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        Map<String, Double> numbers = new LinkedHashMap<>();
        tasks.forEach((task, said) -> {
            Answer own = answer(said);
            boolean isNumbers = own.label() == null;
            own.values().forEach((name, value) -> {
                (isNumbers ? numbers : probabilities).put(task + ": " + name, value);
                if (isNumbers) {
                    labels.add(task + " " + name + " " + Numbers.significant(value, SIGNIFICANT));
                }
            });
            if (!isNumbers) {
                labels.add(task + " " + own.label());
            }
        });
        return probabilities.isEmpty()
                ? new Answer(null, numbers)
                : new Answer(String.join("; ", labels), probabilities);
    }

    void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        answerer.close();
    }
}
