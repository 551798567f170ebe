package dev.alambic.quantizer.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The search for few units that must stay float.
 *
 * <ol>
 *   <li>Each unit, or each group of neighbours if there are more units than tries, is made float alone, which tells
 *       what it brings.
 *   <li>The units that bring most are made float together, as many as the bound takes: 1, 2, 4, ..., then by halving.
 *   <li>Of these, each that is not needed after all becomes integer again, the least harmful first.
 *   <li>Float units cost conversions where integers begin and end, so sets in which integer units between two float
 *       ones are float as well are tried too; which is the fastest is measured.
 * </ol>
 *
 * <p>Making one unit float in an integer model, rather than integer in a float one, is what NNCF does (accuracy
 * control, ranker) and sees what units do to each other.
 */
final class MixedSearch {
    private static final int WIDEST_BRIDGE = 2;

    private final Journal journal;
    private final List<String> base;
    private final List<Sensitivity> sensitivities = new ArrayList<>();

    /** @param base units that stay float in any case */
    MixedSearch(Journal journal, List<String> base) {
        this.journal = journal;
        this.base = base;
    }

    /** Returns the most harmful units first, once {@link #run} has found out. */
    List<Sensitivity> sensitivities() {
        return sensitivities;
    }

    /** Returns models that meet the bound with few float units, none if there is none within the tries. */
    List<Trial> run() {
        rank();
        int count = smallestPrefix();
        if (count == 0) {
            return List.of();
        }
        List<Sensitivity> needed = reduced(sensitivities.subList(0, count));
        Set<Trial> found = new LinkedHashSet<>();
        for (int bridge = 0; bridge <= WIDEST_BRIDGE; bridge++) {
            Set<String> floats = bridged(floats(needed), bridge);
            if (bridge == 0 || !journal.isFull()) {
                found.add(journal.judge(floats));
            }
        }
        return found.stream().filter(trial -> trial.meetsBound()).toList();
    }

    private void rank() {
        double before = journal.closeness(base);
        for (List<String> group : groups()) {
            Set<String> floats = new LinkedHashSet<>(base);
            floats.addAll(group);
            sensitivities.add(new Sensitivity(group, journal.closeness(floats) - before));
        }
        sensitivities.sort(Comparator.comparingDouble(Sensitivity::gain).reversed());
    }

    private List<List<String>> groups() {
        List<String> free =
                journal.units().stream().filter(unit -> !base.contains(unit)).toList();
        int most = journal.options().maxTries();
        int size = (free.size() + most - 1) / most;
        List<List<String>> groups = new ArrayList<>();
        for (int start = 0; start < free.size(); start += size) {
            groups.add(free.subList(start, Math.min(free.size(), start + size)));
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
            if (journal.isFull()) {
                return 0;
            }
        }
        if (sensitivities.isEmpty() || !isMet(sensitivities.subList(0, high))) {
            return 0;
        }
        while (high - low > 1 && !journal.isFull()) {
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
        return journal.judge(floats(floats)).meetsBound();
    }

    private List<Sensitivity> reduced(List<Sensitivity> enough) {
        List<Sensitivity> needed = new ArrayList<>(enough);
        for (int i = enough.size() - 1; i >= 0 && needed.size() > 1 && !journal.isFull(); i--) {
            List<Sensitivity> fewer = new ArrayList<>(needed);
            fewer.remove(enough.get(i));
            if (isMet(fewer)) {
                needed = fewer;
            }
        }
        return needed;
    }

    private Set<String> floats(Collection<Sensitivity> chosen) {
        Set<String> floats = new LinkedHashSet<>(base);
        chosen.forEach(each -> floats.addAll(each.units()));
        return floats;
    }

    /** Returns {@code floats} and what lies between two of them, at most {@code width} units of the order. */
    private Set<String> bridged(Set<String> floats, int width) {
        Set<String> bridged = new LinkedHashSet<>(floats);
        List<String> units = journal.units();
        int last = -1;
        for (int i = 0; i < units.size(); i++) {
            if (floats.contains(units.get(i))) {
                if (last >= 0 && i - last - 1 <= width) {
                    bridged.addAll(units.subList(last + 1, i));
                }
                last = i;
            }
        }
        return bridged;
    }
}
