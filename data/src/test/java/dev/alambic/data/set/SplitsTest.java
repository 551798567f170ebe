package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SplitsTest {

    /** One feature, whose value is the index of the row; labels in the given numbers, class after class. */
    private static Dataset numbered(int... counts) {
        int[] labels = IntStream.range(0, counts.length)
                .flatMap(c -> IntStream.generate(() -> c).limit(counts[c]))
                .toArray();
        float[][] rows = new float[labels.length][1];
        Arrays.setAll(rows, i -> new float[] {i});
        List<String> classes =
                IntStream.range(0, counts.length).mapToObj(c -> "c" + c).toList();
        return Dataset.table("numbered", new InputMeaning.Table(List.of("index")), classes, rows, labels);
    }

    private static Splits split(Dataset data, double validation, double test, long seed) {
        return Splits.stratified(new LoadedData(data, null), validation, test, seed);
    }

    private static List<Integer> rows(Dataset part) {
        float[] row = new float[1];
        return IntStream.range(0, part.size())
                .mapToObj(i -> {
                    part.copySample(i, row, 0);
                    return (int) row[0];
                })
                .toList();
    }

    @Test
    void everySampleIsInExactlyOnePart() {
        Splits splits = split(numbered(53, 31, 16), 0.1, 0.2, 7);

        assertThat(rows(splits.train()))
                .doesNotContainAnyElementsOf(rows(splits.validation()))
                .doesNotContainAnyElementsOf(rows(splits.test()));
        assertThat(rows(splits.validation())).doesNotContainAnyElementsOf(rows(splits.test()));
        assertThat(splits.train().size()
                        + splits.validation().size()
                        + splits.test().size())
                .isEqualTo(100);
    }

    @Test
    void sharesAreDealtByLargestRemainder() {
        Splits splits = split(numbered(53, 31, 16), 0.1, 0.2, 7);

        // quotas of the test part 10.6, 6.2, 3.2 and of the validation part 5.3, 3.1, 1.6
        assertThat(splits.test().classCounts()).containsExactly(11, 6, 3);
        assertThat(splits.validation().classCounts()).containsExactly(5, 3, 2);
    }

    @Test
    void breastCancerKeepsItsShares() {
        Splits splits = Splits.stratified(DataSource.open("breast-cancer", DataOptions.defaults()), 0.1, 0.2, 1);

        assertThat(splits.test().classCounts()).containsExactly(72, 42); // of 71.4 and 42.4, together 114
        assertThat(splits.validation().classCounts()).containsExactly(36, 21); // of 35.7 and 21.2, together 57
        assertThat(splits.train().size()).isEqualTo(398);
    }

    @Test
    void theSeedDecides() {
        Dataset data = numbered(60, 40);

        assertThat(rows(split(data, 0.1, 0.2, 3).test()))
                .isEqualTo(rows(split(data, 0.1, 0.2, 3).test()));
        assertThat(rows(split(data, 0.1, 0.2, 3).test()))
                .isNotEqualTo(rows(split(data, 0.1, 0.2, 4).test()));
    }

    @Test
    void labelsFollowTheirSamples() {
        Splits splits = split(numbered(60, 40), 0.1, 0.2, 3);

        for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
            List<Integer> rows = rows(part);
            for (int i = 0; i < part.size(); i++) {
                assertThat(part.label(i)).isEqualTo(rows.get(i) < 60 ? 0 : 1);
            }
        }
    }

    @Test
    void anOwnTestPartIsUsedAsItIs() {
        Dataset all = numbered(60, 40);
        Dataset own = all.subset(new int[] {1, 61});

        Splits splits = Splits.stratified(new LoadedData(all, own), 0.1, 0.2, 3);

        assertThat(splits.test()).isSameAs(own);
        assertThat(splits.validation().classCounts()).containsExactly(6, 4);
        assertThat(splits.train().classCounts()).containsExactly(54, 36);
    }

    @Test
    void aRareClassIsInEveryPart() {
        Splits splits = split(numbered(97, 3), 0.1, 0.2, 3);

        assertThat(splits.train().classCounts()[1]).isEqualTo(1);
        assertThat(splits.validation().classCounts()[1]).isEqualTo(1);
        assertThat(splits.test().classCounts()[1]).isEqualTo(1);
    }

    @Test
    void aClassSmallerThanTheNumberOfPartsIsRefused() {
        assertThatThrownBy(() -> split(numbered(98, 2), 0.1, 0.2, 3))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("numbered: class 'c1' has too few samples to split (expected at least 3, was 2)");
    }

    @Test
    void aShareOfZeroIsAnEmptyPart() {
        Splits splits = split(numbered(5, 5), 0, 0, 3);

        assertThat(splits.validation().size()).isZero();
        assertThat(splits.test().size()).isZero();
        assertThat(splits.train().size()).isEqualTo(10);
    }

    @Test
    void sharesThatLeaveNothingToTrainOnAreRefused() {
        assertThatThrownBy(() -> split(numbered(50, 50), 0.5, 0.5, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(numbered(50, 50), -0.1, 0.5, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(numbered(50, 50), Double.NaN, 0.5, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsAreOfTheSameData() {
        Dataset two = numbered(5, 5);
        Dataset three = numbered(5, 5, 5);

        assertThatThrownBy(() -> new Splits(two, three, two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("numbered: a part must have the classes and input of numbered");
        assertThatThrownBy(() -> new LoadedData(three, two)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Patients with 1 to 9 samples each, of a class that goes with the patient mostly. */
    private static int[] patients(int count) {
        return IntStream.range(0, count)
                .flatMap(patient -> IntStream.generate(() -> patient * 7919).limit(1 + patient % 9))
                .toArray();
    }

    private static Dataset grouped(int[] groups) {
        int[] labels = IntStream.range(0, groups.length)
                .map(i -> (groups[i] / 7919 + (i % 5 == 0 ? 1 : 0)) % 3)
                .toArray();
        float[][] rows = new float[groups.length][1];
        Arrays.setAll(rows, i -> new float[] {i});
        return Dataset.table("p", new InputMeaning.Table(List.of("index")), List.of("a", "b", "c"), rows, labels)
                .withGroups(groups);
    }

    @Test
    void aGroupIsNeverInTwoPartsAndClassesKeepTheirShares() {
        int[] groups = patients(200);
        Dataset data = grouped(groups);

        Splits splits = split(data, 0.15, 0.2, 3);

        List<List<Integer>> parts = Stream.of(splits.train(), splits.validation(), splits.test())
                .map(part ->
                        rows(part).stream().map(row -> groups[row]).distinct().toList())
                .toList();
        assertThat(parts.get(0)).doesNotContainAnyElementsOf(parts.get(1)).doesNotContainAnyElementsOf(parts.get(2));
        assertThat(parts.get(1)).doesNotContainAnyElementsOf(parts.get(2));
        assertThat(splits.train().size()
                        + splits.validation().size()
                        + splits.test().size())
                .isEqualTo(groups.length);
        for (int c = 0; c < 3; c++) {
            double all = data.classCounts()[c];
            // the last group that is dealt to a part has at most 9 samples
            assertThat(splits.validation().classCounts()[c]).isBetween((int) (0.15 * all) - 9, (int) (0.15 * all) + 9);
            assertThat(splits.test().classCounts()[c]).isBetween((int) (0.2 * all) - 9, (int) (0.2 * all) + 9);
        }
    }

    @Test
    void groupsAreDealtBySeedAndNotByTheOrderOfRows() {
        int[] groups = patients(60);

        List<Integer> first = groupsOf(split(grouped(groups), 0.1, 0.2, 3).test(), groups);

        assertThat(groupsOf(split(grouped(groups), 0.1, 0.2, 3).test(), groups)).isEqualTo(first);
        assertThat(groupsOf(split(grouped(groups), 0.1, 0.2, 4).test(), groups)).isNotEqualTo(first);
        Dataset same = grouped(groups)
                .subset(IntStream.range(0, groups.length)
                        .map(i -> groups.length - 1 - i)
                        .toArray());
        assertThat(groupsOf(split(same, 0.1, 0.2, 3).test(), groups)).isEqualTo(first);
    }

    private static List<Integer> groupsOf(Dataset part, int[] groups) {
        return rows(part).stream().map(row -> groups[row]).distinct().sorted().toList();
    }

    @Test
    void tooFewGroupsAreRefused() {
        assertThatThrownBy(() -> split(grouped(new int[] {1, 1, 1, 2, 2, 2}), 0.1, 0.2, 1))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "p: too few groups to split, once each class has one to train on (data.group) (expected at least 2 more, was 1)");
        int[] alone = {1, 1, 1, 2, 2, 2, 3, 4};
        Dataset data = Dataset.table(
                        "q",
                        new InputMeaning.Table(List.of("index")),
                        List.of("common", "rare"),
                        new float[8][1],
                        new int[] {0, 0, 0, 0, 0, 0, 0, 1})
                .withGroups(alone);
        assertThat(split(data, 0.2, 0.2, 1).train().classCounts()[1]).isEqualTo(1);
    }
}
