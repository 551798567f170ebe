package dev.alambic.run.pipeline;

import dev.alambic.data.UnlabelledData;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.RowStore;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;

/** Data without labels: a teacher says what a sample is, and its answers are what models are judged by. */
record TaughtData(Recipe recipe, DataOptions options) {

    /** Returns data with further samples to train on, whose labels nobody knows. */
    static Splits joined(Splits splits, String source, DataOptions options) {
        Dataset train = splits.train();
        RowStore others = UnlabelledData.read(source, train.input(), options);
        List<String> notes = new ArrayList<>(train.notes());
        notes.add(others.count() + " samples without labels are learnt from the teacher's answers: " + source);
        return new Splits(train.withUnlabelled(others).withNotes(notes), splits.validation(), splits.test());
    }

    /**
     * Returns the data of the recipe, whose parts to choose by and to test on have the classes that the teacher says.
     */
    Splits splits() {
        String file = recipe.teacherFiles().get(0);
        OnnxModel teacher = ModelSource.open(file);
        ModelInfo info = ModelInfo.of(teacher);
        InputMeaning input = options.input() == null ? info.input() : options.input();
        if (input == null || info.labels().isEmpty()) {
            throw new UnsupportedModelException(file
                    + ": data without labels are read as the teacher says (expected its"
                    + " input and its classes in its metadata, was no " + (input == null ? "input" : "classes") + ")");
        }
        String source = recipe.data().source();
        Dataset all = Dataset.unlabelled(source, input, info.labels(), UnlabelledData.read(source, input, options));
        Splits splits = Splits.stratified(
                new LoadedData(all, null),
                recipe.data().validation(),
                recipe.data().test(),
                recipe.seed());
        try (Classifier classifier = Classifier.open(teacher, all, SessionOptions.defaults())) {
            String note = "there are no labels: accuracy is how often a model agrees with the teacher"
                    + (recipe.teacherFiles().size() > 1 ? " " + file : "");
            return new Splits(
                    splits.train().withNotes(List.of(note)),
                    judged(classifier, splits.validation()),
                    judged(classifier, splits.test()));
        }
    }

    private static Dataset judged(Classifier teacher, Dataset part) {
        if (part.size() == 0) {
            return part;
        }
        float[] logits = teacher.logits(part);
        int classes = logits.length / part.size();
        int[] labels = new int[part.size()];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 1; c < classes; c++) {
                if (logits[i * classes + c] > logits[i * classes + labels[i]]) {
                    labels[i] = c;
                }
            }
        }
        return part.withLabels(labels);
    }
}
