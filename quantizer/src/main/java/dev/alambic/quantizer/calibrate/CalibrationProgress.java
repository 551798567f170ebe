package dev.alambic.quantizer.calibrate;

/** Hears how far calibration has come. */
@FunctionalInterface
public interface CalibrationProgress {

    /** Called after each batch of samples. */
    void batchDone(long batches);

    /** Returns one that does nothing. */
    static CalibrationProgress silent() {
        return batches -> {};
    }
}
