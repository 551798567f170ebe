package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;

/** The weight of the teacher's word against the labels', over the training: 1 = teacher alone, 0 = labels alone. */
public sealed interface AlphaSchedule {

    /**
     * Returns the weight.
     *
     * @param progress 0 in the first epoch, 1 in the last
     * @return 0 to 1
     */
    double at(double progress);

    record Constant(double value) implements AlphaSchedule {
        public Constant {
            Rule.fraction("value", value);
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
    record Linear(double from, double to) implements AlphaSchedule {
        public Linear {
            Rule.fraction("from", from);
            Rule.fraction("to", to);
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
    record Cosine(double from, double to) implements AlphaSchedule {
        public Cosine {
            Rule.fraction("from", from);
            Rule.fraction("to", to);
        }

        public static Cosine defaults() {
            return new Cosine(0.7, 0.3);
        }

        @Override
        public double at(double progress) {
            return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    }

    static AlphaSchedule constant(double value) {
        return new Constant(value);
    }

    static AlphaSchedule linear(double from, double to) {
        return new Linear(from, to);
    }

    static AlphaSchedule cosine(double from, double to) {
        return new Cosine(from, to);
    }
}
