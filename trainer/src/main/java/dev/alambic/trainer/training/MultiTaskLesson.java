package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Task;
import dev.alambic.trainer.loss.Balance;
import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.TaskFactors;
import dev.alambic.trainer.loss.TaskTerm;
import dev.alambic.trainer.loss.Term;
import dev.alambic.trainer.loss.Uncertainty;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.TaskBalance;
import dev.alambic.trainer.spec.TermSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Learns several tasks at once, each as it is learnt alone; the score is the mean of theirs. Terms that compare answers
 * are those of each task that they suit, and terms that compare values inside the networks come once.
 */
final class MultiTaskLesson implements Lesson {

    private final MultiTask task;
    private final Map<String, Lesson> lessons;
    private final int width;
    private final @Nullable Standardization scale;

    private MultiTaskLesson(MultiTask task, Map<String, Lesson> lessons, @Nullable Standardization scale) {
        this.task = task;
        this.lessons = lessons;
        this.width = task.outputs().size();
        this.scale = scale;
    }

    static MultiTaskLesson of(Targets.Several targets, Dataset train, TrainingJob job) {
        Map<String, Lesson> lessons = new LinkedHashMap<>();
        targets.parts().forEach((name, part) -> lessons.put(name, Lesson.of(train.withTargets(part.targets()), job)));
        return new MultiTaskLesson((MultiTask) Task.of(targets), lessons, Standardization.ofTargets(targets));
    }

    private MultiTask.Part part(String name) {
        MultiTask.Part part = task.parts().get(name);
        if (part == null) {
            throw new IllegalArgumentException(
                    "task '" + name + "': there is none (expected one of " + lessons.keySet() + ")");
        }
        return part;
    }

    private static Dataset of(Dataset data, String name) {
        Targets.Part part = data.targets() instanceof Targets.Several several
                ? several.parts().get(name)
                : null;
        if (part == null) {
            throw new IllegalStateException(data.name() + ": no task '" + name + "' (was " + data.targets() + ")");
        }
        return data.withTargets(part.targets());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Objective objective(TrainingJob job, TermSpec.Pairing pairing) {
        if (job.byLayer() != null) {
            throw new IllegalArgumentException(
                    "course: layer by layer is for one task (expected another course, was data of several tasks)");
        }
        List<Objective.Weighted> terms = new ArrayList<>();
        List<Integer> taskOf = new ArrayList<>();
        for (String name : lessons.keySet()) {
            int number = taskOf.isEmpty() ? 0 : taskOf.get(taskOf.size() - 1) + 1;
            for (Objective.Weighted own : ofTask(name, job, pairing).terms()) {
                MultiTask.Part part = part(name);
                Term term = new TaskTerm(name, part.from(), part.from() + part.width(), own.term());
                terms.add(new Objective.Weighted(term, own.figure(), own.weight()));
                taskOf.add(number);
            }
        }
        for (TermSpec spec : terms(job)) {
            if (spec.answers() == TermSpec.Answers.ANY) {
                terms.add(new Objective.Weighted(spec.term(pairing, List.of()), "", spec.weight()::at));
                taskOf.add(-1);
            }
        }
        return new Objective(terms, progress -> 0, balance(job.spec().taskWeights(), taskOf));
    }

    private static List<TermSpec> terms(TrainingJob job) {
        return job.distill() == null ? List.of() : job.distill().terms();
    }

    /** Returns what one task is learnt by: of the terms those that suit it. */
    private Objective ofTask(String name, TrainingJob job, TermSpec.Pairing pairing) {
        Lesson lesson = lesson(name);
        DistillSpec distill = job.distill();
        if (distill == null || distill.terms().isEmpty()) {
            return lesson.objective(job, pairing);
        }
        TermSpec.Answers learnt = lesson instanceof NumberLesson ? TermSpec.Answers.NUMBERS : TermSpec.Answers.CLASSES;
        List<TermSpec> suited = distill.terms().stream()
                .filter(spec -> spec.answers() == learnt)
                .filter(spec -> !(lesson instanceof LabelLesson)
                        || spec.ofLabels(pairing).isPresent())
                .toList();
        if (suited.isEmpty()) {
            throw new IllegalArgumentException("terms: none is for task '" + name + "' (expected "
                    + (learnt == TermSpec.Answers.NUMBERS ? "taught or truth" : "soft, logits or hard")
                    + ", was none)");
        }
        return lesson.objective(job.withDistill(distill.withTerms(suited)), pairing);
    }

    private Lesson lesson(String name) {
        Lesson lesson = lessons.get(name);
        if (lesson == null) {
            throw new IllegalStateException("bug: no lesson '" + name + "'");
        }
        return lesson;
    }

    private Balance balance(TaskBalance told, List<Integer> taskOf) {
        List<String> names = List.copyOf(lessons.keySet());
        List<Double> factors = told.factors(names);
        if (told instanceof TaskBalance.Uncertainty) {
            List<Double> halves = lessons.values().stream()
                    .map(lesson -> lesson instanceof NumberLesson ? 0.5 : 1.0)
                    .toList();
            return new Uncertainty(names, taskOf, halves);
        }
        return told instanceof TaskBalance.ByTask ? new TaskFactors(taskOf, factors) : Balance.SUM;
    }

    @Override
    public Set<String> figures() {
        Set<String> figures = new LinkedHashSet<>();
        lessons.forEach((name, lesson) -> lesson.figures()
                .forEach(figure -> figures.add(Term.Words.isFigure(figure) ? name + "." + figure : figure)));
        return figures;
    }

    @Override
    public Measure measure() {
        return Measure.MEAN_SCORE;
    }

    @Override
    public void write(Dataset data, int sample, float[] target, int offset) {
        lessons.forEach((name, lesson) ->
                lesson.write(of(data, name), sample, target, offset + part(name).from()));
    }

    @Override
    public NDArray comparable(NDArray answers, NDManager step) {
        if (scale == null) {
            return answers;
        }
        float[] mean = new float[width];
        float[] inverse = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = scale.mean().get(i);
            inverse[i] = 1 / scale.scale().get(i);
        }
        return answers.sub(step.create(mean)).mul(step.create(inverse));
    }

    @Override
    public void makeComparable(float[] answers, int count) {
        for (int i = 0; scale != null && i < count * width; i++) {
            answers[i] =
                    (answers[i] - scale.mean().get(i % width)) / scale.scale().get(i % width);
        }
    }

    @Override
    public Score score() {
        Map<String, Score> scores = new LinkedHashMap<>();
        lessons.forEach((name, lesson) -> scores.put(name, lesson.score()));
        return new Score() {
            @Override
            public void add(Dataset data, int[] indices, float[] answers) {
                scores.forEach((name, score) ->
                        score.add(of(data, name), indices, part(name).of(answers, indices.length)));
            }

            @Override
            public double value() {
                return scores.values().stream()
                        .mapToDouble(Score::value)
                        .average()
                        .orElse(Double.NaN);
            }
        };
    }

    @Override
    public Evaluation evaluate(float[] answers, Dataset data) {
        if (data.size() == 0) {
            return new Evaluation(Double.NaN, Double.NaN);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        double loss = 0;
        double score = 0;
        for (Map.Entry<String, Lesson> each : lessons.entrySet()) {
            String name = each.getKey();
            Lesson lesson = each.getValue();
            Evaluation of = lesson.evaluate(part(name).of(answers, data.size()), of(data, name));
            loss += of.loss();
            score += of.score() / lessons.size();
            figures.put(name + "." + EpochRecord.name("validation", lesson.measure()), of.score());
        }
        return new Evaluation(loss, score, figures);
    }
}
