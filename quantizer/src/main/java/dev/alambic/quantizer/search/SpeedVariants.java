package dev.alambic.quantizer.search;

import dev.alambic.quantizer.int8.Int8Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mixtures that may be faster than all integers: without the units of one operator, and without the small ones, which
 * gain least from integers and cost as many conversions as the large ones (depthwise convolutions among them).
 */
final class SpeedVariants {
    private static final int QUARTERS = 4;

    private SpeedVariants() {}

    /** Returns sets of units to leave float, different ones, in a fixed order. */
    static List<Set<String>> of(List<Int8Unit> units) {
        Set<Set<String>> variants = new LinkedHashSet<>();
        Set<String> operators = new TreeSet<>();
        units.forEach(unit -> operators.add(unit.opType()));
        for (String operator : operators) {
            variants.add(names(units.stream()
                    .filter(unit -> unit.opType().equals(operator))
                    .toList()));
        }
        List<Int8Unit> bySize = units.stream()
                .sorted(Comparator.comparingLong(Int8Unit::weights))
                .toList();
        for (int quarter = 1; quarter < QUARTERS; quarter++) {
            variants.add(names(bySize.subList(0, units.size() * quarter / QUARTERS)));
        }
        variants.removeIf(names -> names.isEmpty() || names.size() == units.size());
        return new ArrayList<>(variants);
    }

    private static Set<String> names(List<Int8Unit> units) {
        return new LinkedHashSet<>(units.stream().map(Int8Unit::name).toList());
    }
}
