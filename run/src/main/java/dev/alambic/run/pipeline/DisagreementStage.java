package dev.alambic.run.pipeline;

import dev.alambic.data.answer.Classifier;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.report.run.Disagreements;
import dev.alambic.report.run.Disagreements.Answer;
import dev.alambic.report.run.Disagreements.Example;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.RunFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Looks for the samples of the test split that two models answer differently.
 *
 * @param tests those samples as the model of a name takes them
 */
record DisagreementStage(Teller teller, Dataset test, Function<String, Dataset> tests) {

    private static final int MOST_EXAMPLES = 24;

    boolean isDone() {
        return teller.folder().has(RunFile.DISAGREEMENTS) || test.size() == 0;
    }

    void run(String teacher, String student) {
        teller.step(Stage.DISAGREEMENTS, "looking where " + teacher + " and " + student + " disagree");
        teller.folder().writeJson(RunFile.DISAGREEMENTS, between(teacher, student));
    }

    private Disagreements between(String teacher, String student) {
        List<Answer> taught = answers(teacher);
        List<Answer> learnt = answers(student);
        int[] differing = IntStream.range(0, test.size())
                .filter(i -> !taught.get(i).label().equals(learnt.get(i).label()))
                .toArray();
        ShownSamples samples = new ShownSamples(test);
        List<Example> examples = IntStream.of(differing)
                .boxed()
                .sorted(Comparator.comparingDouble(i ->
                        -Math.min(taught.get(i).probability(), learnt.get(i).probability())))
                .limit(MOST_EXAMPLES)
                .map(i -> new Example(i, truth(i), taught.get(i), learnt.get(i), samples.shown(i)))
                .toList();
        samples.close();
        return new Disagreements(
                teacher,
                student,
                test.size(),
                differing.length,
                right(differing, taught),
                right(differing, learnt),
                examples);
    }

    private String truth(int sample) {
        return test.classes().get(test.label(sample));
    }

    private int right(int[] samples, List<Answer> answers) {
        return (int) IntStream.of(samples)
                .filter(i -> answers.get(i).label().equals(truth(i)))
                .count();
    }

    private List<Answer> answers(String model) {
        Dataset own = tests.apply(model);
        try (Classifier classifier =
                Classifier.open(OnnxModel.read(teller.folder().model(model)), own, SessionOptions.defaults())) {
            float[] logits = classifier.logits(own);
            int classes = logits.length / test.size();
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < test.size(); i++) {
                answers.add(answer(logits, i * classes, classes));
            }
            return answers;
        }
    }

    /** Of equal logits the first counts, as in the metrics. */
    private Answer answer(float[] logits, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = logits[from + c] > logits[from + best] ? c : best;
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp((double) logits[from + c] - logits[from + best]);
        }
        List<String> labels = test.classes();
        return new Answer(best < labels.size() ? labels.get(best) : Integer.toString(best), 1 / sum);
    }
}
