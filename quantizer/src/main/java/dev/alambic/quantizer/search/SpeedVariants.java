package dev.alambic.quantizer.search;

import dev.alambic.quantizer.int8.Int8Unit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mixtures that may be faster than the one with the fewest float units.
 *
 * <p>What computes little gains little from integers and costs as many conversions as what computes much (depthwise
 * convolutions among them): so the units of one operator stay float, or all but those that do most of the
 * multiplications. And float units cost conversions where integers begin and end: so units between two float ones stay
 * float as well.
 */
record SpeedVariants(Candidates candidates, Set<String> needed) {
    /** Parts of all multiplications that stay integer. */
    private static final List<Double> SHARES = List.of(0.5, 0.7, 0.8, 0.9, 0.95, 0.99);

    private static final int WIDEST_BRIDGE = 2;

    /**
     * Returns sets of units to leave float, different ones, in a fixed order.
     *
     * @param needed names of units that are in each of them
     */
    static Set<Set<String>> of(Candidates candidates, Set<String> needed) {
        return new SpeedVariants(candidates, needed).variants();
    }

    private Set<Set<String>> variants() {
        List<Int8Unit> free = candidates.units().stream()
                .filter(unit -> !needed.contains(unit.name()))
                .toList();
        Set<Set<String>> variants = new LinkedHashSet<>();
        for (int width = 1; width <= WIDEST_BRIDGE; width++) {
            variants.add(bridged(width));
        }
        Set<String> operators = new TreeSet<>();
        free.forEach(unit -> operators.add(unit.opType()));
        operators.forEach(operator -> variants.add(floats(
                free.stream().filter(unit -> unit.opType().equals(operator)).toList())));
        List<Int8Unit> byWork = free.stream()
                .sorted(Comparator.comparingLong(candidates::macs).reversed())
                .toList();
        SHARES.forEach(share -> variants.add(floats(byWork.subList(count(byWork, share), byWork.size()))));
        variants.removeIf(names ->
                names.equals(needed) || names.size() == candidates.units().size());
        return variants;
    }

    /** Returns how many of the first units do at least {@code share} of the multiplications of all. */
    private int count(List<Int8Unit> units, double share) {
        double wanted = share * units.stream().mapToLong(candidates::macs).sum();
        double sum = 0;
        int count = 0;
        while (count < units.size() && sum < wanted) {
            sum += candidates.macs(units.get(count));
            count++;
        }
        return count;
    }

    private Set<String> floats(List<Int8Unit> units) {
        Set<String> floats = new HashSet<>(needed);
        units.forEach(unit -> floats.add(unit.name()));
        return floats;
    }

    /**
     * Returns what is needed and what lies between two of it, at most {@code width} units in the order of the graph.
     */
    private Set<String> bridged(int width) {
        Set<String> bridged = new HashSet<>(needed);
        List<String> units = candidates.units().stream().map(Int8Unit::name).toList();
        int last = -1;
        for (int i = 0; i < units.size(); i++) {
            if (needed.contains(units.get(i))) {
                if (last >= 0 && i - last - 1 <= width) {
                    bridged.addAll(units.subList(last + 1, i));
                }
                last = i;
            }
        }
        return bridged;
    }
}
