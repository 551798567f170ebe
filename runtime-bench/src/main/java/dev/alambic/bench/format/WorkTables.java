package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Work;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
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
        return new Columns<Work.OperatorWork>()
                .text("operator", Work.OperatorWork::operator)
                .text("nodes", operator -> Numbers.grouped(operator.nodes()))
                .text("MACs", operator -> Numbers.grouped(operator.macs()))
                .text("weights kB", operator -> Numbers.grouped(operator.weightBytes() / 1000.0, 1))
                .table(work.operators().stream()
                        .filter(operator -> operator.macs() > 0 || operator.weightBytes() >= LEAST_BYTES)
                        .toList());
    }

    private static TextTable times(Profile profile) {
        return new Columns<Profile.OperatorTime>()
                .text("operator", Profile.OperatorTime::operator)
                .text("nodes", operator -> Numbers.grouped(operator.nodes()))
                .text("on integers", operator -> Numbers.grouped(operator.integer()))
                .text("µs", operator -> Numbers.fourDigits(operator.micros()))
                .text("share %", operator -> Numbers.fixed(100 * operator.share(), 1))
                .table(profile.byOperator());
    }

    private static TextTable nodes(Profile profile) {
        double total =
                profile.nodes().stream().mapToDouble(Profile.NodeTime::micros).sum();
        return new Columns<Profile.NodeTime>()
                .text("node", Profile.NodeTime::node)
                .text("operator", Profile.NodeTime::operator)
                .text("integers", node -> node.integer() ? "yes" : "no")
                .text("µs", node -> Numbers.fourDigits(node.micros()))
                .text("share %", node -> Numbers.fixed(total == 0 ? 0 : 100 * node.micros() / total, 1))
                .table(profile.nodes().stream()
                        .sorted(Comparator.comparingDouble(Profile.NodeTime::micros)
                                .reversed())
                        .limit(SLOWEST)
                        .toList());
    }
}
