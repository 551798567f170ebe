package dev.alambic.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.MultiTask;
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

    private final List<Subject> subjects;
    private final int width;
    private final @Nullable Standardization scale;

    private MultiTaskLesson(List<Subject> subjects, int width, @Nullable Standardization scale) {
        this.subjects = List.copyOf(subjects);
        this.width = width;
        this.scale = scale;
    }

    /** One of the tasks. */
    private record Subject(String name, Lesson lesson, MultiTask.Part part) {

        /** Returns the samples with the answers to this task alone. */
        Dataset of(Dataset data) {
            Targets.Part own = data.targets() instanceof Targets.Several several
                    ? several.parts().get(name)
                    : null;
            if (own == null) {
                throw new IllegalStateException(data.name() + ": no task '" + name + "' (was " + data.targets() + ")");
            }
            return data.withTargets(own.targets());
        }

        boolean isOfNumbers() {
            return lesson instanceof NumberLesson;
        }

        /** Returns what it is learnt by: of the terms those that suit it. */
        Objective objective(TrainingJob job, TermSpec.Pairing pairing) {
            DistillSpec distill = job.distill();
            if (distill == null || distill.terms().isEmpty()) {
                return lesson.objective(job, pairing);
            }
            List<TermSpec> suited =
                    distill.only(isOfNumbers() ? TermSpec.Answers.NUMBERS : TermSpec.Answers.CLASSES).terms().stream()
                            .filter(spec -> !(lesson instanceof LabelLesson)
                                    || spec.ofLabels(pairing).isPresent())
                            .toList();
            if (suited.isEmpty()) {
                throw new IllegalArgumentException("terms: none is for task '" + name + "' (expected "
                        + (isOfNumbers() ? "taught or truth" : "soft, logits or hard") + ", was none)");
            }
            return lesson.objective(job.withDistill(distill.withTerms(suited)), pairing);
        }

        /** Returns a term that sees its values alone. */
        Objective.Weighted own(Objective.Weighted term) {
            return new Objective.Weighted(
                    new TaskTerm(name, part.from(), part.from() + part.width(), term.term()),
                    term.figure(),
                    term.weight());
        }
    }

    static MultiTaskLesson of(Targets.Several targets, Dataset train, TrainingJob job) {
        MultiTask task = MultiTask.of(targets);
        List<Subject> subjects = new ArrayList<>();
        task.parts()
                .forEach((name, part) -> subjects.add(new Subject(
                        name, Lesson.of(train.withTargets(part.targets().targets()), job), part)));
        return new MultiTaskLesson(subjects, task.outputs().size(), Standardization.ofTargets(targets));
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
        for (int i = 0; i < subjects.size(); i++) {
            for (Objective.Weighted term :
                    subjects.get(i).objective(job, pairing).terms()) {
                terms.add(subjects.get(i).own(term));
                taskOf.add(i);
            }
        }
        DistillSpec distill = job.distill();
        if (distill != null) {
            for (TermSpec spec : distill.only(TermSpec.Answers.ANY).terms()) {
                terms.add(new Objective.Weighted(spec.term(pairing, List.of()), "", spec.weight()::at));
                taskOf.add(-1);
            }
        }
        return new Objective(terms, progress -> 0, balance(job.spec().taskWeights(), taskOf));
    }

    private Balance balance(TaskBalance told, List<Integer> taskOf) {
        List<String> names = subjects.stream().map(Subject::name).toList();
        if (told instanceof TaskBalance.Uncertainty) {
            List<Double> halves = subjects.stream()
                    .map(subject -> subject.isOfNumbers() ? 0.5 : 1.0)
                    .toList();
            return new Uncertainty(names, taskOf, halves);
        }
        return told instanceof TaskBalance.ByTask ? new TaskFactors(taskOf, told.factors(names)) : Balance.SUM;
    }

    @Override
    public Set<String> figures() {
        Set<String> figures = new LinkedHashSet<>();
        subjects.forEach(subject -> subject.lesson
                .figures()
                .forEach(figure -> figures.add(Term.Words.isFigure(figure) ? subject.name + "." + figure : figure)));
        return figures;
    }

    @Override
    public Measure measure() {
        return Measure.MEAN_SCORE;
    }

    @Override
    public void write(Dataset data, int sample, float[] target, int offset) {
        subjects.forEach(
                subject -> subject.lesson.write(subject.of(data), sample, target, offset + subject.part.from()));
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
        List<Score> scores =
                subjects.stream().map(subject -> subject.lesson.score()).toList();
        return new Score() {
            @Override
            public void add(Dataset data, int[] indices, float[] answers) {
                for (int i = 0; i < scores.size(); i++) {
                    Subject subject = subjects.get(i);
                    scores.get(i).add(subject.of(data), indices, subject.part.of(answers, indices.length));
                }
            }

            @Override
            public double value() {
                return scores.stream().mapToDouble(Score::value).average().orElse(Double.NaN);
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
        for (Subject subject : subjects) {
            Evaluation of = subject.lesson.evaluate(subject.part.of(answers, data.size()), subject.of(data));
            loss += of.loss();
            score += of.score() / subjects.size();
            figures.put(subject.name + "." + EpochRecord.name("validation", subject.lesson.measure()), of.score());
        }
        return new Evaluation(loss, score, figures);
    }
}
