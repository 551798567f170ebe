package dev.alambic.data.set;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The map {@code y = (x - mean) / scale} from raw units to none, taken from the train part alone. For tables one entry
 * a feature, mean and standard deviation (of the population, divisor n). For images one entry for all pixels, in raw
 * units: with {@code m} and {@code s} the mean and deviation of pixels brought to 0 to 1, {@code ((x - min) / (max -
 * min) - m) / s} is the same map. What does not vary has scale 1.
 *
 * @param mean raw units
 * @param scale raw units, positive and finite
 * @param fill raw units, what stands for a missing value; empty where none may be missing
 * @param gaps the entries of which values were missing
 */
public record Standardization(List<Float> mean, List<Float> scale, List<Float> fill, List<Integer> gaps) {

    private static final int MOST_IMAGES = 2048;

    public Standardization {
        mean = List.copyOf(mean);
        scale = List.copyOf(scale);
        fill = List.copyOf(fill);
        gaps = List.copyOf(gaps);
        if (!fill.isEmpty() && fill.size() != mean.size()) {
            throw new IllegalArgumentException(
                    "one fill a mean (expected " + mean.size() + ", was " + fill.size() + ")");
        }
        if (mean.isEmpty() || mean.size() != scale.size()) {
            throw new IllegalArgumentException(
                    "one scale a mean (expected " + mean.size() + ", was " + scale.size() + ")");
        }
        for (int i = 0; i < mean.size(); i++) {
            if (!Float.isFinite(mean.get(i)) || !(scale.get(i) > 0) || Float.isInfinite(scale.get(i))) {
                throw new IllegalArgumentException(
                        "mean finite and scale positive and finite, was " + mean.get(i) + " and " + scale.get(i));
            }
        }
    }

    /** A map for values that are always there. */
    public Standardization(List<Float> mean, List<Float> scale) {
        this(mean, scale, List.of(), List.of());
    }

    /**
     * Returns the statistics of a data set.
     *
     * @param train at least one sample
     */
    public static Standardization of(Dataset train) {
        if (train.size() == 0) {
            throw new IllegalArgumentException(train.name() + ": no samples to take statistics from");
        }
        if (train.input() instanceof InputMeaning.Table table && !table.isPlain()) {
            return ofColumns(train, table);
        }
        boolean image = train.input() instanceof InputMeaning.Image;
        Moments moments = new Moments(image ? 1 : train.sampleSize());
        float[] sample = new float[train.sampleSize()];
        for (int i = 0; i < train.size(); i++) {
            train.copySample(i, sample, 0);
            moments.add(sample);
        }
        return moments.standardization();
    }

    /** Returns the statistics of the numbers that samples are to be answered with, one entry a number. */
    public static Standardization of(Targets.Numbers targets) {
        int width = targets.names().size();
        Moments moments = new Moments(width);
        float[] values = new float[width];
        for (int i = 0; i < targets.size(); i++) {
            for (int t = 0; t < width; t++) {
                values[t] = targets.value(i, t);
            }
            moments.add(values);
        }
        return moments.standardization();
    }

    /**
     * Returns the statistics of what samples are to be answered with, one entry a value of an answer, which leave all
     * but numbers as it is; null where there are no numbers.
     */
    public static @Nullable Standardization ofTargets(Targets targets) {
        if (targets instanceof Targets.Numbers numbers) {
            return of(numbers);
        }
        if (!(targets instanceof Targets.Several several)) {
            return null;
        }
        List<Float> means = new ArrayList<>();
        List<Float> scales = new ArrayList<>();
        boolean numbers = false;
        for (Targets.Part part : several.parts().values()) {
            Standardization own = ofTargets(part.targets());
            numbers |= own != null;
            int width = part.targets().names().size();
            means.addAll(own == null ? Collections.nCopies(width, 0f) : own.mean);
            scales.addAll(own == null ? Collections.nCopies(width, 1f) : own.scale);
        }
        return numbers ? new Standardization(means, scales) : null;
    }

    /** Of each feature by itself, over the values that are there; places in a list stay as they are. */
    private static Standardization ofColumns(Dataset train, InputMeaning.Table table) {
        List<Float> means = new ArrayList<>();
        List<Float> scales = new ArrayList<>();
        List<TableColumn> columns = table.columnOfFeature();
        float[] sample = new float[train.sampleSize()];
        Moments[] moments = new Moments[sample.length];
        Arrays.setAll(moments, i -> new Moments(1));
        for (int i = 0; i < train.size(); i++) {
            train.copySample(i, sample, 0);
            for (int j = 0; j < sample.length; j++) {
                if (!Float.isNaN(sample[j])) {
                    moments[j].add(sample[j]);
                }
            }
        }
        List<Integer> gaps = new ArrayList<>();
        for (int j = 0; j < sample.length; j++) {
            if (moments[j].count < train.size()) {
                gaps.add(j);
            }
            boolean coded = columns.get(j).isCoded() || moments[j].count == 0;
            Standardization one = coded ? none() : moments[j].standardization();
            means.add(one.mean.get(0));
            scales.add(one.scale.get(0));
        }
        return new Standardization(means, scales, fills(train, columns, means), gaps);
    }

    private static List<Float> fills(Dataset train, List<TableColumn> columns, List<Float> means) {
        List<Float> fills = new ArrayList<>();
        float[] sample = new float[train.sampleSize()];
        for (int j = 0; j < sample.length; j++) {
            TableColumn.Fill fill = columns.get(j).missing();
            if (fill == null || fill == TableColumn.Fill.MEAN) {
                fills.add(fill == null ? Float.valueOf(0) : means.get(j));
                continue;
            }
            float[] present = new float[train.size()];
            int count = 0;
            for (int i = 0; i < train.size(); i++) {
                train.copySample(i, sample, 0);
                present[count] = sample[j];
                count += Float.isNaN(sample[j]) ? 0 : 1;
            }
            Arrays.sort(present, 0, count);
            fills.add(
                    count == 0 ? 0 : fill == TableColumn.Fill.MEDIAN ? present[(count - 1) / 2] : mode(present, count));
        }
        return fills;
    }

    /** Returns the value that occurs most often, of several the least. */
    private static float mode(float[] sorted, int count) {
        float best = sorted[0];
        int most = 0;
        int run = 0;
        for (int i = 0; i < count; i++) {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            if (run > most) {
                most = run;
                best = sorted[i];
            }
        }
        return best;
    }

    /** Returns the map that changes nothing. */
    public static Standardization none() {
        return new Standardization(List.of(0f), List.of(1f));
    }

    /**
     * Returns the statistics of images by channel, [channels], which stand for [channels, height, width]: of all
     * samples, or of 2,048 spread evenly, for pixels may have to be decoded.
     *
     * @param train images, at least one
     */
    public static Standardization byChannel(Dataset train, InputMeaning.Image image) {
        Moments moments = new Moments(image.channels());
        int plane = image.height() * image.width();
        float[] sample = new float[train.sampleSize()];
        float[] turned = new float[sample.length];
        int count = Math.min(train.size(), MOST_IMAGES);
        for (int i = 0; i < count; i++) {
            train.copySample((int) ((long) i * train.size() / count), sample, 0);
            for (int k = 0; k < sample.length; k++) {
                turned[k % plane * image.channels() + k / plane] = sample[k];
            }
            moments.add(turned);
        }
        return moments.standardization();
    }

    /** Returns the map of pixels to 0 (black) to 1 (white), without statistics. */
    public static Standardization unitRange(InputMeaning.Image image) {
        return new Standardization(List.of(image.min()), List.of(image.max() - image.min()));
    }

    /** Standardizes samples in place; the length is a multiple of the number of entries. */
    public void apply(float[] values) {
        if (values.length % mean.size() != 0) {
            throw new IllegalArgumentException(
                    "whole samples (expected a multiple of " + mean.size() + ", was " + values.length + ")");
        }
        for (int i = 0; i < values.length; i++) {
            int entry = i % mean.size();
            values[i] = (values[i] - mean.get(entry)) / scale.get(entry);
        }
    }

    /**
     * Mean and squared deviations of each entry. A sample's own moments are merged into those of all samples before it,
     * so that large means do not cancel (Chan, Golub, LeVeque, Updating formulae and a pairwise algorithm for computing
     * sample variances, 1979, equation 2.1).
     */
    private static final class Moments {
        private final double[] mean;
        private final double[] squares;
        private long count;

        Moments(int entries) {
            mean = new double[entries];
            squares = new double[entries];
        }

        void add(float[] values) {
            int each = values.length / mean.length;
            for (int entry = 0; entry < mean.length; entry++) {
                double own = sum(values, entry) / each;
                double ownSquares = sumOfSquares(values, entry, own);
                double off = own - mean[entry];
                mean[entry] += off * each / (count + each);
                squares[entry] += ownSquares + off * off * count * each / (count + each);
            }
            count += each;
        }

        /** Adds to the one entry; the same as of an array of one value. */
        void add(float value) {
            double off = value - mean[0];
            mean[0] += off / (count + 1);
            squares[0] += off * off * count / (count + 1);
            count++;
        }

        private double sum(float[] values, int entry) {
            double sum = 0;
            for (int i = entry; i < values.length; i += mean.length) {
                sum += values[i];
            }
            return sum;
        }

        private double sumOfSquares(float[] values, int entry, double centre) {
            double sum = 0;
            for (int i = entry; i < values.length; i += mean.length) {
                sum += (values[i] - centre) * (values[i] - centre);
            }
            return sum;
        }

        Standardization standardization() {
            List<Float> means = IntStream.range(0, mean.length)
                    .mapToObj(i -> (float) mean[i])
                    .toList();
            List<Float> scales =
                    IntStream.range(0, mean.length).mapToObj(this::scale).toList();
            return new Standardization(means, scales);
        }

        private float scale(int entry) {
            float deviation = (float) Math.sqrt(squares[entry] / count);
            return deviation > 0 && Float.isFinite(deviation) ? deviation : 1;
        }
    }
}
