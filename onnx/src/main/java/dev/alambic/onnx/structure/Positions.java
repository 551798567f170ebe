package dev.alambic.onnx.structure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The positions along one axis that belong to each unit of a group, ascending; at least one each. */
public final class Positions {
    private final int[] starts;
    private final int[] positions;

    private Positions(int[] starts, int[] positions) {
        this.starts = starts;
        this.positions = positions;
    }

    /** @param byUnit the positions of each unit */
    static Positions of(List<List<Integer>> byUnit) {
        int[] starts = new int[byUnit.size() + 1];
        for (int unit = 0; unit < byUnit.size(); unit++) {
            starts[unit + 1] = starts[unit] + byUnit.get(unit).size();
        }
        return new Positions(
                starts,
                byUnit.stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .toArray());
    }

    public int units() {
        return starts.length - 1;
    }

    public IntStream of(int unit) {
        return Arrays.stream(positions, starts[unit], starts[unit + 1]);
    }

    public int count(int unit) {
        return starts[unit + 1] - starts[unit];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions same
                && Arrays.equals(starts, same.starts)
                && Arrays.equals(positions, same.positions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(positions);
    }

    @Override
    public String toString() {
        return positions.length + " positions of " + units() + " units";
    }
}
