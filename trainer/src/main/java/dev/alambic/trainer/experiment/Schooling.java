package dev.alambic.trainer.experiment;

import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.AssistantSpec;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a student through its course, network after network, each of which learns from the one before. */
final class Schooling {

    private final Course course;
    private final List<Turn> turns;
    private final Workshop workshop;
    private final Exports exports;
    private final RunOptions options;
    private final Map<String, List<String>> notes = new HashMap<>();

    /** One network that is to be trained. */
    private record Turn(TrainingJob job, Blueprint blueprint, GraphChange change) {

        /** Returns the turn with the network that it trains, which may be made of the first teacher. */
        Turn from(Instruction first, Thinning thinning) {
            return new Turn(job, blueprint.from(first.model(), thinning), change);
        }

        String phase() {
            return job.phase();
        }
    }

    /** A network that was trained. */
    private record Done(Turn turn, String by, Phase phase, TrainedModel model) {

        EpochRecord end() {
            return turn.job.kept(phase.history());
        }
    }

    /** The student, and the networks that came before it. */
    record Taught(TrainedModel student, List<CourseStep> steps) {}

    /** @throws IllegalArgumentException if the parts of the plan do not fit together */
    Schooling(Plan plan, Workshop workshop, Exports exports, RunOptions options) {
        this.course = plan.course();
        this.workshop = workshop;
        this.exports = exports;
        this.options = options;
        this.turns = turns(plan);
    }

    private List<Turn> turns(Plan plan) {
        TrainingJob job = plan.studentJob()
                .orElseThrow(() -> new IllegalArgumentException(
                        plan.name() + ": no student (expected one; the teacher alone is another call)"));
        Blueprint blueprint = Objects.requireNonNull(plan.student()).blueprint();
        Turn student = new Turn(job, blueprint, options.change());
        List<Turn> all = new ArrayList<>();
        if (course instanceof Course.Generations generations) {
            requireAnew(blueprint);
            for (int i = 1; i <= generations.count(); i++) {
                all.add(new Turn(job.withPhase("generation-" + i), blueprint, options.change()));
            }
            return List.copyOf(all);
        }
        if (course instanceof Course.Stages stages) {
            for (AssistantSpec assistant : stages.assistants()) {
                TrainingJob own = new TrainingJob(
                        "assistant-" + (all.size() + 1),
                        assistant.training() == null ? job.spec() : assistant.training(),
                        assistant.distill() == null ? job.distill() : assistant.distill(),
                        null,
                        job.seed());
                all.add(new Turn(own, Blueprint.of(assistant.network()), GraphChange.NONE));
            }
        }
        all.add(student);
        return List.copyOf(all);
    }

    private static void requireAnew(Blueprint blueprint) {
        if (blueprint instanceof Blueprint.Own) {
            throw new IllegalArgumentException("course: each generation starts anew, and a block is there once"
                    + " (expected a network specification or an ONNX model, was a block)");
        }
    }

    /**
     * Refuses what does not fit together before anything is trained, and notes what is doubtful.
     *
     * @param teacher who teaches first, maybe yet to be trained; null = nobody who can be asked now
     * @param weights of the teacher; 0 = not known
     */
    void prepare(@Nullable Instruction teacher, long weights) {
        try (Workshop.Sketches sketches = workshop.new Sketches()) {
            Instruction by = teacher;
            long before = weights;
            for (Turn each : turns) {
                Turn turn = teacher == null ? each : each.from(teacher, options.thinning());
                Network network = sketches.of(turn.blueprint, turn.job, turn.change);
                if (network != null && by != null && by.teacher() != null && turn.job.distill() != null) {
                    sketches.requireFits(network, turn.job, by.teacher());
                }
                long own = network == null ? 0 : Weights.of(network.block()).count();
                if (course instanceof Course.Stages) {
                    noteSizes(turn.phase(), own, by == null ? "teacher" : by.by(), before);
                }
                by = network == null ? null : Instruction.by(turn.phase(), sketches.teacher(network));
                before = own;
            }
        }
    }

    private void noteSizes(String phase, long weights, String by, long before) {
        if (weights > before && before > 0) {
            String text = "it has " + weights + " weights, more than the " + before + " of " + by
                    + " that it learns from; an assistant is meant to lie between teacher and student";
            notes.computeIfAbsent(phase, name -> new ArrayList<>()).add(text);
            options.listener().noted(phase, text);
        }
    }

    /** Trains all networks of the course; {@code first} teaches the first of them. */
    Taught run(Instruction first) {
        List<Done> done = new ArrayList<>();
        Instruction by = first;
        for (Turn each : turns) {
            Turn turn = each.from(first, options.thinning());
            Phase phase = workshop.train(turn.blueprint, turn.job, turn.change, by);
            TrainedModel model = exports.of(TrainingJob.STUDENT, phase, turn.change, turn.job.distill() != null);
            done.add(new Done(turn, by.by(), phase, model));
            by = Instruction.by(turn.phase(), workshop.teacher(phase.network()));
        }
        Done kept = kept(done);
        return new Taught(
                kept.model,
                done.size() == 1
                        ? List.of()
                        : done.stream()
                                .map(each -> step(each, each.turn.phase().equals(kept.turn.phase())))
                                .toList());
    }

    private Done kept(List<Done> done) {
        Done kept = done.get(done.size() - 1);
        if (course instanceof Course.Generations generations && generations.keep() == Course.Generations.Keep.BEST) {
            kept = done.get(0);
            for (Done next : done) {
                if (next.end().isBetterThan(kept.end())
                        || Double.isNaN(next.end().validationScore())) {
                    kept = next;
                }
            }
        }
        return kept;
    }

    private CourseStep step(Done done, boolean kept) {
        String phase = done.turn.phase();
        return new CourseStep(
                phase,
                done.by,
                Weights.of(done.phase.network().block()).count(),
                done.end().validationScore(),
                done.model.test(),
                kept,
                notes.getOrDefault(phase, List.of()));
    }
}
