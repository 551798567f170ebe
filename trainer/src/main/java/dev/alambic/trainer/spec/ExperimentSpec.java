package dev.alambic.trainer.spec;

import dev.alambic.onnx.edit.Ensemble;
import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A teacher and the student that learns from it; either can be alone.
 *
 * @param name what the models are called by, letters, digits, dot, dash and underscore
 * @param seed decides initial weights, order of the samples, dropout and augmentation
 * @param teacher null = the student learns from the labels alone
 * @param teachers several ONNX models that answer together, by name, instead of {@code teacher}; empty = one or none
 * @param vote how several answers become one
 * @param student null = the teacher alone is trained
 */
@RecordBuilder
public record ExperimentSpec(
        String name,
        long seed,
        @Nullable TeacherSpec teacher,
        Map<String, MemberSpec> teachers,
        Ensemble.Vote vote,
        @Nullable StudentSpec student)
        implements ExperimentSpecBuilder.With {

    /** An experiment with one teacher, or none. */
    public ExperimentSpec(String name, long seed, @Nullable TeacherSpec teacher, @Nullable StudentSpec student) {
        this(name, seed, teacher, Map.of(), Ensemble.Vote.PROBABILITIES, student);
    }

    public ExperimentSpec {
        teachers = Collections.unmodifiableMap(new LinkedHashMap<>(teachers));
        Rule.require(
                teachers.isEmpty() || (teacher == null && student != null),
                "teachers",
                "a student, and no other teacher",
                student == null ? "no student" : "both");
        Rule.require(name.matches("[A-Za-z0-9._-]+"), "name", "letters, digits, dot, dash, underscore", name);
        Rule.require(
                student != null || (teacher != null && teacher.file() == null),
                "student",
                "a student, or a teacher to train",
                teacher == null ? "neither" : "the file " + teacher.file());
        boolean peers =
                student != null && student.course() instanceof Course.Together together && together.peer() != null;
        Rule.require(
                teacher != null || !teachers.isEmpty() || student == null || student.distill() == null || peers,
                "distill",
                "a teacher to distil from",
                "no teacher");
        boolean ofTeacher = student != null && student.network() instanceof NetworkSpec.Teacher;
        Rule.require(
                !ofTeacher || teacher != null,
                "student",
                "one teacher, which its network is made of",
                teachers.isEmpty() ? "none" : teachers.size() + " that answer together");
    }

    public static ExperimentSpec defaults() {
        return new ExperimentSpec("experiment", 1, null, StudentSpec.defaults());
    }
}
