package dev.alambic.trainer.spec;

import dev.alambic.trainer.loss.Objective;
import dev.alambic.trainer.loss.Pair;
import dev.alambic.trainer.loss.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Brings the terms of a recipe into the order of a course {@linkplain Course.LayerByLayer layer by layer}. */
record LayerTerms(Course.LayerByLayer course, int epochs, TermSpec.Pairing pairing, Making making) {

    /** Makes a term of what a recipe says, for whatever is learnt. */
    @FunctionalInterface
    interface Making {
        Term term(TermSpec spec, TermSpec.Pairing pairing);
    }

    /** When each map is learnt: from the epoch {@code starts[i]} on, counted from 0, the answers from the last. */
    private record Plan(List<Integer> starts, int epochs) {

        int end() {
            return starts.get(starts.size() - 1);
        }

        /** Returns the map that is learnt, from 0; the number of them where it is the answers. */
        int at(double progress) {
            long epoch = Math.round(progress * (epochs - 1));
            int layer = 0;
            while (layer + 1 < starts.size() && epoch >= starts.get(layer + 1)) {
                layer++;
            }
            return layer;
        }
    }

    /** A term and its pairs; none where it compares answers. */
    private record Found(TermSpec spec, List<Pair> pairs) {}

    /**
     * Returns the sum of the terms, each of which counts when its time has come.
     *
     * @throws IllegalArgumentException if no term compares values inside, or none answers, or the epochs do not suffice
     */
    Objective objective(List<TermSpec> terms) {
        List<Found> found = terms.stream().map(this::found).toList();
        int layers = found.stream().mapToInt(each -> each.pairs.size()).max().orElse(0);
        if (layers == 0 || found.stream().noneMatch(each -> each.pairs.isEmpty())) {
            throw new IllegalArgumentException("course: layer by layer goes from values inside to the answers (expected"
                    + " terms with a map and one without, was none "
                    + (layers == 0 ? "with" : "without") + ")");
        }
        Plan plan = plan(layers);
        List<Objective.Weighted> weighted = new ArrayList<>();
        for (Found each : found) {
            if (each.pairs.isEmpty()) {
                add(weighted, each.spec, pairing, gated(each.spec, layer -> layer == layers, plan));
            }
            for (int i = 0; i < each.pairs.size(); i++) {
                int own = i;
                Pair pair = each.pairs.get(i);
                add(
                        weighted,
                        each.spec,
                        (map, kind) -> List.of(pair),
                        gated(each.spec, layer -> layer < layers && isOn(own, layer), plan));
            }
        }
        return Objective.byLayer(weighted, progress -> plan.at(progress) == layers ? 0 : plan.at(progress) + 1);
    }

    private boolean isOn(int own, int layer) {
        return course.stacked() ? own <= layer : own == layer;
    }

    private Found found(TermSpec spec) {
        List<Pair> pairs = new ArrayList<>();
        making.term(spec, (map, kind) -> {
            pairs.addAll(pairing.pairs(map, kind));
            return List.copyOf(pairs);
        });
        return new Found(spec, List.copyOf(pairs));
    }

    private Plan plan(int layers) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int each : course.pace().epochs(layers)) {
            starts.add((int) Math.min(Integer.MAX_VALUE, (long) each + starts.get(starts.size() - 1)));
        }
        Plan plan = new Plan(List.copyOf(starts), epochs);
        if (plan.end() >= epochs) {
            throw new IllegalArgumentException("course: the " + layers + " layer maps take " + plan.end()
                    + " epochs, and the answers come after them (expected training.epochs above that, was " + epochs
                    + ")");
        }
        return plan;
    }

    /** Says whether a term counts while a map is learnt. */
    @FunctionalInterface
    private interface Gate {
        boolean isOpen(int layer);
    }

    private static DoubleUnaryOperator gated(TermSpec spec, Gate gate, Plan plan) {
        return progress -> gate.isOpen(plan.at(progress)) ? spec.weight().at(progress) : 0;
    }

    private void add(
            List<Objective.Weighted> weighted, TermSpec spec, TermSpec.Pairing own, DoubleUnaryOperator weight) {
        weighted.add(new Objective.Weighted(making.term(spec, own), "", weight));
    }
}
