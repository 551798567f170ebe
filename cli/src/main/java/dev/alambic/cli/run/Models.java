package dev.alambic.cli.run;

/** What the models of a run are called. */
final class Models {

    static final String TEACHER = "teacher";
    static final String STUDENT = "student";
    private static final String STRIPPED = "-stripped";
    private static final String FP16 = "-fp16";
    private static final String INT8 = "-int8";

    private Models() {}

    static String stripped(String model) {
        return model + STRIPPED;
    }

    static String fp16(String model) {
        return model + FP16;
    }

    static String int8(String model) {
        return model + INT8;
    }

    /** Returns whether the form of this name answers differently from the model that it was made from. */
    static boolean isLossy(String model) {
        return isFp16(model) || model.endsWith(INT8);
    }

    static boolean isFp16(String model) {
        return model.endsWith(FP16);
    }
}
