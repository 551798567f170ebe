package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;

/** How the learning rate changes while training, as a factor on the optimizer's. */
public sealed interface LearningRateSchedule {

    /**
     * Returns the factor on the learning rate.
     *
     * @param progress part of the training after warm-up that is done, 0 to 1
     * @param epoch completed epochs after warm-up, with their fraction
     */
    double factor(double progress, double epoch);

    record Constant() implements LearningRateSchedule {
        public static Constant defaults() {
            return new Constant();
        }

        @Override
        public double factor(double progress, double epoch) {
            return 1;
        }
    }

    /**
     * From 1 down to {@code end} in a straight line.
     *
     * @param end factor at the end, 0 to 1
     */
    record Linear(double end) implements LearningRateSchedule {
        public Linear {
            Rule.fraction("end", end);
        }

        public static Linear defaults() {
            return new Linear(0);
        }

        @Override
        public double factor(double progress, double epoch) {
            return 1 + (end - 1) * progress;
        }
    }

    /**
     * From 1 down to {@code end} along half a cosine: Loshchilov and Hutter, arXiv:1608.03983, equation 5 without
     * restarts.
     *
     * @param end factor at the end, 0 to 1
     */
    record Cosine(double end) implements LearningRateSchedule {
        public Cosine {
            Rule.fraction("end", end);
        }

        public static Cosine defaults() {
            return new Cosine(0);
        }

        @Override
        public double factor(double progress, double epoch) {
            return end + (1 - end) * (1 + Math.cos(Math.PI * progress)) / 2;
        }
    }

    /**
     * Times {@code factor} after every so many epochs.
     *
     * @param every epochs between two changes
     * @param factor above 0, at most 1
     */
    record Step(int every, double factor) implements LearningRateSchedule {
        public Step {
            Rule.atLeastOne("every", every);
            Rule.require(factor > 0 && factor <= 1, "factor", "above 0, at most 1", factor);
        }

        public static Step defaults() {
            return new Step(10, 0.1);
        }

        @Override
        public double factor(double progress, double epoch) {
            return Math.pow(factor, Math.floor(epoch / every));
        }
    }

    /**
     * Up from {@code start} to 1 over the first part, then down to {@code end} along half a cosine: Smith and Topin,
     * arXiv:1708.07120, with the cosine that PyTorch uses.
     *
     * @param rise part of the training spent going up, above 0 and below 1
     * @param start factor at the start, 0 to 1
     * @param end factor at the end, 0 to 1
     */
    record OneCycle(double rise, double start, double end) implements LearningRateSchedule {
        public OneCycle {
            Rule.require(rise > 0 && rise < 1, "rise", "above 0 and below 1", rise);
            Rule.fraction("start", start);
            Rule.fraction("end", end);
        }

        public static OneCycle defaults() {
            return new OneCycle(0.2, 0.04, 0);
        }

        @Override
        public double factor(double progress, double epoch) {
            return progress < rise
                    ? start + (1 - start) * progress / rise
                    : new Cosine(end).factor((progress - rise) / (1 - rise), epoch);
        }
    }
}
