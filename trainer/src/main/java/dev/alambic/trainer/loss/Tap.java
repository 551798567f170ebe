package dev.alambic.trainer.loss;

import java.util.Comparator;

/**
 * A value inside a model.
 *
 * @param model {@link #STUDENT}, {@link #TEACHER}, or the name of one of several teachers
 * @param value its name in an ONNX graph, or the path of the layer that gives it
 */
public record Tap(String model, String value) implements Comparable<Tap> {

    public static final String STUDENT = "student";
    public static final String TEACHER = "teacher";

    public static Tap student(String value) {
        return new Tap(STUDENT, value);
    }

    public static Tap teacher(String value) {
        return new Tap(TEACHER, value);
    }

    public boolean isStudent() {
        return model.equals(STUDENT);
    }

    @Override
    public int compareTo(Tap other) {
        return Comparator.comparing(Tap::model).thenComparing(Tap::value).compare(this, other);
    }

    @Override
    public String toString() {
        return model + "." + value;
    }
}
