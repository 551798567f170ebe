package dev.alambic.quantizer.calibrate;

/** What is kept of a value from batch to batch where only its smallest and largest numbers count. */
interface RangeCollector {

    /** Takes the smallest and largest number of a batch. */
    void add(float min, float max);

    Range range();

    /** Keeps the extremes. */
    final class Extremes implements RangeCollector {
        private Range range = new Range(0, 0);

        @Override
        public void add(float min, float max) {
            range = range.including(Range.of(min, max));
        }

        @Override
        public Range range() {
            return range;
        }
    }

    /** Averages; see {@link CalibrationMethod.MovingAverage}. */
    final class Average implements RangeCollector {
        private final double constant;
        private long batches;
        private double min;
        private double max;

        Average(double constant) {
            this.constant = constant;
        }

        @Override
        public void add(float newMin, float newMax) {
            batches++;
            double weight = Math.max(constant, 1.0 / batches);
            min += weight * (newMin - min);
            max += weight * (newMax - max);
        }

        @Override
        public Range range() {
            return Range.of((float) min, (float) max);
        }
    }
}
