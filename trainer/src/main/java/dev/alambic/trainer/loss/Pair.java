package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A value of the teacher and the value of the student that is to become like it. */
public record Pair(Tap teacher, Tap student) {

    public Pair {
        if (teacher.isStudent() || !student.isStudent()) {
            throw new IllegalArgumentException(
                    "map: it leads from a teacher to the student (was " + teacher + ": " + student + ")");
        }
    }

    static Set<Tap> taps(List<Pair> pairs) {
        Set<Tap> taps = new TreeSet<>();
        pairs.forEach(pair -> {
            taps.add(pair.teacher);
            taps.add(pair.student);
        });
        return taps;
    }

    /** Both values of a pair in one step. */
    record Values(NDArray teacher, NDArray student) {}

    Values values(Signals signals) {
        return new Values(signals.tap(teacher), signals.tap(student));
    }

    /** Returns the values of all pairs; without pairs the answers of both. */
    static List<Values> all(List<Pair> pairs, Signals signals) {
        return pairs.isEmpty()
                ? List.of(new Values(signals.teacherLogits(), signals.logits()))
                : pairs.stream().map(pair -> pair.values(signals)).toList();
    }

    @Override
    public String toString() {
        return teacher + ": " + student;
    }
}
