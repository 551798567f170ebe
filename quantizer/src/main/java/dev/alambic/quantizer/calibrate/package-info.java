/**
 * From samples to the ranges of values: each batch is reduced when it has run, so that memory does not grow with the
 * number of samples.
 *
 * <pre>{@code
 * Calibrator         = samples, CalibrationMethod, CalibrationProgress, CalibrationCache?
 * CalibrationMethod  = MinMax | MovingAverage | Percentile | Entropy | MeanSquaredError
 * Range              = min <= 0, max >= 0
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.calibrate;

import org.jspecify.annotations.NullMarked;
