package dev.alambic.quantizer.calibrate;

/** How the range of a value is chosen from what it was on the samples. */
public sealed interface CalibrationMethod {

    /** Returns the smallest and largest number; the default: nothing is cut off. */
    static CalibrationMethod minMax() {
        return new MinMax();
    }

    /** Returns the average over the batches, of up to 100 and then fading. */
    static CalibrationMethod movingAverage() {
        return new MovingAverage(0.01);
    }

    /** Returns the range of 99.99 % of the numbers. */
    static CalibrationMethod percentile() {
        return new Percentile(99.99);
    }

    static CalibrationMethod entropy() {
        return new Entropy();
    }

    static CalibrationMethod meanSquaredError() {
        return new MeanSquaredError();
    }

    /** The smallest and largest number over all samples. */
    record MinMax() implements CalibrationMethod {}

    /**
     * The average of the smallest and of the largest number of each batch: {@code m += max(constant, 1 / n) * (x - m)}
     * at batch n, which is the plain mean of the first {@code 1 / constant} batches, then one that forgets.
     *
     * @param constant weight of a new batch, 0 (the plain mean) to 1 (the last batch alone)
     */
    record MovingAverage(double constant) implements CalibrationMethod {
        public MovingAverage {
            if (!(constant >= 0 && constant <= 1)) {
                throw new IllegalArgumentException(
                        "moving average: the constant is a weight (expected 0 to 1, was " + constant + ")");
            }
        }
    }

    /**
     * The middle {@code percent} of the numbers: as many are cut off below as above.
     *
     * @param percent more than 50, at most 100
     */
    record Percentile(double percent) implements CalibrationMethod {
        public Percentile {
            if (!(percent > 50 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "percentile: it keeps most numbers (expected more than 50, at most 100, was " + percent + ")");
            }
        }
    }

    /**
     * The range whose 8-bit numbers are distributed most like the original ones (least Kullback-Leibler divergence).
     */
    record Entropy() implements CalibrationMethod {}

    /** The range with the least mean squared error of rounding and cutting off, in 8 bits. */
    record MeanSquaredError() implements CalibrationMethod {}
}
