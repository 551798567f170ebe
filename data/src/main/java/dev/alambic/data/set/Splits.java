package dev.alambic.data.set;

import dev.alambic.data.file.InvalidDataException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Disjoint parts of a data set: to train on, to choose by, and to test on once at the end. Parts may be empty but for
 * {@code train}.
 */
public record Splits(Dataset train, Dataset validation, Dataset test) {

    public Splits {
        train.requireLike(validation);
        train.requireLike(test);
    }

    /**
     * Cuts a data set so that each class, or each range of the first number, keeps its share in every part. A part of
     * share p takes {@code round(p * n)} samples, dealt to the classes by largest remainder, at least one a class;
     * train takes the rest. Which samples go where is a function of the seed. Where the data have their own test or
     * validation part, that one is used and its share is ignored. Samples of one group are never in two parts; see
     * {@link GroupSplit}.
     *
     * @param validation share of {@code data.all()}, 0 to below 1
     * @param test share of {@code data.all()}, 0 to below 1; together with validation below 1
     * @throws InvalidDataException if a class has fewer samples than there are parts
     */
    public static Splits stratified(LoadedData data, double validation, double test, long seed) {
        Dataset all = data.all();
        Dataset own = data.test();
        Dataset ownValidation = data.validation();
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    "shares of validation and test (expected each at least 0, together below 1, was " + validation
                            + " and " + test + ")");
        }
        if (all.isGrouped()) {
            double tested = own == null ? test : 0;
            double chosen = ownValidation == null ? validation : 0;
            List<Dataset> parts = new GroupSplit(all).parts(new double[] {1 - tested - chosen, chosen, tested}, seed);
            return new Splits(
                    parts.get(0),
                    ownValidation == null ? parts.get(1) : ownValidation,
                    own == null ? parts.get(2) : own);
        }
        Stratifier cut = new Stratifier(all, seed);
        Dataset testPart = own == null ? cut.take(test) : own;
        Dataset validationPart = ownValidation == null ? cut.take(validation) : ownValidation;
        return new Splits(cut.rest(), validationPart, testPart);
    }

    /** Deals the shuffled samples of each class from the front. */
    private static final class Stratifier {
        private final Dataset all;
        private final Strata strata;
        private final int[][] shuffled;
        private final int[] next;

        Stratifier(Dataset all, long seed) {
            this.all = all;
            this.strata = Strata.of(all.targets());
            this.shuffled = Shuffle.byStratum(strata, new SplittableRandom(seed));
            this.next = new int[shuffled.length];
        }

        Dataset take(double share) {
            int[] counts =
                    Arrays.stream(shuffled).mapToInt(group -> group.length).toArray();
            int[] quota = share == 0 ? new int[counts.length] : deal(counts, share);
            int[] ends = new int[next.length];
            Arrays.setAll(ends, c -> requireLeft(c, next[c] + quota[c]));
            return part(ends);
        }

        /** One sample of the class must be left to train on. */
        private int requireLeft(int c, int end) {
            int count = shuffled[c].length;
            if (count > 0 && end >= count) {
                throw new InvalidDataException(
                        all.name(),
                        strata.name(c) + " has too few samples to split",
                        "at least " + (end + 1),
                        count + doubt());
            }
            return end;
        }

        private String doubt() {
            return all.targets() instanceof Targets.Classes classes
                    ? classes.doubt().map(said -> "; " + said).orElse("")
                    : "";
        }

        Dataset rest() {
            return part(
                    Arrays.stream(shuffled).mapToInt(members -> members.length).toArray());
        }

        /** Takes the members of each class up to its end, in the order of the data. */
        private Dataset part(int[] ends) {
            int size = 0;
            for (int c = 0; c < ends.length; c++) {
                size += ends[c] - next[c];
            }
            int[] taken = new int[size];
            int filled = 0;
            for (int c = 0; c < ends.length; c++) {
                System.arraycopy(shuffled[c], next[c], taken, filled, ends[c] - next[c]);
                filled += ends[c] - next[c];
                next[c] = ends[c];
            }
            Arrays.sort(taken);
            return all.subset(taken);
        }

        /** Largest remainder: whole parts first, then one more to the classes with the largest fractions. */
        private static int[] deal(int[] counts, double share) {
            int[] quota = Arrays.stream(counts)
                    .map(count -> count == 0 ? 0 : Math.max(1, (int) (share * count)))
                    .toArray();
            long left = Math.round(share * Arrays.stream(counts).sum())
                    - Arrays.stream(quota).sum();
            int[] byFraction = IntStream.range(0, counts.length)
                    .filter(c -> quota[c] <= share * counts[c])
                    .boxed()
                    .sorted((a, b) -> Double.compare(share * counts[b] % 1, share * counts[a] % 1))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < left && i < byFraction.length; i++) {
                quota[byFraction[i]]++;
            }
            return quota;
        }
    }
}
