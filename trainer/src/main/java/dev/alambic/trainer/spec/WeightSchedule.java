package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;

/** How much something counts over the training, at least 0. */
public sealed interface WeightSchedule {

    /**
     * Returns the weight.
     *
     * @param progress 0 in the first epoch, 1 in the last
     * @return at least 0
     */
    double at(double progress);

    record Constant(double value) implements WeightSchedule {
        public Constant {
            Rule.atLeastZero("value", value);
        }

        public static Constant defaults() {
            return new Constant(0.7);
        }

        @Override
        public double at(double progress) {
            return value;
        }
    }

    /** A straight line. */
    record Linear(double from, double to) implements WeightSchedule {
        public Linear {
            Rule.atLeastZero("from", from);
            Rule.atLeastZero("to", to);
        }

        public static Linear defaults() {
            return new Linear(0.7, 0.3);
        }

        @Override
        public double at(double progress) {
            return from + (to - from) * progress;
        }
    }

    /** Half a cosine: slow at both ends. */
    record Cosine(double from, double to) implements WeightSchedule {
        public Cosine {
            Rule.atLeastZero("from", from);
            Rule.atLeastZero("to", to);
        }

        public static Cosine defaults() {
            return new Cosine(0.7, 0.3);
        }

        @Override
        public double at(double progress) {
            return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    }

    static WeightSchedule constant(double value) {
        return new Constant(value);
    }

    static WeightSchedule linear(double from, double to) {
        return new Linear(from, to);
    }

    static WeightSchedule cosine(double from, double to) {
        return new Cosine(from, to);
    }
}
