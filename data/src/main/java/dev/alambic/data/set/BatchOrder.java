package dev.alambic.data.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which samples an epoch feeds, and in what order: a function of data, seed and epoch alone, so that a run that is
 * resumed at any epoch goes on with the order it would have had.
 *
 * <p>Shuffled: every sample once. Of data that are read from a file in blocks, the blocks are put in any order, and
 * then the samples of each {@value #BLOCKS_MIXED} of them, some 200,000 rows, so that a block is read once an epoch.
 * Weighted: as many draws as there are samples, each class as often as its share; within a class no sample comes again
 * before all others have come, so a small class is repeated and of a large one another part is seen each epoch.
 */
public final class BatchOrder {
    private static final int BLOCKS_MIXED = 1024;

    private final Dataset data;
    private final double[] shares;
    private final long seed;

    private BatchOrder(Dataset data, double[] shares, long seed) {
        if (data.size() == 0) {
            throw new IllegalArgumentException(data.name() + ": no samples to put in order");
        }
        this.data = data;
        this.shares = shares;
        this.seed = seed;
    }

    /** Returns the order in which each epoch feeds every sample once. */
    public static BatchOrder shuffled(Dataset data, long seed) {
        return new BatchOrder(data, new double[0], seed);
    }

    /**
     * Returns the order in which each epoch feeds each class as often as its samples' factors say.
     *
     * @param factors on the draws of each sample of a class, at least 0, one a class; 1 where the class is not known
     * @throws IllegalArgumentException if the data have no classes, or nothing would be drawn
     */
    public static BatchOrder weighted(Dataset data, List<Double> factors, long seed) {
        if (!(data.targets() instanceof Targets.Classes classes)) {
            throw new IllegalArgumentException(
                    "sampling: only classes are drawn by shares (was " + data.targets() + ")");
        }
        Strata strata = Strata.of(classes);
        double[] shares = new double[strata.count()];
        for (int stratum : strata.groups()) {
            shares[stratum] += stratum < factors.size() ? factors.get(stratum) : 1;
        }
        double sum = Arrays.stream(shares).sum();
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    "sampling: nothing would be drawn (expected a factor above 0 for a class with samples, was "
                            + factors + ")");
        }
        return new BatchOrder(
                data, Arrays.stream(shares).map(share -> share / sum).toArray(), seed);
    }

    /**
     * Returns the sample indices of one epoch, as many as there are samples.
     *
     * @param epoch any number that the caller counts epochs by
     */
    public int[] epoch(int epoch) {
        SplittableRandom random = Seeds.random(seed, epoch, 0);
        if (shares.length == 0 && data.together() > 1) {
            return shuffledInBlocks(data.together(), random);
        }
        int[] order = shares.length > 0
                ? drawn(random)
                : IntStream.range(0, data.size()).toArray();
        Shuffle.inPlace(order, random);
        return order;
    }

    /** Shuffles blocks of samples, and then the samples of each {@value #BLOCKS_MIXED} blocks that follow. */
    private int[] shuffledInBlocks(int size, SplittableRandom random) {
        int[] blocks = IntStream.range(0, (data.size() + size - 1) / size).toArray();
        Shuffle.inPlace(blocks, random);
        int[] order = new int[data.size()];
        int filled = 0;
        int mixed = 0;
        for (int i = 0; i < blocks.length; i++) {
            for (int sample = blocks[i] * size; sample < Math.min(order.length, (blocks[i] + 1L) * size); sample++) {
                order[filled++] = sample;
            }
            if ((i + 1) % BLOCKS_MIXED == 0 || i + 1 == blocks.length) {
                Shuffle.inPlace(order, mixed, filled, random);
                mixed = filled;
            }
        }
        return order;
    }

    private int[] drawn(SplittableRandom random) {
        int[][] classes = Shuffle.byStratum(Strata.of(data.targets()), random);
        int[] draws = new int[data.size()];
        double due = 0;
        int drawn = 0;
        for (int c = 0; c < classes.length; c++) {
            due += shares[c] * draws.length;
            int end = Math.min(draws.length, (int) Math.round(due));
            for (int i = 0; drawn < end && classes[c].length > 0; i++) {
                draws[drawn++] = classes[c][i % classes[c].length];
            }
        }
        return draws;
    }

    /**
     * Returns one epoch cut into batches. The last one may be smaller; a single sample left over joins the batch before
     * it, since batch norm has no variance of one.
     *
     * @param batchSize at least 1
     */
    public List<int[]> batches(int epoch, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size: out of range (expected at least 1, was " + batchSize + ")");
        }
        int[] order = epoch(epoch);
        List<int[]> batches = new ArrayList<>();
        for (int start = 0; start < order.length; ) {
            int end = Math.min(order.length, start + batchSize);
            if (batchSize > 1 && order.length - end == 1) {
                end = order.length;
            }
            batches.add(Arrays.copyOfRange(order, start, end));
            start = end;
        }
        return batches;
    }
}
