package dev.alambic.data.set;

import dev.alambic.data.file.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Deals the groups of a data set to parts, whole: the largest first, those of equal size in the order of the seed; of
 * each class one to train on, and then each to the part that is filled least with it, counted class by class. A
 * function of the seed and of the groups, not of the order of the samples.
 */
final class GroupSplit {
    private final Dataset data;
    private final int[] strata;
    private final int stratumCount;

    GroupSplit(Dataset data) {
        this.data = data;
        Strata all = Strata.of(data.targets());
        this.strata = all.groups();
        this.stratumCount = all.count();
    }

    private static final class Group {
        private final long order;
        private final Map<Integer, Integer> counts = new HashMap<>();
        private int size;
        private int part;

        Group(long order) {
            this.order = order;
        }

        void addTo(int newPart, double[][] have, int[] groupsOf) {
            part = newPart;
            counts.forEach((stratum, count) -> have[newPart][stratum] += count);
            groupsOf[newPart]++;
        }
    }

    /**
     * Returns the parts.
     *
     * @param shares of the samples that each part should have; the first is that to train on
     */
    List<Dataset> parts(double[] shares, long seed) {
        Map<Integer, Group> groups = new HashMap<>();
        for (int i = 0; i < data.size(); i++) {
            Group group = groups.computeIfAbsent(
                    data.group(i), id -> new Group(Seeds.random(seed, 0, id).nextLong()));
            group.size++;
            group.counts.merge(strata[i], 1, Integer::sum);
        }
        deal(groups, shares);
        return IntStream.range(0, shares.length)
                .mapToObj(part -> part(groups, part))
                .toList();
    }

    private void deal(Map<Integer, Group> groups, double[] shares) {
        double[] totals = new double[stratumCount];
        for (int stratum : strata) {
            totals[stratum]++;
        }
        double[][] have = new double[shares.length][stratumCount];
        int[] groupsOf = new int[shares.length];
        List<Group> sorted = groups.values().stream()
                .sorted(Comparator.<Group>comparingInt(group -> -group.size).thenComparingLong(group -> group.order))
                .toList();
        List<Group> others = new ArrayList<>();
        for (Group group : sorted) {
            if (group.counts.keySet().stream().anyMatch(stratum -> have[0][stratum] == 0)) {
                group.addTo(0, have, groupsOf);
            } else {
                others.add(group);
            }
        }
        requireEnough(others.size(), shares);
        for (int i = 0; i < others.size(); i++) {
            Group group = others.get(i);
            group.addTo(part(group, others.size() - i, have, groupsOf, totals, shares), have, groupsOf);
        }
    }

    /** Returns the part that is filled least with a group; the last groups go to parts that have none. */
    private static int part(Group group, int left, double[][] have, int[] groupsOf, double[] totals, double[] shares) {
        long empty = IntStream.range(0, shares.length)
                .filter(part -> shares[part] > 0 && groupsOf[part] == 0)
                .count();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int part = 0; part < shares.length; part++) {
            boolean isOpen = shares[part] > 0 && (left > empty || groupsOf[part] == 0);
            double filled = isOpen ? filled(group, have[part], totals, shares[part]) : Double.POSITIVE_INFINITY;
            if (filled < least) {
                least = filled;
                best = part;
            }
        }
        return best;
    }

    private void requireEnough(int others, double[] shares) {
        long parts = Arrays.stream(shares).skip(1).filter(share -> share > 0).count();
        if (others < parts) {
            throw new InvalidDataException(
                    data.name(),
                    "too few groups to split, once each class has one to train on (data.group)",
                    "at least " + parts + " more",
                    others);
        }
    }

    /** Returns how full a part would be with a group, the mean over its samples. */
    private static double filled(Group group, double[] have, double[] totals, double share) {
        double sum = 0;
        for (Map.Entry<Integer, Integer> entry : group.counts.entrySet()) {
            int count = entry.getValue();
            sum += count * (have[entry.getKey()] + count) / (share * totals[entry.getKey()]);
        }
        return sum / group.size;
    }

    private Dataset part(Map<Integer, Group> groups, int part) {
        int[] taken = new int[data.size()];
        int count = 0;
        for (int i = 0; i < data.size(); i++) {
            Group group = groups.get(data.group(i));
            if (group != null && group.part == part) {
                taken[count++] = i;
            }
        }
        return data.subset(Arrays.copyOf(taken, count));
    }
}
