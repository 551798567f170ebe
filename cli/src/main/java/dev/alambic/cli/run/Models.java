package dev.alambic.cli.run;

/** What the models of a run are called. */
final class Models {

    static final String TEACHER = "teacher";
    static final String STUDENT = "student";
    static final String STRIPPED = "student-stripped";
    static final String FP16 = "student-fp16";
    static final String INT8 = "student-int8";

    private Models() {}
}
