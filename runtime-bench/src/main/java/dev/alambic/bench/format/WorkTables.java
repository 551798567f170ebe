package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the models do, operator by operator, and which nodes take longest. */
final class WorkTables {
    private static final int SLOWEST = 10;

    /** Fewer show as zero. */
    private static final int LEAST_BYTES = 50;

    private WorkTables() {}

    static List<Section> of(Comparison comparison) {
        List<Section> sections = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            Work work = model.work();
            Profile profile = model.profile();
            if (work != null) {
                sections.add(new Section(
                        model.name() + ": work and weights by operator, batch " + work.batch(), operators(work)));
            }
            if (profile != null) {
                sections.add(new Section(
                        model.name() + ": time by operator of the runtime, " + profile.setting(), times(profile)));
                sections.add(new Section(model.name() + ": slowest nodes", nodes(profile)));
            }
        }
        return sections;
    }

    private static TextTable operators(Work work) {
        return new TextTable(
                List.of("operator", "nodes", "MACs", "weights kB"),
                work.operators().stream()
                        .filter(operator -> operator.macs() > 0 || operator.weightBytes() >= LEAST_BYTES)
                        .map(operator -> List.of(
                                operator.operator(),
                                Numbers.format("%,d", operator.nodes()),
                                Numbers.format("%,d", operator.macs()),
                                Numbers.format("%,.1f", operator.weightBytes() / 1000.0)))
                        .toList());
    }

    private static TextTable times(Profile profile) {
        return new TextTable(
                List.of("operator", "nodes", "on integers", "µs", "share %"),
                profile.byOperator().stream()
                        .map(operator -> List.of(
                                operator.operator(),
                                Numbers.format("%,d", operator.nodes()),
                                Numbers.format("%,d", operator.integer()),
                                Numbers.micros(operator.micros()),
                                Numbers.format("%.1f", 100 * operator.share())))
                        .toList());
    }

    private static TextTable nodes(Profile profile) {
        double total =
                profile.nodes().stream().mapToDouble(Profile.NodeTime::micros).sum();
        return new TextTable(
                List.of("node", "operator", "integers", "µs", "share %"),
                profile.nodes().stream()
                        .sorted(Comparator.comparingDouble(Profile.NodeTime::micros)
                                .reversed())
                        .limit(SLOWEST)
                        .map(node -> List.of(
                                node.node(),
                                node.operator(),
                                node.integer() ? "yes" : "no",
                                Numbers.micros(node.micros()),
                                Numbers.format("%.1f", total == 0 ? 0 : 100 * node.micros() / total)))
                        .toList());
    }
}
