package dev.alambic.onnx.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Collects the units that appear in the same places into groups. */
final class Groups {
    private final DependencyGraph graph;
    private final Set<String> weights;

    /** The positions of each unit in each place, both in the order of their first appearance. */
    private final Map<Integer, Map<ValueAxis, List<Integer>>> byUnit = new LinkedHashMap<>();

    private final Map<ValueAxis, Integer> sizes = new HashMap<>();

    private Groups(DependencyGraph graph, Set<String> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    static List<ChannelGroup> of(DependencyGraph graph, Set<String> weights) {
        Groups groups = new Groups(graph, weights);
        graph.places().forEach(groups::collect);
        return groups.collected();
    }

    private void collect(ValueAxis place) {
        int[] units = graph.units(place).orElseThrow();
        sizes.put(place, units.length);
        for (int position = 0; position < units.length; position++) {
            byUnit.computeIfAbsent(units[position], unit -> new LinkedHashMap<>())
                    .computeIfAbsent(place, where -> new ArrayList<>())
                    .add(position);
        }
    }

    /** What units of one group have in common. */
    private record Kind(List<ValueAxis> places, boolean isFixed) {}

    private List<ChannelGroup> collected() {
        Map<Kind, List<Integer>> byKind = new LinkedHashMap<>();
        byUnit.forEach((unit, places) -> byKind.computeIfAbsent(
                        new Kind(
                                List.copyOf(places.keySet()),
                                graph.fixedBecause(unit).isPresent()),
                        kind -> new ArrayList<>())
                .add(unit));
        List<ChannelGroup> groups = new ArrayList<>();
        byKind.forEach((kind, units) -> {
            if (kind.places().stream().anyMatch(place -> weights.contains(place.value()))) {
                groups.add(group(kind.places(), units));
            }
        });
        return groups;
    }

    private ChannelGroup group(List<ValueAxis> places, List<Integer> units) {
        List<ChannelGroup.Member> members = places.stream()
                .map(place -> new ChannelGroup.Member(
                        place, sizes.getOrDefault(place, 0), positions(units, place), weights.contains(place.value())))
                .toList();
        String name = places.stream()
                .map(ValueAxis::value)
                .filter(value -> !weights.contains(value))
                .findFirst()
                .orElse(places.get(0).value());
        return new ChannelGroup(
                name, units.size(), members, first(units, graph::fixedBecause), first(units, graph::inexactBecause));
    }

    private Positions positions(List<Integer> units, ValueAxis place) {
        return Positions.of(units.stream()
                .map(unit -> byUnit.getOrDefault(unit, Map.of()).getOrDefault(place, List.of()))
                .toList());
    }

    private static String first(List<Integer> units, IntFunction<Optional<String>> reason) {
        return units.stream()
                .flatMap(unit -> reason.apply(unit).stream())
                .findFirst()
                .orElse("");
    }
}
