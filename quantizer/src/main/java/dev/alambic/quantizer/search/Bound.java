package dev.alambic.quantizer.search;

import java.util.Locale;

/** What a smaller model must still be able to do. */
public sealed interface Bound {

    /**
     * Returns whether a model is good enough.
     *
     * @param floating quality of the float model; more is better
     * @param quality of the model in question, in the same unit
     */
    boolean isMet(double floating, double quality);

    /** Returns the least quality that is good enough. */
    double least(double floating);

    /** Returns a bound on how much worse than the float model, in the unit of the quality; at least 0. */
    static Bound maxDrop(double drop) {
        return new MaxDrop(drop);
    }

    /** Returns a bound on the quality itself, which is a signal to noise ratio of the outputs in dB. */
    static Bound minSqnr(double decibels) {
        return new MinSqnr(decibels);
    }

    /** The quality of the float model less this, at least. */
    record MaxDrop(double drop) implements Bound {
        /** Differences of accuracies are of one part in millions at least; less is rounding of doubles. */
        private static final double ROUNDING = 1e-9;

        public MaxDrop {
            if (!(drop >= 0)) {
                throw new IllegalArgumentException("max-drop: expected a number from 0, was " + drop);
            }
        }

        @Override
        public boolean isMet(double floating, double quality) {
            return floating - quality <= drop + ROUNDING;
        }

        @Override
        public double least(double floating) {
            return floating - drop;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "a drop of at most %.3g", drop);
        }
    }

    /** These decibels, at least. */
    record MinSqnr(double decibels) implements Bound {
        public MinSqnr {
            if (!Double.isFinite(decibels)) {
                throw new IllegalArgumentException("min-sqnr: expected decibels, was " + decibels);
            }
        }

        @Override
        public boolean isMet(double floating, double quality) {
            return quality >= decibels;
        }

        @Override
        public double least(double floating) {
            return decibels;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "at least %.1f dB", decibels);
        }
    }
}
