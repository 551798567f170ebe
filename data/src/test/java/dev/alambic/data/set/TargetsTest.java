package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.InputMeaning;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TargetsTest {

    private static Dataset numbers(int samples) {
        float[][] rows = new float[samples][];
        float[][] values = new float[samples][];
        for (int i = 0; i < samples; i++) {
            rows[i] = new float[] {i};
            values[i] = new float[] {(i * 37) % samples, -i};
        }
        return Dataset.table(
                "n", new InputMeaning.Table(List.of("x")), rows, Targets.numbers(List.of("a", "b"), values));
    }

    private static Targets.Numbers of(Dataset data) {
        return (Targets.Numbers) data.targets();
    }

    @Test
    void aSubsetCarriesTheNumbersOfItsSamples() {
        Dataset part = numbers(10).subset(new int[] {7, 2, 2});
        assertThat(of(part).value(0, 1)).isEqualTo(-7);
        assertThat(of(part).value(1, 1)).isEqualTo(-2);
        assertThat(of(part).value(2, 0)).isEqualTo(4);
        assertThat(part).hasToString("n (3 samples, 2 targets)");
    }

    @Test
    void everyPartHasItsShareOfEachRangeOfTheFirstNumber() {
        Splits splits = Splits.stratified(new LoadedData(numbers(500), null), 0.1, 0.2, 3);
        assertThat(splits.test().size()).isEqualTo(100);
        assertThat(splits.validation().size()).isEqualTo(50);
        for (int range = 0; range < 10; range++) {
            double low = 50.0 * range;
            assertThat(IntStream.range(0, 100)
                            .mapToDouble(i -> of(splits.test()).value(i, 0))
                            .filter(value -> value >= low && value < low + 50)
                            .count())
                    .as("range %d", range)
                    .isEqualTo(10);
        }
    }

    @Test
    void fewSamplesAreOneRange() {
        assertThat(Strata.of(of(numbers(49))).count()).isEqualTo(1);
        Splits splits = Splits.stratified(new LoadedData(numbers(10), null), 0.1, 0.2, 3);
        assertThat(splits.train().size()).isEqualTo(7);
    }

    @Test
    void numbersAreStandardizedByMeanAndDeviation() {
        Targets.Numbers numbers = Targets.numbers(List.of("y", "z"), new float[][] {{1, 1000}, {3, 1000.5f}});
        Standardization scale = Standardization.of(numbers);
        assertThat(scale.mean()).containsExactly(2f, 1000.25f);
        assertThat(scale.scale()).containsExactly(1f, 0.25f);
    }

    @Test
    void whatIsNoNumberIsRefusedByName() {
        assertThatThrownBy(() -> Targets.numbers(List.of("y"), new float[][] {{1}, {Float.NaN}}))
                .hasMessage("row 1: target 'y' is a number (expected a finite one, was NaN)");
        assertThatThrownBy(() -> Targets.numbers(List.of("y", "y"), new float[0][]))
                .hasMessageContaining("all of other names");
        assertThatThrownBy(() -> numbers(3).classes()).hasMessage("n: no classes (was 2 targets)");
        assertThatThrownBy(() -> BatchOrder.weighted(numbers(3), List.of(1.0, 1.0), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sampling: only classes are drawn by shares (was 2 targets)");
    }

    @Test
    void partsHaveTheSameTargets() {
        Dataset one = numbers(3);
        Dataset other = Dataset.table(
                "m",
                new InputMeaning.Table(List.of("x")),
                new float[][] {{1}},
                Targets.numbers(List.of("a", "c"), new float[][] {{1, 2}}));
        assertThatThrownBy(() -> new LoadedData(one, other))
                .hasMessage("m: a part must have the targets and input of n");
    }

    @Test
    void manyNumbersAsClassesAreDoubted() {
        List<String> many = IntStream.range(0, 51).mapToObj(i -> i + ".5").toList();
        assertThat(Targets.classes(many, new int[0]).doubt())
                .hasValueSatisfying(
                        said -> assertThat(said).startsWith("51 classes that are all numbers look like a regression"));
        assertThat(Targets.classes(many.subList(0, 50), new int[0]).doubt()).isEmpty();
        List<String> names = many.stream().map(name -> "n" + name).toList();
        assertThat(Targets.classes(names, new int[0]).doubt()).isEmpty();
    }

    @Test
    void theOrderOfBatchesDoesNotAskForClasses() {
        int[] epoch = BatchOrder.shuffled(numbers(20), 5).epoch(1);
        assertThat(Arrays.stream(epoch).sorted().toArray())
                .isEqualTo(IntStream.range(0, 20).toArray());
        assertThat((double) Standardization.of(of(numbers(20))).mean().get(0)).isCloseTo(9.5, within(1e-6));
    }
}
