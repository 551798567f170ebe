package dev.alambic.report.run;

import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.Measure;

/**
 * How a figure compares with the baseline's.
 *
 * @param text for people; empty if there is nothing to say
 */
public record Change(String text, Tone tone) {

    /** What a comparison means for the reader. */
    public enum Tone {
        BETTER,
        SAME,
        WORSE
    }

    public static final Change NONE = new Change("", Tone.SAME);

    /** Factors closer to 1 than this are no difference. */
    private static final double SAME_FACTOR = 0.02;

    /** Accuracies closer than this many points are no difference. */
    private static final double SAME_POINTS = 0.005;

    /** Figures without a unit that are closer than this are no difference. */
    private static final double SAME = 0.00005;

    /**
     * Returns a factor in words.
     *
     * @param factor above 1 if better
     * @param better word for that, such as {@code smaller}
     */
    public static Change factor(double factor, String better, String worse) {
        if (Math.abs(factor - 1) < SAME_FACTOR) {
            return new Change("the same", Tone.SAME);
        }
        return factor > 1
                ? new Change(Numbers.times(factor) + " " + better, Tone.BETTER)
                : new Change(Numbers.times(1 / factor) + " " + worse, Tone.WORSE);
    }

    /** Returns the difference of two accuracies of 0 to 1 in percentage points. */
    public static Change points(double own, double baseline) {
        double points = 100 * (own - baseline);
        if (Math.abs(points) < SAME_POINTS) {
            return new Change("the same", Tone.SAME);
        }
        return new Change(Numbers.signed(points, 2) + " points", points > 0 ? Tone.BETTER : Tone.WORSE);
    }

    /** Returns the difference of two figures of quality. */
    public static Change of(Measure measure, double own, double baseline) {
        if (measure.unit() == Measure.Unit.SHARE) {
            return points(own, baseline);
        }
        double difference = own - baseline;
        if (Math.abs(difference) < SAME) {
            return new Change("the same", Tone.SAME);
        }
        return new Change(
                Numbers.signed(difference, 4), difference > 0 == measure.higherIsBetter() ? Tone.BETTER : Tone.WORSE);
    }

    /** Returns by how much less {@code own} is, in percent of {@code baseline}, which is positive. */
    public static Change fewer(long own, long baseline) {
        double share = 1 - (double) own / baseline;
        if (own == baseline) {
            return new Change("the same", Tone.SAME);
        }
        return share > 0
                ? new Change(Numbers.percent(share, 1) + " fewer", Tone.BETTER)
                : new Change(Numbers.percent(-share, 1) + " more", Tone.WORSE);
    }
}
