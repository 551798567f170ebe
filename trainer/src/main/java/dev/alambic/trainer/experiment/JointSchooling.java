package dev.alambic.trainer.experiment;

import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.PeerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trains a student and its teacher at once, or two students that learn from each other. */
record JointSchooling(Plan plan, Course.Together course, Workshop workshop, Exports exports, RunOptions options) {

    /** Phase of the student beside the student. */
    private static final String PEER = "peer";

    /** A network that was trained. */
    private record Done(String by, TrainingJob job, Phase phase, GraphChange change) {

        EpochRecord end() {
            return job.kept(phase.history());
        }
    }

    /** @throws IllegalArgumentException if the parts of the plan do not fit together */
    ExperimentResult run() {
        TeacherSource.Untrained untrained = Objects.requireNonNull(plan.student());
        TrainingJob job = plan.studentJob().orElseThrow();
        Workshop.Member student = new Workshop.Member(required(untrained.blueprint()), job, options.change());
        PeerSpec peer = course.peer();
        Workshop.Member other = peer == null ? teacher(job) : peer(peer, untrained, job);
        List<Phase> phases = workshop.trainTogether(other, student, course.mutual());
        Done first = new Done(course.mutual() ? job.phase() : "", other.job(), phases.get(0), other.change());
        Done second = new Done(other.job().phase(), job, phases.get(1), student.change());
        return result(first, second, peer != null && first.end().isBetterThan(second.end()));
    }

    private static Blueprint required(Blueprint blueprint) {
        if (blueprint instanceof Blueprint.OfTeacher) {
            throw new IllegalArgumentException("network: it is made of a teacher that was trained before (expected"
                    + " another network with course together)");
        }
        return blueprint;
    }

    private Workshop.Member teacher(TrainingJob student) {
        if (!(plan.teacher() instanceof TeacherSource.Untrained untrained)) {
            throw new IllegalArgumentException("course: together trains the teacher at once with the student (expected"
                    + " a teacher to train, or a peer, was " + (plan.teacher() == null ? "none" : "one that is there")
                    + ")");
        }
        return new Workshop.Member(
                untrained.blueprint(),
                job(TrainingJob.TEACHER, untrained.training(), student, course.mutual() ? student.distill() : null),
                GraphChange.NONE);
    }

    private Workshop.Member peer(PeerSpec peer, TeacherSource.Untrained student, TrainingJob job) {
        if (plan.teacher() != null) {
            throw new IllegalArgumentException(
                    "course: two students learn from each other (expected no teacher, or no peer, was both)");
        }
        Blueprint blueprint = peer.network() == null ? student.blueprint() : required(Blueprint.of(peer.network()));
        if (blueprint instanceof Blueprint.Own) {
            throw new IllegalArgumentException(
                    "course: the peer is another network, and a block is there once (expected"
                            + " peer.network, was none)");
        }
        TrainingSpec training = peer.training() == null ? job.spec() : peer.training();
        TrainingJob own = job(PEER, training, job, peer.distill() == null ? job.distill() : peer.distill());
        return new Workshop.Member(blueprint, own.withPrune(job.prune()), options.change());
    }

    private static TrainingJob job(
            String phase, TrainingSpec training, TrainingJob student, @Nullable DistillSpec distill) {
        return new TrainingJob(phase, training.inStepWith(student.spec()), distill, null, student.seed());
    }

    private ExperimentResult result(Done first, Done second, boolean firstIsKept) {
        Done kept = firstIsKept ? first : second;
        Done other = firstIsKept ? second : first;
        TrainedModel student = exports.of(TrainingJob.STUDENT, kept.phase, kept.change, true);
        TrainedModel teacher = exports.of(TrainingJob.TEACHER, other.phase, other.change, course.mutual());
        TrainedModel ofFirst = firstIsKept ? student : teacher;
        TrainedModel ofSecond = firstIsKept ? teacher : student;
        return new ExperimentResult(
                teacher, student, List.of(step(first, ofFirst, firstIsKept), step(second, ofSecond, !firstIsKept)));
    }

    private static CourseStep step(Done done, TrainedModel model, boolean kept) {
        return new CourseStep(
                done.job.phase(),
                done.by,
                Weights.of(done.phase.network().block()).count(),
                done.end().validationScore(),
                model.test(),
                kept,
                List.of());
    }
}
