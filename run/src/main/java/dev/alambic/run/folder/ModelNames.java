package dev.alambic.run.folder;

/** What the models of a run are called. */
public final class ModelNames {

    public static final String TEACHER = "teacher";
    public static final String STUDENT = "student";
    private static final String STRIPPED = "-stripped";
    private static final String FP16 = "-fp16";
    private static final String INT8 = "-int8";

    private ModelNames() {}

    public static String stripped(String model) {
        return model + STRIPPED;
    }

    public static String fp16(String model) {
        return model + FP16;
    }

    public static String int8(String model) {
        return model + INT8;
    }

    /** Returns whether the form of this name answers differently from the model that it was made from. */
    public static boolean isLossy(String model) {
        return isFp16(model) || model.endsWith(INT8);
    }

    static boolean isFp16(String model) {
        return model.endsWith(FP16);
    }
}
