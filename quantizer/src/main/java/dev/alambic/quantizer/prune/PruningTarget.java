package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;

/** How much to cut. */
public sealed interface PruningTarget {

    /**
     * A part of the channels.
     *
     * @param ratio what goes, from 0 to below 1
     */
    record Ratio(double ratio) implements PruningTarget {
        public Ratio {
            if (!(ratio >= 0 && ratio < 1)) {
                throw new IllegalArgumentException(
                        "ratio: part of the channels to cut (expected 0 to below 1, was " + ratio + ")");
            }
        }
    }

    /** As few channels as leave at most so many elements of the weights. */
    record Parameters(long most) implements PruningTarget {
        public Parameters {
            positive("parameters", (double) most);
        }
    }

    /** As few channels as leave at most so many multiplications for one sample; see {@link PrunePlan#before()}. */
    record Macs(long most) implements PruningTarget {
        public Macs {
            positive("macs", (double) most);
        }
    }

    /**
     * As few channels as make a run take at most so long.
     *
     * @param meter measures a model that was cut; called some seven times
     */
    record Latency(double mostMillis, LatencyMeter meter) implements PruningTarget {
        public Latency {
            positive("latency", mostMillis);
        }
    }

    /** Measures how long one run of a model takes. */
    @FunctionalInterface
    interface LatencyMeter {

        /** Returns milliseconds. */
        double millis(OnnxModel model);
    }

    private static void positive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("target: " + what + " (expected above 0, was " + value + ")");
        }
    }
}
