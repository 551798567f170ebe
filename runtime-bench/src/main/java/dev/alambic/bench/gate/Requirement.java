package dev.alambic.bench.gate;

import dev.alambic.bench.gate.Expression.Reference;
import dev.alambic.bench.record.Verdict;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One condition of a gate.
 *
 * @param text as it was written
 */
record Requirement(String text, Expression left, Relation relation, Expression right) {

    Stream<Reference> references() {
        return Stream.concat(left.references().stream(), right.references().stream());
    }

    /** @throws IllegalArgumentException if it compares what does not count the same */
    boolean holds(Function<Reference, Quantity> figures) {
        return relation.holds(left.value(figures), right.value(figures));
    }

    Verdict judge(Function<Reference, Quantity> figures) {
        Quantity a = left.value(figures);
        Quantity b = right.value(figures);
        boolean holds = relation.holds(a, b);
        String shown = a.in(b).text() + " " + relation.symbol() + " " + b.in(a).text();
        boolean alike = a.in(b).text().equals(b.in(a).text());
        return new Verdict(
                text,
                holds ? Verdict.Outcome.PASSED : Verdict.Outcome.FAILED,
                alike ? a.value() + " " + relation.symbol() + " " + b.value() : shown);
    }
}
