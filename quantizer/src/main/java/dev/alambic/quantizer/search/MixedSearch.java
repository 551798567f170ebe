package dev.alambic.quantizer.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The search for few units that must stay float.
 *
 * <ol>
 *   <li>Each unit, or each group of neighbours if there are more units than tries, is made integer alone, which tells
 *       what harm it does.
 *   <li>The most harmful are made float together, as many as the bound takes: 1, 2, 4, ..., then by halving.
 *   <li>Of these, each that is not needed after all becomes integer again, the least harmful first.
 * </ol>
 *
 * <p>The other way round, one unit float in an integer model, as NNCF does (accuracy control, ranker), tells little
 * where several units do most of the harm: leaving any of them float alone brings next to nothing.
 */
final class MixedSearch {
    private final Journal journal;
    private final List<Sensitivity> sensitivities = new ArrayList<>();

    MixedSearch(Journal journal) {
        this.journal = journal;
    }

    /** Returns the most harmful units first, once {@link #run} has found out. */
    List<Sensitivity> sensitivities() {
        return sensitivities;
    }

    /** Returns few units with which float the model meets the bound, none if half of the tries do not find them. */
    Set<String> run() {
        rank();
        int count = smallestPrefix();
        return count == 0 ? Set.of() : units(reduced(sensitivities.subList(0, count)));
    }

    private void rank() {
        for (List<String> group : groups()) {
            Set<String> floats = new LinkedHashSet<>(journal.units());
            group.forEach(floats::remove);
            sensitivities.add(new Sensitivity(group, journal.closeness(floats)));
        }
        sensitivities.sort(Comparator.comparingDouble(Sensitivity::closeness));
    }

    private List<List<String>> groups() {
        List<String> units = journal.units();
        int most = journal.options().maxTries();
        int size = (units.size() + most - 1) / most;
        List<List<String>> groups = new ArrayList<>();
        for (int start = 0; start < units.size(); start += size) {
            groups.add(units.subList(start, Math.min(units.size(), start + size)));
        }
        return groups;
    }

    /** Returns how many of the most harmful units are enough, 0 if no number of them is. */
    private int smallestPrefix() {
        int low = 0;
        int high = 1;
        while (high < sensitivities.size() && !isMet(sensitivities.subList(0, high))) {
            low = high;
            high = Math.min(2 * high, sensitivities.size());
            if (journal.isHalfFull()) {
                return 0;
            }
        }
        if (high == sensitivities.size() && !isMet(sensitivities)) {
            return 0;
        }
        while (high - low > 1 && !journal.isHalfFull()) {
            int middle = (low + high) / 2;
            if (isMet(sensitivities.subList(0, middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean isMet(Collection<Sensitivity> floats) {
        return journal.judge(units(floats)).row().meetsBound();
    }

    private List<Sensitivity> reduced(List<Sensitivity> enough) {
        List<Sensitivity> needed = new ArrayList<>(enough);
        for (int i = enough.size() - 1; i >= 0 && needed.size() > 1 && !journal.isHalfFull(); i--) {
            List<Sensitivity> fewer = new ArrayList<>(needed);
            fewer.remove(enough.get(i));
            if (isMet(fewer)) {
                needed = fewer;
            }
        }
        return needed;
    }

    private static Set<String> units(Collection<Sensitivity> chosen) {
        return chosen.stream().flatMap(each -> each.units().stream()).collect(Collectors.toSet());
    }
}
