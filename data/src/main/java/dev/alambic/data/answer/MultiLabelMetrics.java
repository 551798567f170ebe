package dev.alambic.data.answer;

import dev.alambic.data.set.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How well logits agree with the labels that samples carry; a label is said where its probability is above 0.5, its
 * logit above 0. All ratios are between 0 and 1.
 *
 * <p>Models are chosen by the macro AUC: it judges the order of the samples, label by label, and needs no threshold. F1
 * at 0.5 is 0 for a rare label as long as no probability comes that far, in most epochs the same, and would tell
 * nothing of what is learnt.
 *
 * @param samples number of samples n
 * @param macroAuc mean of the labels' areas, of those that have one; 0.5, that of guessing, if none has
 * @param macroF1 mean of the labels' F1, of those that are carried or said at all
 * @param microF1 F1 of all labels together, 2 TP / (2 TP + FP + FN)
 * @param exactMatch share of samples of which every label is right
 * @param crossEntropy mean over samples and labels of -log of the probability of the truth, in nats
 * @param perLabel the scores of each label, in the order of the output
 */
public record MultiLabelMetrics(
        int samples,
        double macroAuc,
        double macroF1,
        double microF1,
        double exactMatch,
        double crossEntropy,
        List<LabelScore> perLabel)
        implements TaskMetrics {

    private static final double GUESSING = 0.5;

    /**
     * The scores of one label.
     *
     * @param auc area under the ROC curve: the share of pairs of a sample that carries the label and one that does not
     *     in which the first has the larger logit, pairs of equal ones counting half (Mann and Whitney, On a Test of
     *     Whether one of Two Random Variables is Stochastically Larger than the Other, 1947); null if all samples carry
     *     it, or none
     * @param precision true positives over samples of which it is said
     * @param recall true positives over samples that carry it
     * @param f1 harmonic mean of the two
     * @param support samples that carry it
     */
    public record LabelScore(
            String label, @Nullable Double auc, double precision, double recall, double f1, int support) {}

    public MultiLabelMetrics {
        perLabel = List.copyOf(perLabel);
    }

    /**
     * Returns the metrics of logits [samples, labels] in rows.
     *
     * @throws IllegalArgumentException if there are no samples, or the lengths do not fit
     */
    public static MultiLabelMetrics of(float[] logits, Targets.Labels truth) {
        int width = truth.names().size();
        if (truth.size() == 0 || logits.length != (long) truth.size() * width) {
            throw new IllegalArgumentException("logits: one row a sample (expected " + truth.size() + " x " + width
                    + " and at least one, was " + logits.length + " values)");
        }
        List<Counts> counts = new ArrayList<>();
        List<LabelScore> scores = new ArrayList<>();
        for (int label = 0; label < width; label++) {
            Counts of = Counts.of(logits, truth, label);
            counts.add(of);
            scores.add(of.score(truth.names().get(label), auc(logits, truth, label)));
        }
        Counts all = counts.stream().reduce(Counts.NONE, Counts::plus);
        return new MultiLabelMetrics(
                truth.size(),
                macroAuc(scores.stream().map(LabelScore::auc).toList()),
                counts.stream()
                        .filter(Counts::occurs)
                        .mapToDouble(Counts::f1)
                        .average()
                        .orElse(0),
                all.f1(),
                exactMatch(logits, truth),
                crossEntropy(logits, truth),
                scores);
    }

    /** Returns the mean of the areas that there are. */
    public static double macroAuc(List<@Nullable Double> areas) {
        return areas.stream()
                .filter(Objects::nonNull)
                .mapToDouble(area -> Objects.requireNonNull(area))
                .average()
                .orElse(GUESSING);
    }

    /** How often a label is carried, said, or both. */
    private record Counts(int both, int said, int carried) {
        private static final Counts NONE = new Counts(0, 0, 0);

        static Counts of(float[] logits, Targets.Labels truth, int label) {
            int both = 0;
            int said = 0;
            int carried = 0;
            for (int i = 0; i < truth.size(); i++) {
                boolean says = logits[i * truth.names().size() + label] > 0;
                boolean has = truth.has(i, label);
                both += says && has ? 1 : 0;
                said += says ? 1 : 0;
                carried += has ? 1 : 0;
            }
            return new Counts(both, said, carried);
        }

        Counts plus(Counts other) {
            return new Counts(both + other.both, said + other.said, carried + other.carried);
        }

        boolean occurs() {
            return said + carried > 0;
        }

        double f1() {
            return ratio(2 * both, said + carried);
        }

        LabelScore score(String name, @Nullable Double auc) {
            return new LabelScore(name, auc, ratio(both, said), ratio(both, carried), f1(), carried);
        }

        private static double ratio(int part, int whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }

    /** By ranks: (sum of the ranks of those that carry it - P (P + 1) / 2) / (P N), ties having their mean rank. */
    private static @Nullable Double auc(float[] logits, Targets.Labels truth, int label) {
        int width = truth.names().size();
        Integer[] order = new Integer[truth.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(logits[a * width + label], logits[b * width + label]));
        double ranks = 0;
        long carrying = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            int tied = 0;
            while (to < order.length && logits[order[to] * width + label] == logits[order[from] * width + label]) {
                tied += truth.has(order[to], label) ? 1 : 0;
                to++;
            }
            to = Math.max(to, from + 1); // NaN equals nothing
            ranks += tied * (from + 1 + to) / 2.0;
            carrying += tied;
            from = to;
        }
        long others = order.length - carrying;
        return carrying == 0 || others == 0
                ? null
                : Double.valueOf((ranks - carrying * (carrying + 1) / 2.0) / ((double) carrying * others));
    }

    private static double exactMatch(float[] logits, Targets.Labels truth) {
        int width = truth.names().size();
        int right = 0;
        for (int i = 0; i < truth.size(); i++) {
            boolean all = true;
            for (int label = 0; label < width; label++) {
                all &= logits[i * width + label] > 0 == truth.has(i, label);
            }
            right += all ? 1 : 0;
        }
        return (double) right / truth.size();
    }

    private static double crossEntropy(float[] logits, Targets.Labels truth) {
        int width = truth.names().size();
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double toTruth = truth.has(i / width, i % width) ? logits[i] : -logits[i];
            sum += Math.max(0, -toTruth) + Math.log1p(Math.exp(-Math.abs(toTruth)));
        }
        return sum / logits.length;
    }

    @Override
    public Map<Measure, Double> all() {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        figures.put(Measure.MACRO_AUC, macroAuc);
        figures.put(Measure.MACRO_F1, macroF1);
        figures.put(Measure.MICRO_F1, microF1);
        figures.put(Measure.EXACT_MATCH, exactMatch);
        return figures;
    }

    @Override
    public Map<Measure, Double> few() {
        return all();
    }
}
