package dev.alambic.quantizer.strip;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of the channels of one value: which are constant for every input, and which somebody needs. */
final class Channels {
    private final String value;
    private final int axis;
    private final double[] constants;
    private final BitSet needed = new BitSet();
    private final Map<Integer, String> reasons = new TreeMap<>();

    /** @param constants the value of each channel, NaN where it depends on the input */
    Channels(String value, int axis, double[] constants) {
        this.value = value;
        this.axis = axis;
        this.constants = constants.clone();
    }

    static double[] unknown(int size) {
        double[] constants = new double[size];
        Arrays.fill(constants, Double.NaN);
        return constants;
    }

    String value() {
        return value;
    }

    int axis() {
        return axis;
    }

    int size() {
        return constants.length;
    }

    boolean isConstant(int channel) {
        return Double.isFinite(constants[channel]);
    }

    /** Returns the constant of {@code channel}, NaN if it depends on the input. */
    double constant(int channel) {
        return constants[channel];
    }

    boolean isNeeded(int channel) {
        return needed.get(channel);
    }

    boolean isEmpty() {
        return needed.isEmpty();
    }

    /** Marks {@code channel} as needed; returns whether that is news. */
    boolean need(int channel, String reason) {
        if (needed.get(channel)) {
            return false;
        }
        needed.set(channel);
        reasons.put(channel, reason);
        return true;
    }

    /** Returns why {@code channel}, which is needed, is. */
    String reason(int channel) {
        return reasons.getOrDefault(channel, "needed");
    }

    boolean needAll(String reason) {
        boolean news = false;
        for (int c = 0; c < size(); c++) {
            news |= need(c, reason);
        }
        return news;
    }

    /** Returns the channels to keep, ascending. */
    int[] kept() {
        return needed.stream().toArray();
    }

    /** Returns the channels to remove, ascending. */
    List<Integer> removed() {
        BitSet rest = new BitSet();
        rest.set(0, size());
        rest.andNot(needed);
        return rest.stream().boxed().toList();
    }

    boolean isCut() {
        return needed.cardinality() < size();
    }
}
