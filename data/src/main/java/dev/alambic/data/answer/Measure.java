package dev.alambic.data.answer;

import java.util.Arrays;
import java.util.Optional;

/** A figure of how good a model is; of several, the first here is the one that models are chosen by. */
public enum Measure {
    ACCURACY("accuracy", "accuracy", true, Unit.SHARE),
    MACRO_AUC("macroAuc", "macro AUC", true, Unit.SHARE),
    MACRO_PRECISION("macroPrecision", "macro precision", true, Unit.SHARE),
    MACRO_RECALL("macroRecall", "macro recall", true, Unit.SHARE),
    MACRO_F1("macroF1", "macro F1", true, Unit.SHARE),
    MICRO_F1("microF1", "micro F1", true, Unit.SHARE),
    EXACT_MATCH("exactMatch", "exact match", true, Unit.SHARE),
    CALIBRATION_ERROR("expectedCalibrationError", "calibration error", false, Unit.SHARE),
    R2("r2", "R²", true, Unit.PLAIN),
    MAE("mae", "MAE", false, Unit.TARGET),
    RMSE("rmse", "RMSE", false, Unit.TARGET),
    /** Of several tasks: the mean of what each of them is chosen by. */
    MEAN_SCORE("meanScore", "mean score", true, Unit.PLAIN);

    /** What a figure counts in. */
    public enum Unit {
        /** 0 to 1, shown in percent. */
        SHARE,
        /** No unit. */
        PLAIN,
        /** The unit of the target. */
        TARGET
    }

    private final String key;
    private final String title;
    private final boolean higherIsBetter;
    private final Unit unit;

    Measure(String key, String title, boolean higherIsBetter, Unit unit) {
        this.key = key;
        this.title = title;
        this.higherIsBetter = higherIsBetter;
        this.unit = unit;
    }

    /** Returns the figure of a name in files; empty if none is called so. */
    public static Optional<Measure> ofKey(String key) {
        return Arrays.stream(values())
                .filter(measure -> measure.key.equals(key))
                .findFirst();
    }

    /** Returns its name in files. */
    public String key() {
        return key;
    }

    /** Returns its name for people. */
    public String title() {
        return title;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    public Unit unit() {
        return unit;
    }
}
